/**
 * Changes one or several places of a value, each copy sharing what did not change: large catalogues are not copied for
 * a small change.
 */
import { inherited, oddTexts, oddValue } from './odd-values';
import type { Random } from './random';

type Tree = Readonly<Record<string, unknown>>;
type Keys = readonly string[];

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);
const hasParts = (value: unknown): value is Tree => Array.isArray(value) || isTree(value);

/** One change, as it is printed. */
export interface Mutation {
  readonly what: string;
  readonly value: unknown;
}

/** Sets a key of its own, `__proto__` too. */
const define = (target: object, key: string, value: unknown): void => {
  if (Array.isArray(target) && key === 'length') return;
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

/** A copy with the part at `keys` made anew. */
function replaced(value: unknown, keys: Keys, make: (part: unknown) => unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return make(value);
  const copy: object = Array.isArray(value) ? [...(value as readonly unknown[])] : { ...(value as Tree) };
  define(copy, key, replaced((value as Tree)[key], rest, make));
  return copy;
}

/**
 * A place, deeper and deeper until chance says stop. `avoid` names keys that are seldom entered: a catalogue of
 * hundreds of entries.
 */
function placeIn(value: unknown, random: Random, avoid: readonly string[]): Keys {
  const keys: string[] = [];
  let here = value;
  while (hasParts(here)) {
    const all = Object.keys(here);
    if (all.length === 0 || (keys.length > 0 && random.oneIn(5))) break;
    const key = random.pick(all);
    if (avoid.includes(key) && !random.oneIn(8)) continue;
    keys.push(key);
    here = here[key];
  }
  return keys;
}

const partAt = (value: unknown, keys: Keys): unknown =>
  keys.reduce<unknown>((part, key) => (hasParts(part) ? part[key] : undefined), value);

const without = (parent: unknown, key: string): unknown =>
  Array.isArray(parent)
    ? parent.filter((_, i) => `${i}` !== key)
    : Object.fromEntries(Object.entries(parent as Tree).filter(([each]) => each !== key));

function renamed(parent: Tree, key: string, to: string): unknown {
  const copy = {};
  for (const [each, value] of Object.entries(parent)) define(copy, each === key ? to : each, value);
  return copy;
}

/** An entry twice: beside itself in a list, often many times; under another key in an object. */
function doubled(parent: unknown, key: string, random: Random): unknown {
  if (Array.isArray(parent)) {
    const list = parent as readonly unknown[];
    return [...list, ...Array.from({ length: random.pick([1, 1, 20, 1000]) }, () => list[Number(key)])];
  }
  const copy = { ...(parent as Tree) };
  define(copy, `${key}-2`, copy[key]);
  return copy;
}

/** Two entries, each in the place of the other. */
function exchanged(parent: unknown, key: string, other: string): unknown {
  const copy: object = Array.isArray(parent) ? [...(parent as readonly unknown[])] : { ...(parent as Tree) };
  define(copy, key, (parent as Tree)[other]);
  define(copy, other, (parent as Tree)[key]);
  return copy;
}

const quoted = (keys: Keys): string =>
  keys.map((key) => JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)).join('.');

/** One random change of `value`; parts may come from `others`. */
export function mutated(
  value: unknown,
  others: readonly unknown[],
  random: Random,
  avoid: readonly string[] = [],
): Mutation {
  const keys = placeIn(value, random, avoid);
  const [key, parentKeys] = [keys.at(-1) ?? '', keys.slice(0, -1)];
  const parent = partAt(value, parentKeys);
  if (keys.length === 0 || !hasParts(parent)) return { what: 'set all', value: oddValue(random, value) };
  const change = random.below(16);
  const withParent = (what: string, make: (part: unknown) => unknown): Mutation => ({
    what: `${what} ${quoted(keys)}`,
    value: replaced(value, parentKeys, make),
  });
  if (change === 0) return withParent('remove', (part) => without(part, key));
  if (change === 1 && !Array.isArray(parent))
    return withParent('rename', (part) => renamed(part as Tree, key, random.pick(oddTexts)));
  if (change === 2) return withParent('double', (part) => doubled(part, key, random));
  if (change === 3) {
    const odd = random.pick(inherited);
    return withParent(`add '${odd}' beside`, (part) => {
      const copy: object = Array.isArray(part) ? [...(part as readonly unknown[])] : { ...(part as Tree) };
      define(copy, odd, random.pick([{}, 'x', 1, parent]));
      return copy;
    });
  }
  if (change === 4 || change === 5) {
    const other = random.pick(others);
    const from = change === 4 ? keys : placeIn(other, random, avoid);
    return {
      what: `${quoted(keys)} from another's ${quoted(from)}`,
      value: replaced(value, keys, () => partAt(other, from)),
    };
  }
  if (change === 7) {
    const other = random.pick(Object.keys(parent));
    return withParent(`exchange with ${JSON.stringify(other.slice(0, 40))}:`, (part) => exchanged(part, key, other));
  }
  if (change === 8) {
    const empty = random.pick<unknown>([[], {}, '', [[]], { '': '' }, null]);
    return { what: `empty ${quoted(keys)}`, value: replaced(value, keys, () => empty) };
  }
  if (change === 6 && random.oneIn(6))
    return { what: `${quoted(keys)} contains all`, value: replaced(value, keys, () => value) };
  const odd = oddValue(random, partAt(value, keys));
  return { what: `set ${quoted(keys)}`, value: replaced(value, keys, () => odd) };
}

/** Several changes, most often one; what each did stands beside the value. */
export function mutatedOften(
  value: unknown,
  others: readonly unknown[],
  random: Random,
  avoid: readonly string[] = [],
): { readonly value: unknown; readonly steps: readonly string[] } {
  const steps: string[] = [];
  let now = value;
  do {
    const { what, value: next } = mutated(now, others, random, avoid);
    now = next;
    steps.push(what);
  } while (steps.length < 6 && random.oneIn(2));
  return { value: now, steps };
}
