/** What pods ask of a quota: the effective requests of one pod, and how many of it there can be at once. */
import { rollingExtra } from '../../plan';
import type { Evidence } from '../evidence';
import type { Pod } from '../pods';
import { deviceClassOf } from '../../catalog';
import { nanoOf } from '../../core';
import {
  type Amounts,
  type AskingPod,
  autoscaledBy,
  combine,
  plus,
  podLimits,
  podRequests,
} from '../../kubernetes/read';
import { specOf } from '../spec';

const one = 10n ** 9n;
const natives: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];

export const times = (amounts: Amounts, factor: number): Amounts =>
  new Map([...amounts].map(([key, value]) => [key, value * BigInt(factor)]));

/** The bare names of quota keys mean requests. */
const withBareNames = (amounts: Amounts): Amounts =>
  new Map([
    ...amounts,
    ...natives.flatMap((resource) => [[resource, amounts.get(`requests.${resource}`) ?? 0n] as const]),
  ]);

/** Devices of a class have one key, which is that of the claims for them. */
const keyed = (kind: 'requests' | 'limits', amounts: Amounts): Amounts =>
  new Map(
    [...amounts].map(([resource, amount]) => [
      deviceClassOf(resource) === undefined ? `${kind}.${resource}` : resource,
      amount,
    ]),
  );

/** The server writes the overhead of its RuntimeClass into each pod. */
function overheadOf({ spec: { overhead, runtimeClassName = '' } }: Pod, { find }: Evidence): AskingPod['overhead'] {
  return overhead ?? find('RuntimeClass', '', runtimeClassName)?.body.overhead?.podFixed;
}

/** What one pod asks of a quota, by its keys: `requests.memory`, `limits.memory`, `pods`. */
export function ofPod(pod: Pod, evidence: Evidence): Amounts {
  const spec: AskingPod = { ...pod.spec, overhead: overheadOf(pod, evidence) };
  const amounts = new Map([...keyed('requests', podRequests(spec)), ...keyed('limits', podLimits(spec))]);
  const claims = BigInt((pod.spec.resourceClaims ?? []).length) * one;
  return new Map([...withBareNames(amounts), ['pods', one], ['count/resourceclaims.resource.k8s.io', claims]]);
}

/** What one pod's own claims ask for. */
export function ofClaims(claims: Pod['claimTemplates']): Amounts {
  return claims.reduce<Amounts>(
    (sum, { spec }) =>
      combine(
        sum,
        new Map([
          ['requests.storage', nanoOf(spec?.resources?.requests?.storage ?? 0) ?? 0n],
          ['persistentvolumeclaims', one],
        ]),
        plus,
      ),
    new Map(),
  );
}

/**
 * Pods of a workload at once: the most that it keeps, and the most that a rollout adds or leaves behind, terminating.
 */
export interface Headcount {
  readonly most: number;
  readonly more: number;
}

/**
 * A number of pods, or a share of them rounded as the controller does; a text that is no share counts as all, since the
 * server refuses it.
 */
const countOf = (value: string | number, of: number, round: (share: number) => number): number => {
  if (typeof value === 'number') return value;
  const share = /^\d{1,9}%$/.test(value) ? Number.parseInt(value, 10) : 100;
  return round((share / 100) * of);
};

const defaultShare = '25%';

/** What a workload says of its pods' number and of their replacement. */
interface WorkloadSpec {
  readonly replicas?: number;
  readonly parallelism?: number;
  readonly strategy?: {
    readonly type?: string;
    readonly rollingUpdate?: { readonly maxSurge?: string | number; readonly maxUnavailable?: string | number };
  };
}

/**
 * Pods that a rollout of a Deployment adds: those above the wanted number, and those that are gone for the controller
 * and still counted by the quota while they end.
 */
function rolloutPods(
  {
    strategy: { type, rollingUpdate: { maxSurge = defaultShare, maxUnavailable = defaultShare } = {} } = {},
  }: WorkloadSpec,
  most: number,
): number {
  if (type === 'Recreate') return 0;
  return rollingExtra(
    { maxSurge: countOf(maxSurge, most, Math.ceil), maxUnavailable: countOf(maxUnavailable, most, Math.floor) },
    most,
  );
}

/** Most replicas that an autoscaler of the environment gives a workload. */
function scaledTo({ all }: Evidence): ReadonlyMap<string, number> {
  return new Map(
    all.flatMap(({ namespace, manifest }) => {
      const scaled = autoscaledBy(manifest);
      return scaled?.max === undefined
        ? []
        : [[`${namespace}/${scaled.target.kind}/${scaled.target.name}`, scaled.max] as const];
    }),
  );
}

/**
 * How many pods of each workload there can be. DaemonSets are as many as there are nodes, which manifests do not
 * say: none.
 */
export function headcounts(evidence: Evidence): (pod: Pod) => Headcount {
  const scaled = scaledTo(evidence);
  return ({ workload: { manifest } }) => {
    const {
      kind,
      metadata: { namespace, name },
    } = manifest;
    const spec = specOf<WorkloadSpec>(manifest);
    if (kind === 'DaemonSet') return { most: 0, more: 0 };
    if (kind === 'Job') return { most: spec.parallelism ?? 1, more: 0 };
    const most = scaled.get(`${namespace}/${kind}/${name}`) ?? spec.replicas ?? 1;
    // A StatefulSet waits until a pod is gone before it makes the next.
    return { most, more: kind === 'Deployment' ? rolloutPods(spec, most) : 0 };
  };
}
