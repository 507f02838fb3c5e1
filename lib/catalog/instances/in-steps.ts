/** What providers reserve of a node: a share of each part of it, and smaller shares of further parts. */

/** A part of the amount, up to and including `upTo`, and the share of it that is reserved. */
export type Step = readonly [upTo: number, share: number];

/** The sum over the parts of an amount. */
export function inSteps(amount: number, steps: readonly Step[]): number {
  let below = 0;
  let sum = 0;
  for (const [upTo, share] of steps) {
    sum += Math.max(0, Math.min(amount, upTo) - below) * share;
    below = upTo;
  }
  return sum;
}
