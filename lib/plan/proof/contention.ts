/** What a scale-up does on pools that are too small for all maxima: it fits, preempts lower priorities, or waits. */
import type { Environment } from '../../environment';
import { counted } from '../../core';
import { planFault } from '../fault-codes';
import { finding, type Finding } from '../finding';
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';
import type { ScaleUpPlan } from '../plan';
import { higherPriority, morePlaces, ofPriorities } from '../remedies/places';
import { isReserved, promised, suppliesOf } from './groups';

const withCount = (podCounts: readonly PodCount[], group: PodGroup, count: number): readonly PodCount[] =>
  podCounts.map((podCount) => (podCount.group === group ? { group, count } : podCount));

/** Binary search: the largest count between minimum and maximum for which `holds` is true; the minimum if none is. */
function most({ min, max }: PodGroup, holds: (count: number) => boolean): number {
  let [low, high] = [min, max];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function scaleUp(group: PodGroup, podCounts: readonly PodCount[], supplies: Supplies): ScaleUpPlan {
  const withoutPreemption: PodGroup = { ...group, preempts: false };
  const beside = (self: PodGroup, count: number): boolean =>
    new Arrival([...podCounts.filter((podCount) => podCount.group !== group), { group: self, count }], supplies).fits(
      self,
    );
  const fits = most(group, (count) => beside(withoutPreemption, count));
  const fitsByPreempting = group.preempts ? most(group, (count) => beside(group, count)) : fits;
  const scaled = new Arrival(withCount(podCounts, group, fitsByPreempting), supplies);
  const lower = podCounts.filter(
    ({ group: other }) => other.priority < group.priority && other.pools.some((pool) => group.pools.includes(pool)),
  );
  const displaces = lower.filter(({ group: other }) => !scaled.fits(other)).map(({ group: { workload } }) => workload);
  const verdict = fitsByPreempting < group.max ? 'waits' : displaces.length > 0 ? 'preempts' : 'fits';
  return { workload: group.workload, verdict, fits, fitsByPreempting, displaces };
}

/** Proof of what a scale-up does. */
export interface ContentionProof {
  readonly findings: readonly Finding[];
  readonly scaleUps: readonly ScaleUpPlan[];
}

/**
 * Proves each scale-up: one workload at its maximum beside the required pods of the others. Also proves that no pod of
 * a scale-up can take the room of a required pod of the same priority.
 */
export function proveContention(
  environment: Environment,
  groups: readonly PodGroup[],
  pinned: ReadonlySet<PodGroup>,
): ContentionProof {
  const contended = new Set(groups.filter((group) => !isReserved(environment, group)));
  const scaling = [...contended].filter(({ min, max }) => max > min);
  if (scaling.length === 0) return { findings: [], scaleUps: [] };
  const supplies = suppliesOf(environment);
  const podCounts = promised(environment, groups);
  const findings = groups
    .filter(
      (group) => !pinned.has(group) && group.pools.some((pool) => scaling.some(({ pools }) => pools.includes(pool))),
    )
    .flatMap((group) => {
      const rivals = scaling.filter(
        (other) =>
          other !== group &&
          other.priority === group.priority &&
          other.pools.some((pool) => group.pools.includes(pool)),
      );
      const count = podCounts.find((podCount) => podCount.group === group)?.count ?? 0;
      if (rivals.length === 0 || count === 0) return [];
      const greedy = podCounts.map((podCount) =>
        rivals.includes(podCount.group) ? { ...podCount, count: podCount.group.max } : podCount,
      );
      if (new Arrival(withCount(greedy, group, count), supplies).fits(group)) return [];
      return [
        finding(
          planFault(
            'ScaleUpTakesMinimum',
            group.at,
            `${counted(count, 'pod')} must run on ${group.pools.join(', ')}, but a scale-up of ${rivals.map(({ workload }) => workload).join(', ')} (same priority) can take the place of a pod that restarts`,
            {
              fix: [
                ...ofPriorities(environment, 'a higher priority'),
                'a smaller replicas.max of the others',
                'one more node',
              ],
            },
          ),
          [higherPriority(environment, group), ...morePlaces(environment, rivals, group.pools)],
        ),
      ];
    });
  return { findings, scaleUps: scaling.map((group) => scaleUp(group, podCounts, supplies)) };
}
