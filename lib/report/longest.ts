/** The item of a list with the largest value, and where it stands; `undefined` of none. */
export function longest<T>(
  items: readonly T[],
  valueOf: (item: T) => number,
): { readonly item: T; readonly index: number; readonly value: number } | undefined {
  return items
    .map((item, index) => ({ item, index, value: valueOf(item) }))
    .reduce<ReturnType<typeof longest<T>>>(
      (most, each) => (most === undefined || each.value > most.value ? each : most),
      undefined,
    );
}
