/** How each workload replaces its pods: with a surge pod where all surge and terminating pods fit, else without. */
import { derived, type Derived } from '../../core';
import type { RolloutStrategy } from '../../workload';
import { Arrival, type Supplies } from '../placement/arrival';
import type { PodCount, PodGroup } from '../placement/demand';
import { groupsThatSharePools } from '../proof/groups';
import { displacements, preemptors } from './displacement';
import { extraPods } from './extra-pods';

/** A strategy with its reason, and the workloads whose pods may be preempted during the rollout. */
export interface Rollout {
  readonly strategy: Derived<RolloutStrategy>;
  /** Workloads of lower priority, without batch, whose pods may be preempted. */
  readonly displaces: readonly string[];
}

export interface RolloutsInput {
  /** Every pod at its maximum. */
  readonly podCounts: readonly PodCount[];
  /** Workloads that may have a spare pod: not StatefulSets, which never do. */
  readonly candidates: readonly PodGroup[];
  /** Strategies that are not chosen here. A group in neither list never has more pods than its replicas. */
  readonly given?: ReadonlyMap<PodGroup, RolloutStrategy>;
  readonly supplies: Supplies;
  /** Value of the lowest PriorityClass, whose pods all others may preempt. */
  readonly batch: number;
}

const withSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 };
/** An old pod ends before its new pod starts. */
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

/** Most workloads that are tried with a spare one by one after the search left them without. */
const mostTries = 8;

/** The rollouts of workloads that share pools. */
class SharedPoolRollouts {
  private readonly candidates: readonly PodGroup[];
  /** Groups that may preempt others even when no group has a spare. */
  private readonly preempting: ReadonlySet<PodGroup>;

  constructor(
    private readonly podCounts: readonly PodCount[],
    private readonly input: RolloutsInput,
  ) {
    const mayHave = new Set(input.candidates);
    this.candidates = podCounts.map(({ group }) => group).filter((group) => mayHave.has(group));
    this.preempting = preemptors(this.rollingOut(new Set()), input.supplies, input.batch);
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
    const lowestFirst = [...this.candidates].sort(
      (a, b) => a.priority - b.priority || b.max - a.max || (a.workload < b.workload ? -1 : 1),
    );
    // A smaller set of pods fits where a larger one does, so a binary search finds the fewest workloads without a spare.
    let [low, high] = [0, lowestFirst.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.allows(new Set(lowestFirst.slice(middle)))) high = middle;
      else low = middle + 1;
    }
    const chosen = new Set(lowestFirst.slice(low));
    for (const group of lowestFirst.slice(0, low).reverse().slice(0, mostTries)) {
      if (this.allows(new Set([...chosen, group]))) chosen.add(group);
    }
    return chosen;
  }

  /** Whether every spare fits, and no group with a spare preempts another while old pods still terminate. */
  private allows(spare: ReadonlySet<PodGroup>): boolean {
    if (this.stuck(spare)) return false;
    return [...preemptors(this.rollingOut(spare), this.input.supplies, this.input.batch)].every(
      (group) => this.preempting.has(group) && !spare.has(group),
    );
  }

  /** Whether some pod may not fit beside the spares. A terminating pod is waited for, but only for its grace period. */
  private stuck(spare: ReadonlySet<PodGroup>): boolean {
    return (
      new Arrival(
        this.podCounts.map(({ group, count }) => ({ group, count: count + (spare.has(group) ? 1 : 0) })),
        this.input.supplies,
      ).stuck(1).length > 0
    );
  }

  /** Every pod that may exist with the spares of these groups while every workload rolls out. */
  private rollingOut(spare: ReadonlySet<PodGroup>): readonly PodCount[] {
    const candidates = new Set(this.candidates);
    const extra = (group: PodGroup): number => {
      const strategy =
        this.input.given?.get(group) ?? (candidates.has(group) ? strategyOf(spare.has(group), group) : undefined);
      return strategy === undefined ? 0 : extraPods(strategy, group.max);
    };
    return this.podCounts.map(({ group, count }) => ({ group, count: count + extra(group) }));
  }

  /** Names of the workloads that may be preempted then, by the group that preempts. */
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
 * Rollouts by workload. All surge pods and all terminating pods are counted together with all maxima: a change of a
 * shared setting rolls out every workload at once, and autoscalers may be at their maximum. Where they do not fit,
 * workloads of the lowest priority lose their surge pod first. A rollout always ends, since a new pod fits where its
 * old pod was. But a Deployment creates the new pod while the old one terminates, and the new pod may preempt pods of
 * lower priority then.
 */
export function rollouts(input: RolloutsInput): ReadonlyMap<string, Rollout> {
  return new Map(
    groupsThatSharePools(input.podCounts, ({ group }) => group.pools).flatMap((sharing) =>
      new SharedPoolRollouts(sharing, input).rollouts(),
    ),
  );
}
