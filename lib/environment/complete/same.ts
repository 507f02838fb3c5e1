/**
 * Whether two plain values say the same, whatever the order of their keys; a field that is `undefined` counts as left
 * out.
 */

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([key, field]) => [key, canonical(field)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
