/** How pods find their nodes, in the words of `nodeSelectorTerms` and of taints. */

import type { Duration } from './duration';

/** A requirement on a node's label. */
export type LabelRequirement =
  | { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: 'Exists'; readonly values?: undefined };

export const taintEffects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: (typeof taintEffects)[number];
}

/** A taint that pods tolerate. */
export interface ToleratedTaint {
  /** Key of the taint. */
  readonly key: string;
  /** Value of the taint. @default - any value */
  readonly value?: string;
  /** Effect of the taint. */
  readonly effect: Exclude<Taint['effect'], 'PreferNoSchedule'>;
  /** Time after which `NoExecute` evicts the pod all the same. @default - never */
  readonly seconds?: Duration;
}

/** Nodes of one kind, as a pod sees them: the labels that set them apart and the taints that it must tolerate. */
export interface NodeTarget {
  readonly name: string;
  readonly selector: readonly LabelRequirement[];
  readonly taints: readonly Taint[];
}
