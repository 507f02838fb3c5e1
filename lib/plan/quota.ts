/** The quota of the serving namespace: max replicas, and the surge and terminating pods of a rollout or a drain. */
import { bytes, type Bytes, bytesQuantity, ceilGib, countQuantity, cpuQuantity, derived, type Derived } from '../core';
import { deviceClassOf } from '../catalog';
import { type Environment, isReadInPlace } from '../environment';
import type { DisruptionBudget } from '../workload';
import { extraPods } from './disruption/extra-pods';
import { podAmounts, wantedAmounts, type Amounts } from './placement/demand';
import { proofsCapacity } from './loaders';
import type { QuotaPlan, ServerPlan } from './plan';
import type { SupportPlan } from './support';
import { dataVolumes } from './volumes';

/** Pods of one kind in a namespace. */
export interface QuotaEntry {
  readonly name: string;
  readonly amounts: Amounts;
  /** Most pods that are wanted. */
  readonly max: number;
  /** Pods beyond them that exist for a while: surge and terminating pods. */
  readonly extra: number;
  /** Limit of CPU of one pod, in millicores. @default 0 */
  readonly cpuLimit?: number;
  /** Bytes of claims that one pod brings. @default 0 */
  readonly claims?: number;
}

/**
 * Pods beyond the maximum that exist for a while. A pod counts against a quota until it is gone, and a refused creation
 * is tried again only minutes later: so there is room for a rollout, and for a drain during it.
 */
function extra({ replacement, maxUnavailable, replicas: { max } }: ServerPlan): number {
  if (replacement.by === 'stateful-set') return replacement.maxUnavailable.value;
  return extraPods(replacement.rollout.value, max) + drained(max, maxUnavailable);
}

/** Pods that a drain may take at once. */
const drained = (max: number, { value }: DisruptionBudget): number => (value === 'all' ? max : Math.min(max, value));

/** Pods beyond the replicas of a workload beside the engines. */
function extraSupport({ controller, replicas, rollout, maxUnavailable }: SupportPlan): number {
  switch (controller.kind) {
    case 'Deployment':
      return (
        (rollout ? extraPods(rollout.value, replicas) : 0) + (maxUnavailable ? drained(replicas, maxUnavailable) : 0)
      );
    // The former pod is counted until it is gone.
    case 'StatefulSet':
    case 'Job':
      return replicas;
    case 'CronJob':
      return 0;
  }
}

/** Quota keys of a resource: memory is limited as well, since requests are limits; CPU never is. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  cpu: ['requests.cpu'],
  memory: ['requests.memory', 'limits.memory'],
  'ephemeral-storage': [],
  pods: ['pods'],
};

/** Devices of a class are counted by the claims for them, others by the requests of pods. */
const quotaKeys = (resource: string): readonly string[] =>
  keysOf[resource] ?? [deviceClassOf(resource) === undefined ? `requests.${resource}` : resource];

function quantity(resource: string, amount: number): string {
  if (resource === 'cpu') return cpuQuantity(amount);
  return resource === 'memory' ? bytesQuantity(ceilGib(bytes(amount))) : countQuantity(amount);
}

const sum = (entries: readonly QuotaEntry[], resource: string): Derived<number> => {
  const users = entries.filter(({ amounts }) => (amounts[resource] ?? 0) > 0);
  return derived(
    users.reduce((total, { amounts, max, extra }) => total + (amounts[resource] ?? 0) * (max + extra), 0),
    users.map(({ name, max, extra }) => `${name} ${max}${extra === 0 ? '' : ` + ${extra}`}`).join(', '),
  );
};

/** Sums entries up by quota key. Extended resources are counted as `requests.` only. */
export function sumQuota(entries: readonly QuotaEntry[], storage: number): QuotaPlan {
  const resources = [...new Set(entries.flatMap(({ amounts }) => Object.keys(amounts)))];
  const counted = resources.flatMap((resource) => {
    const { value, because } = sum(entries, resource);
    return quotaKeys(resource).map(
      (key) =>
        [
          key,
          derived(quantity(resource, value), `maximum pods + temporary pods of a rollout or a drain: ${because}`),
        ] as const,
    );
  });
  const claims = storage + entries.reduce((total, { claims: each = 0, max, extra }) => total + each * (max + extra), 0);
  return Object.fromEntries(
    claims === 0
      ? counted
      : [
          ...counted,
          ['requests.storage', derived(bytesQuantity(ceilGib(bytes(claims))), 'the sizes of all claims')] as const,
        ],
  );
}

/** What runs in the serving namespace: the engines, and what runs beside them there. */
export const quotaEntries = (
  { cluster }: Environment,
  servers: readonly ServerPlan[],
  support: readonly SupportPlan[],
): readonly QuotaEntry[] => [
  ...servers.map((server): QuotaEntry => ({
    name: server.workload.name,
    amounts: podAmounts(server.compute, server.exporter),
    cpuLimit:
      server.compute.cpuLimit === undefined ? undefined : server.compute.cpuLimit + (server.exporter?.cpuLimit ?? 0),
    max: server.replicas.max,
    extra: extra(server),
    // A generic ephemeral claim lives and ends with its pod; the volumes of a StatefulSet are counted apart.
    claims:
      server.replacement.by === 'deployment' && server.workload.local.kind === 'csi' ? server.localWeights.value : 0,
  })),
  ...support
    .filter(({ namespace }) => namespace === cluster.namespaces.serving)
    .map((each): QuotaEntry => ({
      name: each.name,
      amounts: wantedAmounts(each.wants),
      cpuLimit: each.wants.cpuLimit,
      max: each.replicas,
      extra: extraSupport(each),
    })),
];

/** The claim of the store that is drawn in the serving namespace, if it is there; beside a claim of others, for proofs. */
export function storeClaim({
  cluster: { scope, weights },
}: Environment): { readonly size: Bytes; readonly storageClass?: string } | undefined {
  if (!isReadInPlace(weights) && scope !== 'namespaced') return undefined;
  if (weights.kind === 'existing')
    return weights.read === 'in-place' ? { size: proofsCapacity, storageClass: weights.proofsClass } : undefined;
  return { size: weights.capacity, storageClass: weights.kind === 'nfs' ? undefined : weights.storageClass };
}

/** What the quota of the serving namespace must allow. */
export function planQuota(
  environment: Environment,
  servers: readonly ServerPlan[],
  support: readonly SupportPlan[],
): QuotaPlan {
  const kept = servers
    .filter(({ workload: { local } }) => local.kind === 'static' || local.kind === 'csi')
    .reduce((total, { volumeSize, replicas }) => total + (volumeSize?.value ?? 0) * replicas.max, 0);
  const { weights } = environment.cluster;
  const ofData = dataVolumes(environment).reduce((total, { size }) => total + size, 0);
  // A claim of others that is read in place is in the same namespace, and its quota.
  const ofOthers = weights.kind === 'existing' && isReadInPlace(weights) ? weights.capacity : 0;
  return sumQuota(
    quotaEntries(environment, servers, support),
    kept + ofData + (storeClaim(environment)?.size ?? 0) + ofOthers,
  );
}
