/** How each workload replaces its pods: with a spare one where there is room for all spares at once, else without. */
import { derived, type Derived } from '../../core/derived';
import type { RolloutStrategy } from '../../sizing/pod';
import { Arrival, type Supplies } from '../placement/arrival';
import type { Crowd, PodGroup } from '../placement/demand';
import { neighbourhoods } from '../proof/groups';

/** Pods beyond its maximum that a rollout adds for a while. */
export const surgeOf = (strategy: RolloutStrategy): number => (strategy.type === 'RollingUpdate' ? strategy.maxSurge : 0);

const withSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 };
const withoutSpare: RolloutStrategy = { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 };

function strategyOf(hasSpare: boolean, { max }: PodGroup): Derived<RolloutStrategy> {
  if (hasSpare) return derived(withSpare, 'a spare pod fits beside every maximum and every other spare');
  if (max > 1) return derived(withoutSpare, 'no room for a spare pod: one is taken away before its successor starts');
  return derived<RolloutStrategy>({ type: 'Recreate' }, 'one pod and no room for a spare: it ends before its successor starts');
}

/** Most workloads that are each tried with a spare after all, where some had to do without. */
const mostTries = 8;

/** Names of the workloads of one neighbourhood that may have a spare, all at the same time. */
function spares(crowds: readonly Crowd[], candidates: ReadonlySet<PodGroup>, supplies: Supplies): ReadonlySet<string> {
  const yielding = crowds.map(({ group }) => group).filter((group) => candidates.has(group))
    .sort((a, b) => a.priority - b.priority || b.max - a.max || (a.workload < b.workload ? -1 : 1));
  const allFit = (spare: ReadonlySet<PodGroup>): boolean =>
    new Arrival(crowds.map(({ group, count }) => ({ group, count: count + (spare.has(group) ? 1 : 0) })), supplies).stuck(1).length === 0;
  // Fewer pods are never in the way of more, so the smallest number of workloads that do without can be halved for.
  let [low, high] = [0, yielding.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (allFit(new Set(yielding.slice(middle)))) high = middle;
    else low = middle + 1;
  }
  const chosen = new Set(yielding.slice(low));
  if (low > 0 && chosen.size === 0 && !allFit(chosen)) return new Set();
  for (const group of yielding.slice(0, low).reverse().slice(0, mostTries)) {
    if (allFit(new Set([...chosen, group]))) chosen.add(group);
  }
  return new Set([...chosen].map(({ workload }) => workload));
}

/**
 * Strategies by workload. All spares are counted together and beside all maxima, since a change of a shared setting rolls
 * everything at once, whatever the autoscalers want at that moment; where they do not fit, workloads of the lowest priority do
 * without first. Without a spare a rollout ends because the successor takes the room that its predecessor leaves.
 *
 * @param crowds every pod at its maximum
 * @param candidates workloads that may have a spare pod: not StatefulSets, which never do
 */
export function rollouts(crowds: readonly Crowd[], candidates: readonly PodGroup[], supplies: Supplies): ReadonlyMap<string, Derived<RolloutStrategy>> {
  const mayHave = new Set(candidates);
  const spare = new Set(neighbourhoods(crowds, ({ group }) => group.pools).flatMap((near) => [...spares(near, mayHave, supplies)]));
  return new Map(candidates.map((group) => [group.workload, strategyOf(spare.has(group.workload), group)]));
}
