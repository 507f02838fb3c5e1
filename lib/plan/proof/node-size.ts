/** Pods that are larger than an empty node of a pool that they name. */
import type { Environment } from '../../environment';
import { amountText } from '../amounts-text';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Changes } from '../finding';
import { lacking, nodeAmounts, type PodGroup } from '../placement/demand';
import { withServer } from '../remedies/changed';
import { smallerOnHost } from '../remedies/memory';
import { poolsOf } from '../scheduling';

/** Pools of the environment on whose nodes the pod has room: those that it names, then the others. */
const roomier = (environment: Environment, { workload, pools, amounts }: PodGroup): Changes =>
  function* () {
    const withRoom = Object.values(environment.nodePools)
      .filter((pool) => lacking(amounts, nodeAmounts(pool)).length === 0)
      .map(({ name }) => name);
    const kept = pools.filter((name) => withRoom.includes(name));
    for (const names of [
      ...(kept.length > 0 ? [kept] : []),
      ...withRoom.filter((name) => !pools.includes(name)).map((name) => [name]),
    ]) {
      yield {
        says: `pools ${names.join(', ')}`,
        to: withServer(environment, workload, { pools: names }),
      };
    }
  };

/** Most other groups whose combinations are tried. */
const mostBeside = 4;

/**
 * Memory that other pods on the same node may use, smallest first: the sums over every selection of the smallest other
 * groups of the pool.
 */
function besides(groups: readonly PodGroup[], group: PodGroup, pool: string): readonly number[] {
  const others = groups
    .filter((other) => other !== group && other.pools.includes(pool))
    .map(({ amounts }) => amounts['memory'] ?? 0)
    .sort((one, two) => one - two);
  const sums = others
    .slice(0, mostBeside)
    .reduce<readonly number[]>((all, size) => [...all, ...all.map((sum) => sum + size)], [0]);
  return [...new Set(sums)].sort((one, two) => one - two);
}

export const tooLarge = (environment: Environment, group: PodGroup, groups: readonly PodGroup[]): readonly Finding[] =>
  poolsOf(environment, group.pools).flatMap((pool) => {
    const node = nodeAmounts(pool);
    return lacking(group.amounts, node).map((resource) =>
      finding(
        planFault(
          'PodLargerThanNode',
          group.at,
          `requests ${amountText(resource, group.amounts[resource] ?? 0)}, but a node of pool ${pool.name} offers only ${amountText(resource, node[resource] ?? 0)}`,
          {
            fix: 'request less, or name a pool with larger nodes',
          },
        ),
        [
          ...(resource === 'memory'
            ? smallerOnHost(
                environment,
                group.workload,
                besides(groups, group, pool.name).map(
                  (other) => (group.amounts[resource] ?? 0) + other - (node[resource] ?? 0),
                ),
                group.at,
              )
            : []),
          roomier(environment, group),
        ],
      ),
    );
  });
