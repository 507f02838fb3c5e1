/** Changes that may make pods fit: more nodes, fewer replicas, shared GPUs or none, a higher priority, an own pool. */
import type { Environment } from '../../environment';
import { priorities } from '../../workload';
import { counted } from '../../core';
import type { Change, Changes } from '../finding';
import type { PodGroup } from '../placement/demand';
import { poolsOf } from '../scheduling';
import { withNodes, withPool, withServer } from './changed';
import { onCpu, sharedPool } from './without-gpus';

/** Nodes by which a pool is made larger, one try after the other. */
const steps = [1, 2, 3, 4, 6, 8, 12, 16] as const;

const moreNodes = (environment: Environment, name: string): Changes =>
  function* () {
    for (const pool of poolsOf(environment, [name])) {
      for (const step of steps) {
        const most = pool.nodes.max + step;
        const says = pool.on === 'metal' ? `${most} nodes in pool ${name}` : `nodes.max ${most} in pool ${name}`;
        yield { says, to: withNodes(environment, pool, most) };
      }
    }
  };

/** A smaller maximum, down to the minimum and then both. */
export const fewerReplicas = (
  environment: Environment,
  { workload, max }: Pick<PodGroup, 'workload' | 'max'>,
): Changes =>
  function* () {
    const server = environment.servers.find(({ name }) => name === workload);
    // Lists by ordinal state how many there are.
    if (server === undefined || server.byOrdinal !== undefined) return;
    const { min } = server.replicas;
    const field = min === server.replicas.max ? 'replicas' : 'replicas.max';
    for (let count = max - 1; count >= Math.max(1, max - 8); count -= 1)
      yield {
        says: `${field} ${count} of ${workload}`,
        to: withServer(environment, workload, { replicas: { min: Math.min(min, count), max: count } }),
      };
  };

/** Advice that helps only where pods name PriorityClasses. */
export const ofPriorities = ({ cluster }: Environment, advice: string): readonly string[] =>
  cluster.priorityClasses === 'none' ? [] : [advice];

/** The next priorities above a workload's own. */
export const higherPriority = (environment: Environment, { workload, priority }: PodGroup): Changes =>
  function* () {
    if (environment.cluster.priorityClasses === 'none') return;
    for (const higher of [...priorities].reverse()) {
      if (environment.priorities[higher] > priority)
        yield {
          says: `priority '${higher}' for ${workload}`,
          to: withServer(environment, workload, { priority: higher }),
        };
    }
  };

/** A pool of the same machines for one workload alone, with nodes enough for its maximum one by one. */
export const ownPool = (environment: Environment, { workload, max, pools: [first] }: PodGroup): Changes =>
  function* (): Generator<Change> {
    const pool = first === undefined ? undefined : environment.nodePools[first];
    if (pool === undefined) return;
    const name = `${pool.name}-${workload}`;
    for (let nodes = 1; nodes <= Math.min(max, 16); nodes += 1) {
      const own = {
        ...pool,
        name,
        nodes: { min: pool.on === 'metal' ? nodes : Math.min(pool.nodes.min, nodes), max: nodes },
        nodeNames: pool.nodeNames && Array.from({ length: nodes }, (_, i) => `${name}-${i + 1}`),
      };
      const moved = withServer(environment, workload, { pools: [name] });
      yield {
        says: `a separate pool for ${workload} with ${counted(nodes, 'node')} of the same kind`,
        to: withPool(moved, own),
      };
    }
  };

/** Every change with which these pods may fit on these pools. */
export function morePlaces(
  environment: Environment,
  groups: readonly PodGroup[],
  pools: readonly string[],
): readonly Changes[] {
  const [largest, ...rest] = [...groups].sort((a, b) => b.max - a.max);
  const several = [largest, ...rest].flatMap((group) => group ?? []).slice(0, 2);
  return [
    ...[...pools].slice(0, 3).map((pool) => moreNodes(environment, pool)),
    ...several.map((group) => fewerReplicas(environment, group)),
    ...[...pools].slice(0, 3).map((pool) => sharedPool(environment, pool)),
    ...several.map((group) => onCpu(environment, group)),
    ...several.slice(0, 1).flatMap((group) => [higherPriority(environment, group), ownPool(environment, group)]),
  ];
}
