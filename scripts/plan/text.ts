/** Tables and bars in plain text. */

/** Rows with their columns aligned: text to the left, what starts with a digit to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => /^[\d–-]/.test(row[column] ?? '')));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (isNumber[column] === true ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ').trimEnd()}`;
  return [line(head), ...rows.map(line)].join('\n');
}

const width = 20;

/** Two parts of a whole as a bar: what must run in full, what may run in grey, the rest empty. */
export function bar(minimum: number, maximum: number): string {
  const cells = (part: number): number => Math.min(width, part > 0 ? Math.max(1, Math.round(part * width)) : 0);
  const full = cells(minimum);
  const grey = Math.max(full, cells(maximum)) - full;
  return `${'█'.repeat(full)}${'▒'.repeat(grey)}${'·'.repeat(width - full - grey)}`;
}

export const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** A title with what belongs to it; nothing when there is nothing. */
export const section = (title: string, body: string): string => (body === '' ? '' : `${title}\n${body}\n`);
