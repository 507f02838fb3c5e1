/** Lists as manifests have them: left out where they are empty, and to be grouped by a key. */

/** A list that may be left out. */
export const orNone = <T>(list: readonly T[] | undefined): readonly T[] => list ?? [];

/** Values under a key each, in the order in which they came. */
export function groupBy<T>(values: Iterable<T>, keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}
