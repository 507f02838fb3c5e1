/**
 * Where a number of the page stands in what `plan --json` prints: a JSON pointer, in which `*` means the sum over a
 * list, and a leading `#` the number of its items or fields, of those with `?field=value` where that follows; several
 * are joined by ` + ` and ` - `. In the page, `./` is a place below `data-base` of the row, and a row with `data-in` is
 * about that manifest.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export type Source = string;

/** `/servers/0/budgets/startup/value` */
export const pointer = (...keys: readonly (string | number)[]): Source =>
  keys.reduce<string>(
    (whole, key) =>
      `${whole}/${typeof key === 'number' || !/[~/]/.test(key) ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    '',
  );

/** How many items a list has, or fields an object. */
export const countOf = (...keys: readonly (string | number)[]): Source => `#${pointer(...keys)}`;

/** How many items of a list have a value in a field. */
export const countWhere = (list: Source, field: string, value: string): Source => `#${list}?${field}=${value}`;

export const plus = (...sources: readonly Source[]): Source => sources.join(' + ');
