/** Differences for a terminal. */
import type { Difference } from '../../lib';
import { sections, summary, type Section } from './sections';

type Table = NonNullable<Section['table']>;

/** Columns under each other; trailing spaces are cut. */
function columns({ header, rows }: Table): readonly string[] {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}

const sectionText = ({ title, lines, table }: Section): string =>
  [title, ...(table === undefined ? lines.map((line) => `  ${line}`) : columns(table))].join('\n');

/** All differences, one after the other. */
export const text = (differences: readonly Difference[]): string =>
  differences.map((each) => [summary(each), ...sections(each).map(sectionText)].join('\n\n')).join('\n\n');
