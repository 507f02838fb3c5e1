/**
 * The verdict on a set of pods: they fit in every order of arrival, only in some, or never; or nothing was proven,
 * which is said.
 */
import { Arrival, type Supplies } from './arrival';
import type { Crowd, PodGroup } from './demand';
import { searchPlacement } from './exact';
import { shortage, type Shortage } from './lower-bound';
import { pack } from './packing';
import type { Witness } from './witness';

export type Verdict =
  /** Whatever the scheduler does, every pod finds a node. */
  | { readonly fits: 'in every order'; readonly witness: Witness }
  /** There is a placement, but greedy arrivals may miss it, and then these stay Pending. */
  | { readonly fits: 'in some order'; readonly witness: Witness; readonly stuck: readonly PodGroup[] }
  /** There is no placement; without a shortage because all were tried. */
  | { readonly fits: 'never'; readonly shortage?: Shortage; readonly leftOver: readonly Crowd[] }
  /** Neither a placement nor a proof that there is none was found: treated as refused. */
  | { readonly fits: 'unproven'; readonly leftOver: readonly Crowd[] };

/** Most workloads that are named as stuck: one change fixes many. */
const mostTold = 20;

/** Judges the crowds on pools at their largest. */
export function judgePlacement(crowds: readonly Crowd[], supplies: Supplies): Verdict {
  const known = shortage(crowds, supplies);
  if (known !== undefined) return { fits: 'never', shortage: known, leftOver: known.crowds };
  const { witness: packed, leftOver } = pack(crowds, supplies);
  const search = leftOver.length === 0 ? { found: packed } : searchPlacement(crowds, supplies);
  if (search.found === 'none') return { fits: 'never', leftOver };
  if (search.found === 'nothing known') return { fits: 'unproven', leftOver };
  const stuck = new Arrival(crowds, supplies).stuck(mostTold);
  return stuck.length === 0
    ? { fits: 'in every order', witness: search.found }
    : { fits: 'in some order', witness: search.found, stuck };
}
