/** The smallest amount of one resource that makes a node unusable for a pod, from the sizes in which others take it. */

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Most steps for which every sum is tried; beyond, multiples of the common divisor stand for them. */
const mostSteps = 4096;

/**
 * The smallest sum of the sizes, each taken any number of times, in `(above, most]`; `undefined` where there is none.
 */
function smallestSum(sizes: readonly number[], above: number, most: number): number | undefined {
  const reachable = new Uint8Array(most + 1);
  reachable[0] = 1;
  for (let sum = 1; sum <= most; sum += 1) {
    if (sizes.some((size) => size <= sum && reachable[sum - size] === 1)) {
      if (sum > above) return sum;
      reachable[sum] = 1;
    }
  }
  return undefined;
}

/**
 * The least that others must take of a node before a pod no longer finds `wanted` of `offered`; `undefined` where no
 * set of them that fits the node takes so much. Counts are left out of account, so that the least is never overstated.
 */
export function shuttingAmount(offered: number, wanted: number, sizes: Iterable<number>): number | undefined {
  const distinct = [...new Set(sizes)].filter((size) => size <= offered);
  const step = distinct.reduce(gcd, 0);
  if (step === 0) return undefined;
  const above = Math.floor((offered - wanted) / step);
  const most = Math.floor(offered / step);
  if (above >= most) return undefined;
  if (most > mostSteps || distinct.length > 64) return (above + 1) * step;
  const sum = smallestSum(
    distinct.map((size) => size / step),
    above,
    most,
  );
  return sum === undefined ? undefined : sum * step;
}
