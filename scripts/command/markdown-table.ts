/** Tables in Markdown. */

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A cell holds neither the bar that ends it nor the end of a line. */
const escaped = (cells: readonly string[]): readonly string[] =>
  cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' '));

/** A table. `numbersFrom` - the first column that is aligned to the right */
export const markdownTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbersFrom = head.length,
): string =>
  [escaped(head), head.map((_, i) => (i < numbersFrom ? '---' : '---:')), ...rows.map(escaped)].map(row).join('\n');
