/**
 * Refuses engines that are reachable from outside, that hang on the network store, may change their weights, or see
 * GPUs they did not ask for.
 */
import type { PersistentVolumeClaimSpec } from '../../kubernetes/kinds';
import { vendorOfResource } from '../../catalog';
import { flagValue } from '../../engines';
import { invocationOf } from '../../kubernetes/read';
import { sharedNames } from '../../plan';
import { asksForEveryGpu, enginesOf, type EngineContainer } from '../engines';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { selectsAll } from '../selection';
import { shown, type Finding, type Rule } from '../rule';

const outside = ['NodePort', 'LoadBalancer', 'ExternalName'];

function services({ of, podsSelected }: Evidence, engines: readonly EngineContainer[]): Finding[] {
  const serving = new Set(engines.map(({ pod }) => pod));
  return of('Service').flatMap(({ manifest, namespace, body: { spec = {} } }) => {
    const selector = { matchLabels: spec.selector };
    const isEngines = !selectsAll(selector) && podsSelected(namespace, selector).some((pod) => serving.has(pod));
    const finding = (field: string, value: unknown): Finding => ({
      manifest,
      field: `spec.${field}`,
      found: `${shown(value)} opens an engine to the outside`,
      fix: 'leave it out: only the gateway reaches engines, inside',
    });
    return !isEngines
      ? []
      : [
          ...(outside.includes(spec.type ?? '') ? [finding('type', spec.type)] : []),
          ...(orNone(spec.externalIPs).length > 0 ? [finding('externalIPs', spec.externalIPs)] : []),
        ];
  });
}

/** Modes that let a claim be mounted on several nodes: only a network file system has them. */
const isShared = (mode: string): boolean => mode.endsWith('Many');

const networkDriver = 'nfs.csi.k8s.io';

type Claim = Pick<PersistentVolumeClaimSpec, 'accessModes' | 'storageClassName'> | undefined;

/** Whether a claim is answered by a network file system: it says so by its modes, or its class does by its driver. */
const isNetwork = ({ accessModes = [], storageClassName = '' }: NonNullable<Claim>, { find }: Evidence): boolean =>
  accessModes.some(isShared) || find('StorageClass', '', storageClassName)?.body.provisioner === networkDriver;

/** Claims that the environment states to be read in place: that of others, and the one with the proofs. */
function statedClaims({ plan }: Evidence): readonly string[] {
  const { weights } = plan.environment.cluster;
  return weights.kind === 'existing' && weights.read === 'in-place' ? [weights.claimName, sharedNames.store] : [];
}

function store({ workload: { manifest }, spec, field, namespace, claimTemplates }: Pod, evidence: Evidence): Finding[] {
  const stated = statedClaims(evidence);
  const says = (place: string, claim: Claim): Finding[] =>
    claim === undefined || !isNetwork(claim, evidence)
      ? []
      : [
          {
            manifest,
            field: place,
            found: 'mounts the network store',
            fix: 'stage the weights over HTTP to a local volume: with the store down, a pod that mounts it can neither start nor end',
          },
        ];
  return [
    ...orNone(spec.volumes).flatMap(({ persistentVolumeClaim, ephemeral, csi }, i) => [
      ...(stated.includes(persistentVolumeClaim?.claimName ?? '')
        ? []
        : says(
            `${field}.volumes[${i}].persistentVolumeClaim`,
            evidence.find('PersistentVolumeClaim', namespace, persistentVolumeClaim?.claimName ?? '')?.body.spec,
          )),
      ...says(`${field}.volumes[${i}].ephemeral`, ephemeral?.volumeClaimTemplate?.spec),
      ...says(
        `${field}.volumes[${i}].csi`,
        csi?.driver === networkDriver ? { accessModes: ['ReadWriteMany'] } : undefined,
      ),
    ]),
    ...claimTemplates.flatMap((template, i) => says(`spec.volumeClaimTemplates[${i}]`, template.spec)),
  ];
}

/** Where the container finds its weights. */
const weightsPath = ({ container, engine: { weightsFrom } }: EngineContainer): string | undefined =>
  'variable' in weightsFrom
    ? container.env?.find(({ name }) => name === weightsFrom.variable)?.value
    : flagValue(invocationOf(container), weightsFrom.flag);

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function weights(each: EngineContainer): Finding[] {
  const {
    container,
    field,
    engine,
    pod: {
      workload: { manifest },
    },
  } = each;
  const path = weightsPath(each);
  const flag = 'variable' in engine.weightsFrom ? engine.weightsFrom.variable : engine.weightsFrom.flag;
  if (path === undefined)
    return [
      { manifest, field, found: `does not set ${flag}`, fix: 'set it to the path where the weights are mounted' },
    ];
  const mounts = orNone(container.volumeMounts)
    .map((mount, i) => ({ mount, i }))
    .filter(({ mount }) => isWithin(path, mount.mountPath));
  const innermost = mounts.reduce<(typeof mounts)[number] | undefined>(
    (best, next) => (best === undefined || next.mount.mountPath.length > best.mount.mountPath.length ? next : best),
    undefined,
  );
  if (innermost === undefined)
    return [
      {
        manifest,
        field: `${field}.volumeMounts`,
        found: `nothing is mounted at ${path}`,
        fix: 'mount the weights there, read-only',
      },
    ];
  return innermost.mount.readOnly === true
    ? []
    : [
        {
          manifest,
          field: `${field}.volumeMounts[${innermost.i}].readOnly`,
          found: `${shown(innermost.mount.readOnly)} lets the engine change its weights`,
          fix: 'set it to true',
        },
      ];
}

const gpuVariable = 'NVIDIA_VISIBLE_DEVICES';

function gpus(evidence: Evidence): Finding[] {
  return evidence.pods.flatMap(({ workload: { manifest }, containers }) =>
    containers.flatMap(({ container, field }): Finding[] => {
      const hasGpu = Object.keys(container.resources?.limits ?? {}).some(
        (resource) => vendorOfResource(resource) !== undefined,
      );
      const value = container.env?.find(({ name }) => name === gpuVariable)?.value;
      if (hasGpu || !asksForEveryGpu(container, evidence) || value === 'void') return [];
      return [
        {
          manifest,
          field: `${field}.env`,
          found: `${gpuVariable} is ${shown(value ?? 'all')}, and the container asks for no GPU`,
          fix: `set ${gpuVariable} to 'void'`,
        },
      ];
    }),
  );
}

function check(evidence: Evidence): Finding[] {
  const engines = enginesOf(evidence);
  return [
    ...services(evidence, engines),
    ...[...new Set(engines.map(({ pod }) => pod))].flatMap((pod) => store(pod, evidence)),
    ...engines.flatMap(weights),
    ...gpus(evidence),
  ];
}

export const engineExposure: Rule = {
  name: 'engine-exposure',
  promise:
    'Engines are reached from inside only, never mount the network store, cannot change their weights, and see only GPUs that they asked for.',
  cluster:
    'The server takes all of it; an engine that changes the weights of others, and one that a node port opens to the internet, are shown on a real node (test/node/rules.test.ts).',
  check,
};
