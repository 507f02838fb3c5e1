/** What follows from the kind of a store: whether engines read it in place, and where its weights servers are. */
import type { WeightsStore } from './cluster';

/** A store that serving pods read in place: it has no weights servers. */
export type StoreInPlace =
  | Extract<WeightsStore, { readonly kind: 'direct' }>
  | Extract<WeightsStore, { readonly kind: 'existing'; readonly read: 'in-place' }>;

/** Whether serving pods read the store in place, so that it is in their namespace. */
export const isReadInPlace = (weights: WeightsStore): weights is StoreInPlace =>
  weights.kind === 'direct' || (weights.kind === 'existing' && weights.read === 'in-place');
