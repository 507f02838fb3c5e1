/** Whether a set of pods fits: in every scheduling order, only in some, never, or not proven either way. */
import { Arrival, type Supplies } from './arrival';
import type { PodCount, PodGroup } from './demand';
import { searchPlacement } from './exact';
import { shortage, type Shortage } from './lower-bound';
import { pack } from './packing';
import type { Witness } from './witness';

export type Verdict =
  /** Whatever the scheduler does, every pod finds a node. */
  | { readonly fits: 'in every order'; readonly witness: Witness }
  /** There is a placement, but the scheduler may miss it, and then these stay Pending. */
  | { readonly fits: 'in some order'; readonly witness: Witness; readonly stuck: readonly PodGroup[] }
  /** There is no placement; without a shortage because all were tried. */
  | { readonly fits: 'never'; readonly shortage?: Shortage; readonly leftOver: readonly PodCount[] }
  /** Neither a placement nor a proof that there is none was found: treated as refused. */
  | { readonly fits: 'unproven'; readonly leftOver: readonly PodCount[] };

/** Most workloads that are named as stuck: one change fixes many. */
const mostReported = 20;

/** Judges the pods on pools at their largest. */
export function judgePlacement(podCounts: readonly PodCount[], supplies: Supplies): Verdict {
  const known = shortage(podCounts, supplies);
  if (known !== undefined) return { fits: 'never', shortage: known, leftOver: known.podCounts };
  const { witness: packed, leftOver } = pack(podCounts, supplies);
  const search = leftOver.length === 0 ? { found: packed } : searchPlacement(podCounts, supplies);
  if (search.found === 'none') return { fits: 'never', leftOver };
  if (search.found === 'nothing known') return { fits: 'unproven', leftOver };
  const stuck = new Arrival(podCounts, supplies).stuck(mostReported);
  return stuck.length === 0
    ? { fits: 'in every order', witness: search.found }
    : { fits: 'in some order', witness: search.found, stuck };
}
