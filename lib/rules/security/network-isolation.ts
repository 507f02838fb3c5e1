/**
 * Refuses namespaces with pods that do not deny by default, and pods without a policy of their own for both directions.
 */
import { ofPlatform } from '../../kubernetes/draw';
import { type LabelSelector, title } from '../../kubernetes/read';
import type { NetworkPolicySpec } from '../../kubernetes/kinds';
import type { Evidence } from '../evidence';
import { groupBy, orNone } from '../lists';
import { selectsAll, selectsPlatform } from '../selection';
import type { Finding, Rule } from '../rule';

const directions = ['Egress', 'Ingress'] as const;

const missing = ({ policyTypes = [] }: NetworkPolicySpec): readonly string[] =>
  directions.filter((direction) => !policyTypes.includes(direction));

/** Pods that a default deny is for: all of a namespace of ours, those of Corral in one that exists. */
interface Extent {
  readonly isWhole: (selector: LabelSelector) => boolean;
  readonly open: (namespace: string) => Pick<Finding, 'found' | 'fix'>;
}

const ownNamespaces: Extent = {
  isWhole: selectsAll,
  open: (namespace) => ({
    found: `namespace ${namespace} does not deny by default`,
    fix: 'add a NetworkPolicy with an empty podSelector, both policyTypes and no rules',
  }),
};

const labelText = Object.entries(ofPlatform)
  .map((label) => label.join('='))
  .join(',');

/** A wider selector would isolate pods of others. */
const existingNamespace: Extent = {
  isWhole: selectsPlatform,
  open: (namespace) => ({
    found: `pods of Corral in namespace ${namespace} are not denied by default`,
    fix: `add a NetworkPolicy that selects ${labelText}, with both policyTypes and no rules`,
  }),
};

const deniesAll = (spec: NetworkPolicySpec, { isWhole }: Extent): boolean =>
  isWhole(spec.podSelector ?? {}) &&
  missing(spec).length === 0 &&
  orNone(spec.ingress).length === 0 &&
  orNone(spec.egress).length === 0;

function check({ pods, of, podsSelected, plan }: Evidence): Finding[] {
  const extent = plan.environment.cluster.scope === 'namespaced' ? existingNamespace : ownNamespaces;
  const policies = of('NetworkPolicy').map(({ manifest, body, namespace }) => ({
    manifest,
    namespace,
    spec: body.spec ?? { podSelector: {} },
  }));
  const denied = new Set(policies.filter(({ spec }) => deniesAll(spec, extent)).map(({ namespace }) => namespace));
  const own = policies.filter(({ spec }) => !extent.isWhole(spec.podSelector ?? {}));
  const isolated = new Set(own.flatMap(({ namespace, spec }) => podsSelected(namespace, spec.podSelector ?? {})));
  const open = [...groupBy(pods, ({ namespace }) => namespace)].filter(([namespace]) => !denied.has(namespace));
  return [
    ...open.flatMap(([namespace, [first]]): Finding[] =>
      first === undefined
        ? []
        : [
            {
              manifest: first.workload.manifest,
              field: 'metadata.namespace',
              ...extent.open(namespace),
            },
          ],
    ),
    ...pods
      .filter((pod) => !isolated.has(pod))
      .map(({ workload: { manifest }, metadataField }) => ({
        manifest,
        field: `${metadataField}.labels`,
        found: `no NetworkPolicy selects the pods of ${title(manifest)}`,
        fix: 'add one for them, with both policyTypes',
      })),
    ...own
      .filter(({ spec }) => missing(spec).length > 0)
      .map(({ manifest, spec }) => ({
        manifest,
        field: 'spec.policyTypes',
        found: `does not have ${missing(spec).join(' and ')}`,
        fix: `list ${directions.join(' and ')}`,
      })),
  ];
}

export const networkIsolation: Rule = {
  name: 'network-isolation',
  promise:
    'Namespaces with pods deny both directions by default, and every pod has a policy of its own that lists what is allowed. In a namespace that exists, the default deny is for the pods of Corral only.',
  cluster:
    'The API server accepts pods without a policy; that every pod can then reach them is shown on a real node (test/node/rules.test.ts).',
  check,
};
