/** Plans again without spot nodes: interactive workloads must still be served, and preempt no pods but batch. */
import type { Environment } from '../../environment';
import { counted } from '../../core';
import { planFault } from '../fault-codes';
import { finding, type Finding } from '../finding';
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';
import type { SpotLossPlan } from '../plan';
import { morePlaces } from '../remedies/places';
import { isAwaited, preemptedByAll, suppliesOf } from './groups';

/** What the loss of some pools does. */
export interface SpotLossProof {
  readonly findings: readonly Finding[];
  readonly losses: readonly SpotLossPlan[];
}

/** The pools that can be lost together: each spot pool, and all of them, since a zone's spot capacity goes at once. */
function losable({ nodePools }: Environment): readonly (readonly string[])[] {
  const spot = Object.values(nodePools)
    .filter(({ capacity }) => capacity === 'spot')
    .map(({ name }) => name);
  return spot.length > 1 ? [...spot.map((name) => [name]), spot] : spot.map((name) => [name]);
}

/** Whether `count` pods of a group fit on the pools that are left, if they may preempt only batch pods. */
function served(
  group: PodGroup,
  count: number,
  podCounts: readonly PodCount[],
  supplies: Supplies,
  lowest: number,
): boolean {
  // A pod that may preempt only batch is judged as if all others had its own priority.
  const as = (other: PodGroup): PodGroup =>
    other.priority > lowest && other.priority < group.priority ? { ...other, priority: group.priority } : other;
  return new Arrival(
    [
      ...podCounts
        .filter((podCount) => podCount.group !== group)
        .map((podCount) => ({ ...podCount, group: as(podCount.group) })),
      { group, count },
    ],
    supplies,
  ).fits(group);
}

/** Plans every loss of spot pools. */
export function proveSpotLoss(environment: Environment, groups: readonly PodGroup[]): SpotLossProof {
  const lowest = preemptedByAll(environment);
  const results = losable(environment).map((lost) => {
    const supplies: Supplies = new Map([...suppliesOf(environment)].filter(([name]) => !lost.includes(name)));
    const hit = groups.filter(({ ends, pools }) => ends !== true && pools.some((pool) => lost.includes(pool)));
    const podCounts = groups.map((group): PodCount => ({ group, count: group.min }));
    const stopped = hit.filter((group) => !served(group, group.min, podCounts, supplies, lowest));
    const findings = stopped
      .filter((group) => isAwaited(environment, group))
      .map((group) => {
        const left = group.pools.filter((pool) => !lost.includes(pool));
        const remains =
          left.length === 0
            ? 'no other pool is left'
            : `${group.min === 1 ? 'it does' : 'they do'} not fit on ${left.join(', ')} with the other required pods`;
        return finding(
          planFault(
            'SpotLossStopsService',
            group.at,
            `${counted(group.min, 'pod')} must run, but when the spot nodes of ${lost.join(', ')} are lost, ${remains}`,
            {
              fix: ['more on-demand nodes', 'a smaller replicas.min'],
            },
          ),
          morePlaces(environment, [group], left),
        );
      });
    const alone = (group: PodGroup): boolean =>
      served(
        group,
        group.max,
        groups.map((other): PodCount => ({ group: other, count: other === group ? other.max : other.min })),
        supplies,
        lowest,
      );
    return {
      findings,
      loss: {
        pools: lost,
        served: hit
          .filter((group) => !stopped.includes(group))
          .map((group) => ({ workload: group.workload, replicas: alone(group) ? group.max : group.min })),
        stopped: stopped.map(({ workload }) => workload),
      },
    };
  });
  // Losing one pool is part of losing all: the same workload is reported once.
  const reported = new Map(results.flatMap(({ findings }) => findings).map((each) => [each.fault.at, each]));
  return { findings: [...reported.values()], losses: results.map(({ loss }) => loss) };
}
