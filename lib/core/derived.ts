/** A number that carries its reason: what the plan computes, the annotation writes and the report prints. */

/** A value and the derivation that led to it, in words with the numbers put in. */
export interface Derived<T> {
  readonly value: T;
  /** `2 × 39.6 GiB over 2.0 GB/s, plus 60 s`. */
  readonly because: string;
}

export const derived = <T>(value: T, because: string): Derived<T> => ({ value, because });

/** The first of the two that is larger, with its reason. */
export const largest = <T extends number>(...candidates: readonly [Derived<T>, ...Derived<T>[]]): Derived<T> =>
  candidates.reduce((best, candidate) => (candidate.value > best.value ? candidate : best));
