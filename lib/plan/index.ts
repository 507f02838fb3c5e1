/** The plan of an environment. What cannot work is refused here, before a single manifest exists. */
import { sumBytes } from '../core/bytes';
import { derived, type Derived } from '../core/derived';
import { FaultError, fault, type Fault } from '../core/fault';
import { at as pathAt } from '../core/path';
import type { Environment } from '../environment/environment';
import type { RolloutStrategy } from '../sizing/pod';
import { stuckInSomeOrder } from './arrival';
import { lacking, nodeAmounts, podAmounts, type PodGroup } from './demand';
import { planLlamaServer, type LonelyLlamaServer } from './llama-server';
import { planLoaders, planStore } from './loaders';
import { planOllamaFleet, type LonelyOllamaFleet } from './ollama-fleet';
import type { LlamaServerPlan, OllamaFleetPlan, Plan } from './plan';
import { planPools } from './pools';
import { planQuota, type QuotaEntry } from './quota';
import { quotaSurgeOf, rollouts } from './rollout';
import { poolsOf } from './scheduling';
import { collectorWants, copyWants } from './support';

/** Pods that may read the store at the same time, as if all read what one does: bytes of all over bytes of one. */
const readers = (all: number, own: number): number => Math.max(1, Math.ceil(all / own));

/** Runs a step that may throw faults, and keeps them with the others. */
function collect<T>(faults: Fault[], step: () => { readonly faults: readonly Fault[] } & T): T | undefined {
  try {
    const result = step();
    faults.push(...result.faults);
    return result;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

const groupOf = (environment: Environment, { workload, compute }: LonelyLlamaServer | LonelyOllamaFleet): PodGroup => ({
  workload: workload.name,
  pools: workload.pools,
  amounts: podAmounts(compute),
  priority: environment.priorities[workload.priority],
  preempts: workload.priority !== 'batch',
  min: typeof workload.replicas === 'number' ? workload.replicas : workload.replicas.min,
  max: typeof workload.replicas === 'number' ? workload.replicas : workload.replicas.max,
});

/** Pods that are larger than the nodes of a pool that they name. */
function tooLarge(environment: Environment, group: PodGroup, place: string): readonly Fault[] {
  return poolsOf(environment, group.pools).flatMap((pool) => {
    const node = nodeAmounts(pool);
    return lacking(group.amounts, node).map((resource) =>
      fault('PodLargerThanNode', place, `asks for ${group.amounts[resource]} of ${resource}, and a node of pool ${pool.name} offers ${node[resource] ?? 0}`, {
        mend: 'ask for less, or name a pool with larger nodes',
      }));
  });
}

/** Groups that some order of arrival leaves without a node, with all spares of their rollouts. */
function stuck(environment: Environment, groups: readonly PodGroup[], strategies: ReadonlyMap<string, Derived<RolloutStrategy>>, places: ReadonlyMap<string, string>): readonly Fault[] {
  const reserved = (group: PodGroup) => poolsOf(environment, group.pools).every(({ contention }) => contention === 'reserved');
  const crowds = groups.map((group) => {
    const strategy = strategies.get(group.workload)?.value;
    return { group, count: reserved(group) ? group.max + (strategy?.type === 'RollingUpdate' ? strategy.maxSurge : 0) : group.min };
  });
  return stuckInSomeOrder(crowds, environment.nodePools).map((group) =>
    fault('FitsOnlyInSomeOrder', places.get(group.workload) ?? group.workload,
      `${crowds.find((crowd) => crowd.group === group)?.count ?? 0} pods on ${group.pools.map((name) => `${name} (${environment.nodePools[name]?.nodes.max ?? 0} nodes)`).join(', ')} find no node in some order of arrival: the scheduler spreads pods, and the others can leave too little on every node`, {
        mend: ['one more node', 'fewer replicas', 'a pool of its own for pods of this size', 'a higher priority for the larger pods'],
      }));
}

/** Plans an environment. @throws FaultError with everything that cannot work */
export function plan(environment: Environment): Plan {
  const faults: Fault[] = [];
  const loaders = planLoaders(environment);
  const sizeOf = new Map(loaders.map(({ key, bytes }) => [key, bytes as number]));
  const read = [
    ...environment.models.map(({ weights, replicas }) => (sizeOf.get(weights) ?? 0) * replicas.max),
    ...environment.ollama.map(({ models, replicas }) => models.reduce((sum, { tag }) => sum + (sizeOf.get(tag) ?? 0), 0) * replicas),
  ];
  const all = sumBytes(read);

  const servers = environment.models.flatMap((workload) =>
    collect(faults, () => planLlamaServer(environment, workload, readers(all, sizeOf.get(workload.weights) ?? 1)))?.server ?? []);
  const fleets = environment.ollama.flatMap((workload) =>
    collect(faults, () => planOllamaFleet(environment, workload, readers(all, workload.models.reduce((sum, { tag }) => sum + (sizeOf.get(tag) ?? 0), 0) || 1)))?.fleet ?? []);
  const { store, faults: storeFaults } = planStore(environment, loaders);
  faults.push(...storeFaults);

  const places = new Map([
    ...environment.models.map(({ name, key }) => [name, pathAt(environment.name, 'models', key)] as const),
    ...environment.ollama.map(({ name, key }) => [name, pathAt(environment.name, 'ollama', key)] as const),
  ]);
  const groups = [...servers, ...fleets].map((planned) => groupOf(environment, planned));
  for (const group of groups) faults.push(...tooLarge(environment, group, places.get(group.workload) ?? group.workload));
  const fleetNames = new Set(fleets.map(({ workload }) => workload.name));
  const strategies = rollouts(groups.filter(({ workload }) => !fleetNames.has(workload)), groups.filter(({ workload }) => fleetNames.has(workload)), environment.nodePools);
  if (faults.length === 0) faults.push(...stuck(environment, groups, strategies, places));
  if (faults.length > 0) throw new FaultError(faults);

  const llamaServers = servers.map((server): LlamaServerPlan => ({
    ...server,
    rollout: strategies.get(server.workload.name) ?? derived<RolloutStrategy>({ type: 'Recreate' }, 'no strategy was needed'),
    maxUnavailable: derived(1, 'one at a time: its successor must have loaded before the next goes'),
  }));
  const ollamaFleets = fleets.map((fleet): OllamaFleetPlan => ({
    ...fleet,
    rolloutMaxUnavailable: derived(1, 'one at a time: a server returns to its volume before the next goes'),
    maxUnavailable: derived(1, 'one at a time: its successor must have loaded before the next goes'),
  }));
  return {
    environment, llamaServers, ollamaFleets, loaders, store,
    quota: planQuota(quotaEntries(environment, llamaServers, ollamaFleets, loaders.length), environment.cluster.weights.kind === 'direct' ? store.capacity : 0),
    pools: planPools(environment, groups),
  };
}

/** What runs in the serving namespace; with a direct store its loaders and its collector, too. */
function quotaEntries(environment: Environment, servers: readonly LlamaServerPlan[], fleets: readonly OllamaFleetPlan[], loaders: number): readonly QuotaEntry[] {
  const copies = { cpu: copyWants.cpu, memory: copyWants.memory, pods: 1 };
  const collector = { cpu: collectorWants.cpu, memory: collectorWants.memory, pods: 1 };
  return [
    ...servers.map(({ workload, compute, replicas, rollout }): QuotaEntry => ({ name: workload.name, amounts: podAmounts(compute), max: replicas.max, extra: quotaSurgeOf(rollout.value) })),
    ...fleets.map(({ workload, compute, rolloutMaxUnavailable, volumeSize }): QuotaEntry => ({
      name: workload.name,
      amounts: podAmounts(compute),
      max: workload.replicas,
      extra: rolloutMaxUnavailable.value,
      claims: workload.local.kind === 'static' || workload.local.kind === 'csi' ? volumeSize.value : 0,
    })),
    ...(environment.cluster.weights.kind === 'direct'
      ? [{ name: 'loaders', amounts: copies, max: loaders, extra: loaders }, { name: 'collector', amounts: collector, max: 1, extra: 0 }]
      : []),
  ];
}
