/**
 * Collects the figures of claims over all test files of a run. The jest environment sends them to the reporter, which
 * prints the table.
 */

/** Amounts by noun. */
type Amounts = Record<string, number>;

/** Seen by the jest environment, which lives in another realm: sentence of a claim → its figures. */
const registryName = Symbol.for('corral.figures');

/** Sentences by a name of theirs, in the order of the table. */
type Claims = Readonly<Record<string, string>>;

/** Adds amounts to a claim: `count('drains', { nodes: 3, seconds: 0.8 })`. */
export type Count<C extends Claims> = (claim: keyof C, amounts: Readonly<Amounts>) => void;

function registryOf(claims: Claims): Map<string, Amounts> {
  const holder = globalThis as { [registryName]?: Map<string, Amounts> };
  // All claims from the start: their order is that of the table.
  return (holder[registryName] ??= new Map(Object.values(claims).map((claim) => [claim, {}])));
}

/**
 * The function by which the tests of a command add figures to its claims. They call it where the claim has been shown,
 * and not before. Amounts are by noun in the plural; what begins with `seconds` is a time, what begins with `%` a share,
 * which is not added up.
 */
export const counterOf =
  <C extends Claims>(claims: C): Count<C> =>
  (claim, amounts) => {
    const registry = registryOf(claims);
    const sentence = claims[claim] ?? '';
    const known = { ...registry.get(sentence) };
    for (const [noun, amount] of Object.entries(amounts))
      known[noun] = noun.startsWith('%') ? amount : (known[noun] ?? 0) + amount;
    registry.set(sentence, known);
  };

/** Seconds since a moment of `Date.now()`. */
export const secondsSince = (start: number): number => (Date.now() - start) / 1000;
