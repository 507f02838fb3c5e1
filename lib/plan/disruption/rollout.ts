/**
 * How each workload replaces its pods: with a spare one where there is room for all spares and all that still end, else
 * without.
 */
import { derived, type Derived } from '../../core/derived';
import type { RolloutStrategy } from '../../workload/pod';
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';
import { neighbourhoods } from '../proof/groups';
import { displacements, pushers } from './displacement';
import { extraPods } from './extra-pods';

/** A strategy with its reason, and who may have to give way while it is at work. */
export interface Rollout {
  readonly strategy: Derived<RolloutStrategy>;
  /** Workloads of lower classes, batch left out, of which a pod may be pushed out. */
  readonly displaces: readonly string[];
}

export interface RolloutsInput {
  /** Every pod at its maximum. */
  readonly podCounts: readonly PodCount[];
  /** Workloads that may have a spare pod: not StatefulSets, which never do. */
  readonly candidates: readonly PodGroup[];
  /** Strategies that are not chosen here. What is in neither has no pod more than it wants. */
  readonly given?: ReadonlyMap<PodGroup, RolloutStrategy>;
  readonly supplies: Supplies;
  /** Value of the lowest class, which gives way to all others. */
  readonly batch: number;
}

const withSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 };
/** One is taken away before its successor starts. */
export const withoutSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 };

const strategyOf = (hasSpare: boolean, { max }: PodGroup): RolloutStrategy =>
  hasSpare ? withSpare : max > 1 ? withoutSpare : { type: 'Recreate' };

function because(
  strategy: RolloutStrategy,
  withSpareDisplaces: readonly string[],
  displaces: readonly string[],
): string {
  const cause =
    withSpareDisplaces.length > 0
      ? `an extra pod could preempt ${withSpareDisplaces.join(', ')} while old pods still terminate`
      : 'an extra pod does not fit';
  if (strategy.type === 'Recreate') return `one replica, and ${cause}: the old pod ends before the new pod starts`;
  if (strategy.maxSurge > 0)
    return 'an extra pod fits, even with all workloads at their maximum and rolling out at the same time';
  return `${cause}: one old pod ends before its new pod starts${displaces.length > 0 ? `, and the new pod may still preempt ${displaces.join(', ')}` : ''}`;
}

/** Most workloads that are each tried with a spare after all, where some had to do without. */
const mostTries = 8;

/** The rollouts of workloads that share pools. */
class Neighbourhood {
  private readonly candidates: readonly PodGroup[];
  /** Groups that may preempt others even when no group has a spare. */
  private readonly pushing: ReadonlySet<PodGroup>;

  constructor(
    private readonly podCounts: readonly PodCount[],
    private readonly input: RolloutsInput,
  ) {
    const mayHave = new Set(input.candidates);
    this.candidates = podCounts.map(({ group }) => group).filter((group) => mayHave.has(group));
    this.pushing = pushers(this.rollingOut(new Set()), input.supplies, input.batch);
  }

  rollouts(): readonly (readonly [string, Rollout])[] {
    const spare = this.spares();
    const now = this.displaced(spare);
    const all = new Set(this.candidates);
    const withAll =
      spare.size === all.size || this.stuck(all) ? new Map<PodGroup, readonly string[]>() : this.displaced(all);
    return this.podCounts.flatMap(({ group }) => {
      const displaces = now.get(group) ?? [];
      const given = this.input.given?.get(group);
      if (given !== undefined) return [[group.workload, { strategy: derived(given, 'as given'), displaces }] as const];
      if (!all.has(group)) return [];
      const strategy = strategyOf(spare.has(group), group);
      return [
        [
          group.workload,
          { strategy: derived(strategy, because(strategy, withAll.get(group) ?? [], displaces)), displaces },
        ] as const,
      ];
    });
  }

  /** Workloads that may have a spare, all at the same time. */
  private spares(): ReadonlySet<PodGroup> {
    const yielding = [...this.candidates].sort(
      (a, b) => a.priority - b.priority || b.max - a.max || (a.workload < b.workload ? -1 : 1),
    );
    // Fewer pods are never in the way of more, so the smallest number of workloads that do without can be halved for.
    let [low, high] = [0, yielding.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.allows(new Set(yielding.slice(middle)))) high = middle;
      else low = middle + 1;
    }
    const chosen = new Set(yielding.slice(low));
    for (const group of yielding.slice(0, low).reverse().slice(0, mostTries)) {
      if (this.allows(new Set([...chosen, group]))) chosen.add(group);
    }
    return chosen;
  }

  /** Whether every spare finds room, and none of those who have one pushes anybody out while former pods still end. */
  private allows(spare: ReadonlySet<PodGroup>): boolean {
    if (this.stuck(spare)) return false;
    return [...pushers(this.rollingOut(spare), this.input.supplies, this.input.batch)].every(
      (group) => this.pushing.has(group) && !spare.has(group),
    );
  }

  /**
   * Whether some pod may stay without room beside the spares; one that waits for a former pod to be gone does so for
   * its grace period.
   */
  private stuck(spare: ReadonlySet<PodGroup>): boolean {
    return (
      new Arrival(
        this.podCounts.map(({ group, count }) => ({ group, count: count + (spare.has(group) ? 1 : 0) })),
        this.input.supplies,
      ).stuck(1).length > 0
    );
  }

  /** Every pod there may be with the spares of these groups, when every workload rolls out at the same time. */
  private rollingOut(spare: ReadonlySet<PodGroup>): readonly PodCount[] {
    const candidates = new Set(this.candidates);
    const extra = (group: PodGroup): number => {
      const strategy =
        this.input.given?.get(group) ?? (candidates.has(group) ? strategyOf(spare.has(group), group) : undefined);
      return strategy === undefined ? 0 : extraPods(strategy, group.max);
    };
    return this.podCounts.map(({ group, count }) => ({ group, count: count + extra(group) }));
  }

  /** Names of those who may be pushed out then, by the group that pushes. */
  private displaced(spare: ReadonlySet<PodGroup>): ReadonlyMap<PodGroup, readonly string[]> {
    const { supplies, batch } = this.input;
    return new Map(
      displacements(this.rollingOut(spare), supplies, batch).map(({ group, displaces }) => [
        group,
        displaces.map(({ workload }) => workload),
      ]),
    );
  }
}

/**
 * Rollouts by workload. All spares, and all pods that still end, are counted together and beside all maxima, since a
 * change of a shared setting rolls everything at once, whatever the autoscalers want at that moment; where they do not
 * fit, workloads of the lowest priority do without a spare first. A rollout always ends, since the successor takes the
 * room that its predecessor leaves; but a Deployment makes the successor while the predecessor still ends, and then it
 * takes room from a lower class if it must.
 */
export function rollouts(input: RolloutsInput): ReadonlyMap<string, Rollout> {
  return new Map(
    neighbourhoods(input.podCounts, ({ group }) => group.pools).flatMap((near) =>
      new Neighbourhood(near, input).rollouts(),
    ),
  );
}
