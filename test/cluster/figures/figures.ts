/**
 * Collects the figures of claims over all test files of a run. The jest environment sends them to the reporter, which
 * prints the table.
 */
import { claims, type Claim } from './claims';

/** Amounts by noun. */
type Amounts = Record<string, number>;

/** Seen by the jest environment, which lives in another realm: sentence of a claim → its figures. */
const registryName = Symbol.for('corral.figures');

function registry(): Map<string, Amounts> {
  const holder = globalThis as { [registryName]?: Map<string, Amounts> };
  // All claims from the start: their order is that of the table.
  return (holder[registryName] ??= new Map(Object.values(claims).map((claim) => [claim, {}])));
}

/**
 * Adds amounts to a claim: `count('drains', { nodes: 3, seconds: 0.8 })`. Call it where the claim has been shown, and
 * not before.
 *
 * @param amounts - by noun in the plural; what begins with `seconds` is a time, what begins with `%` a share, which is
 * not added up
 */
export function count(claim: Claim, amounts: Readonly<Amounts>): void {
  const known = { ...registry().get(claims[claim]) };
  for (const [noun, amount] of Object.entries(amounts))
    known[noun] = noun.startsWith('%') ? amount : (known[noun] ?? 0) + amount;
  registry().set(claims[claim], known);
}

/** Seconds since a moment of `Date.now()`. */
export const secondsSince = (start: number): number => (Date.now() - start) / 1000;
