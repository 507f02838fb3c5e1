/** Differences for a pull request. */
import type { Difference } from '../../lib';
import { sections, summary, type Section } from './sections';

type Table = NonNullable<Section['table']>;

/** A cell may hold neither the bar that ends it nor markup. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const tableText = ({ header, rows }: Table): string => [row(header), `|${header.map(() => ' --- |').join('')}`, ...rows.map(row)].join('\n');

/** Lines as code, so that names with underscores and stars stay as they are. A diff colours what comes and goes. */
const block = (lines: readonly string[]): string => ['```diff', ...lines.map((line) => line.replace(/^~/, '!')), '```'].join('\n');

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line.replaceAll('<', '&lt;')}`).join('\n');

function sectionText({ title, lines, table, detail }: Section): string {
  const body = table !== undefined ? tableText(table) : lines.some((line) => /^[-+~] /.test(line)) ? block(lines) : bullets(lines);
  return detail === true ? `<details><summary>${title}</summary>\n\n${body}\n\n</details>` : `#### ${title}\n\n${body}`;
}

/** All differences, one after the other. */
export const markdown = (differences: readonly Difference[]): string =>
  differences.map((each) => [`### ${summary(each)}`, ...sections(each).map(sectionText)].join('\n\n')).join('\n\n');
