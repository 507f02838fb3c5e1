/** Figures of a run, printed as a table when the tests of an environment are over: what README and docs quote. */

/** A row by the name of its columns. */
type Row = Readonly<Record<string, string | number>>;

const widthOf = (rows: readonly Row[], column: string): number =>
  Math.max(column.length, ...rows.map((row) => String(row[column] ?? '').length));

/** A table in Markdown, columns in the order of the first row. */
export function table(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widthOf(rows, columns[i] ?? ''))).join(' | ')} |`;
  return [
    line(columns),
    line(columns.map((column) => '-'.repeat(widthOf(rows, column)))),
    ...rows.map((row) => line(columns.map((column) => String(row[column] ?? '')))),
  ].join('\n');
}

/** Collects figures by row and prints them once, past jest's own frame around console output. */
export class Report {
  private readonly rows = new Map<string, Record<string, string | number>>();

  constructor(
    private readonly title: string,
    private readonly key: string,
  ) {}

  /** Notes a figure of one row. */
  note(row: string, column: string, value: string | number): void {
    const existing = this.rows.get(row) ?? { [this.key]: row };
    this.rows.set(row, { ...existing, [column]: value });
  }

  print(): void {
    if (this.rows.size > 0) process.stdout.write(`\n${this.title}\n\n${table([...this.rows.values()])}\n\n`);
  }
}
