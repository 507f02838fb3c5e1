/** The smallest change of a number: the largest value below the present one that something still accepts. */
/**
 * The largest multiple of `step` below `now`, from `least` on, for which something holds that holds for all smaller
 * ones; `undefined` where it holds for none.
 */
export function largestBelow(
  now: number,
  step: number,
  least: number,
  holds: (value: number) => boolean,
): number | undefined {
  let [low, high] = [Math.ceil(least / step) - 1, Math.ceil(now / step) - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle * step)) low = middle;
    else high = middle - 1;
  }
  const value = low * step;
  return value >= least && holds(value) ? value : undefined;
}
