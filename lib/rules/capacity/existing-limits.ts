/** Refuses pods and claims that a LimitRange which the namespace has already would refuse or change. */
import { type Nano, nanoOf, quantityText } from '../../core';
import { type Amounts, podLimits, podRequests } from '../../kubernetes/read';
import { type ExistingLimit, withLimitDefaults } from '../../environment';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

type Quantities = Readonly<Record<string, string | number>>;

/** What is limited: a container, a whole pod, a claim. */
interface Asking {
  readonly manifest: Finding['manifest'];
  readonly field: string;
  readonly requests: Amounts;
  readonly limits: Amounts;
}

const amountsOf = (quantities: Quantities = {}): Amounts =>
  new Map(Object.entries(quantities).map(([resource, quantity]) => [resource, nanoOf(quantity) ?? 0n]));

/** A ratio without remainder is what the server compares: limit over request, exactly. */
const exceeds = (limit: Nano, request: Nano, ratio: Nano): boolean => limit * 10n ** 9n > ratio * request;

const fix = 'change the resources in the environment, or have the LimitRange changed';

type Say = (resource: string, found: string) => Finding;

/** What a container would get that it does not state. */
function defaulted(limit: ExistingLimit, { requests, limits }: Asking, say: Say, of: string): Finding[] {
  const given = Object.entries(limit.default ?? {})
    .filter(([resource]) => !limits.has(resource))
    .map(([resource, quantity]) => say(resource, `has no limit of ${resource}, and ${of} sets ${shown(quantity)}`));
  const asked = Object.entries(limit.defaultRequest ?? {})
    .filter(([resource]) => !requests.has(resource) && !limits.has(resource) && !(resource in (limit.default ?? {})))
    .map(([resource, quantity]) => say(resource, `asks for no ${resource}, and ${of} sets ${shown(quantity)}`));
  return [...given, ...asked];
}

/** What the server would refuse. */
function refused(limit: ExistingLimit, { requests, limits }: Asking, say: Say, of: string): Finding[] {
  const least = Object.entries(limit.min ?? {}).flatMap(([resource, quantity]) => {
    const request = requests.get(resource);
    return request !== undefined && request >= (nanoOf(quantity) ?? 0n)
      ? []
      : [say(resource, `asks for ${quantityText(request ?? 0n)} of ${resource}, and ${of} wants ${quantity} at least`)];
  });
  const most = Object.entries(limit.max ?? {}).flatMap(([resource, quantity]) => {
    const largest = limits.get(resource);
    if (largest === undefined)
      return [say(resource, `is not limited in ${resource}, and ${of} allows ${quantity} at most`)];
    return largest <= (nanoOf(quantity) ?? 0n)
      ? []
      : [say(resource, `may take ${quantityText(largest)} of ${resource}, and ${of} allows ${quantity}`)];
  });
  const ratio = Object.entries(limit.maxLimitRequestRatio ?? {}).flatMap(([resource, quantity]) => {
    const [asked, allowed] = [requests.get(resource), limits.get(resource)];
    return asked !== undefined && allowed !== undefined && !exceeds(allowed, asked, nanoOf(quantity) ?? 0n)
      ? []
      : [say(resource, `its limit of ${resource} is not within ${quantity} times its request, as ${of} wants`)];
  });
  return [...least, ...most, ...ratio];
}

function ofAsking(limit: ExistingLimit, name: string, asking: Asking): Finding[] {
  const of = `LimitRange ${name}`;
  const say: Say = (resource, found) => ({
    manifest: asking.manifest,
    field: `${asking.field}['${resource}']`,
    found,
    fix,
  });
  const changed = limit.type === 'Container' ? defaulted(limit, asking, say, of) : [];
  // What it gets by default is judged by itself: the server compares it only then.
  const gets = new Set(changed.map(({ field }) => field));
  return [...changed, ...refused(limit, asking, say, of).filter(({ field }) => !gets.has(field))];
}

/** A limit without a request is a request too. */
const containersOf = ({ workload: { manifest }, containers }: Pod): readonly Asking[] =>
  containers
    .filter(({ role }) => role !== 'ephemeral')
    .map(({ container, field }) => ({
      manifest,
      field: `${field}.resources`,
      requests: amountsOf({ ...container.resources?.limits, ...container.resources?.requests }),
      limits: amountsOf(container.resources?.limits),
    }));

/** A sum over containers counts for the server only if every one of them states the resource. */
function wholePod(pod: Pod): Asking {
  const { workload, spec, field } = pod;
  const containers = containersOf(pod);
  const stated = (amounts: Amounts, of: 'requests' | 'limits'): Amounts =>
    new Map([...amounts].filter(([resource]) => containers.every((each) => each[of].has(resource))));
  return {
    manifest: workload.manifest,
    field,
    requests: stated(podRequests(spec), 'requests'),
    limits: stated(podLimits(spec), 'limits'),
  };
}

const claimOf = (
  manifest: Finding['manifest'],
  field: string,
  { spec }: Pick<Pod['claimTemplates'][number], 'spec'>,
): Asking => {
  const requests = amountsOf(spec?.resources?.requests);
  return { manifest, field: `${field}spec.resources.requests`, requests, limits: requests };
};

function claimsIn(evidence: Evidence, namespace: string): readonly Asking[] {
  return [
    ...evidence
      .of('PersistentVolumeClaim')
      .filter((seen) => seen.namespace === namespace)
      .map(({ manifest, body }) => claimOf(manifest, '', body)),
    ...evidence.pods
      .filter((pod) => pod.namespace === namespace)
      .flatMap(({ workload: { manifest }, claimTemplates }) =>
        claimTemplates.map((claim, i) => claimOf(manifest, `spec.volumeClaimTemplates[${i}].`, claim)),
      ),
    ...evidence.pods
      .filter((pod) => pod.namespace === namespace)
      .flatMap(({ workload: { manifest }, spec, field }) =>
        orNone(spec.volumes).flatMap(({ ephemeral }, i) =>
          ephemeral?.volumeClaimTemplate === undefined
            ? []
            : [
                claimOf(
                  manifest,
                  `${field}.volumes[${i}].ephemeral.volumeClaimTemplate.`,
                  ephemeral.volumeClaimTemplate,
                ),
              ],
        ),
      ),
  ];
}

function check(evidence: Evidence): Finding[] {
  const { existingLimits, namespaces } = evidence.plan.environment.cluster;
  const namespace = namespaces.serving;
  const pods = evidence.pods.filter((pod) => pod.namespace === namespace);
  const asking: Readonly<Record<ExistingLimit['type'], () => readonly Asking[]>> = {
    Container: () => pods.flatMap(containersOf),
    Pod: () => pods.map(wholePod),
    PersistentVolumeClaim: () => claimsIn(evidence, namespace),
  };
  return existingLimits.flatMap(({ name, limits }) =>
    limits
      .map(withLimitDefaults)
      .flatMap((limit) => asking[limit.type]().flatMap((each) => ofAsking(limit, name, each))),
  );
}

export const existingLimits: Rule = {
  name: 'existing-limits',
  promise: 'Every LimitRange that the namespace has already admits all pods and claims, and changes none.',
  cluster: 'The server refuses pods beyond a LimitRange, and writes its defaults into the others.',
  check,
};
