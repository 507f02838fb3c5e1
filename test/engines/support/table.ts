/** Plan beside engine, a line for each start: printed, and kept in the documentation when it is asked for. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Buffers } from './buffers';

/** One start. */
export interface Row {
  readonly model: string;
  /** `32` or `12 of 80`. */
  readonly layers: string;
  /** Whatever else tells it from others. */
  readonly run: string;
  readonly plan: Buffers;
  readonly engine: Buffers;
}

export const page = join(__dirname, '../../../docs/explanation/engine-proof.md');

const mib = (size: number): string => size.toFixed(2);
const pair =
  (name: keyof Buffers) =>
  ({ plan, engine }: Row): string =>
    plan[name] === 0 && engine[name] === 0 ? '' : `${mib(plan[name])} = ${mib(engine[name])}`;

const columns: readonly (readonly [heading: string, cell: (row: Row) => string])[] = [
  ['model', ({ model }) => model],
  ['layers', ({ layers }) => layers],
  ['run', ({ run }) => run],
  ['weights', pair('weights')],
  ['KV cache', pair('cache')],
  ['state', pair('state')],
  ['output', pair('output')],
  ['compute', ({ plan, engine }) => `${mib(plan.compute)} ≥ ${mib(engine.compute)}`],
];

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** A table in Markdown, sorted, so that it does not depend on the order of starts. */
export function tableOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => line(columns.map(([, cell]) => cell(row)))).sort();
  return [line(columns.map(([heading]) => heading)), line(columns.map(() => '---')), ...lines].join('\n');
}

/** Where the page keeps a table, and what it says. */
function placeOf(name: string): { readonly before: string; readonly kept: string; readonly after: string } {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  if (from < begin.length || to < from)
    throw new Error(`${page} has no place for the table of ${name}: ${begin} ${end}`);
  return { before: text.slice(0, from), kept: text.slice(from, to).trim(), after: text.slice(to) };
}

export const keptTable = (name: string): string => placeOf(name).kept;

/** Prints a table; with every combination run it must be the page's, and TABLE=write makes it so. */
export function keepTable(name: string, rows: readonly Row[]): void {
  const table = tableOf(rows);
  process.stdout.write(`\n${name}, in MiB, plan and engine:\n${table}\n`);
  if (process.env.ALL === undefined) return;
  const { before, kept, after } = placeOf(name);
  if (process.env.TABLE === 'write') writeFileSync(page, `${before}\n\n${table}\n\n${after}`);
  else if (kept !== table)
    throw new Error(`${page} has another table of ${name}: run it again with TABLE=write, and look what changed`);
}
