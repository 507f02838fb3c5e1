/** Rows that are the same for several workloads, as one row: a thousand models that are served alike are one line. */
import { name } from './figure';
import { markup, type Markup } from './markup';

/** Items of which a table says the same. */
export interface Alike<T> {
  /** The first of them, which stands for all. */
  readonly item: T;
  /** Where it stands in the plan. */
  readonly index: number;
  readonly names: readonly string[];
}

/**
 * Items in groups, in the order of their first ones.
 *
 * @param nameOf name of an item for a reader
 * @param contentOf everything that a row states of it
 */
export function alike<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  contentOf: (item: T) => unknown,
): readonly Alike<T>[] {
  const groups = new Map<string, { item: T; index: number; names: string[] }>();
  for (const [index, item] of items.entries()) {
    const key = JSON.stringify(contentOf(item));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { item, index, names: [nameOf(item)] });
    else group.names.push(nameOf(item));
  }
  return [...groups.values()];
}

/** Names that are shown at once; more are folded behind the first. */
const fewNames = 4;

/** The names of a row. */
export function alikeNames(names: readonly string[]): Markup {
  const [first = ''] = names;
  return names.length <= fewNames
    ? name(names.join(', '))
    : markup`<details><summary>${name(`${first} and ${names.length - 1} alike`)}</summary>${name(names.slice(1).join(', '))}</details>`;
}
