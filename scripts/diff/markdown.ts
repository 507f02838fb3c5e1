/** Differences for a pull request. */
import type { Difference } from '../../lib';
import { markdownTable } from '../command/markdown-table';
import { sections, summary, type Section } from './sections';

/** A text without markup. */
const plain = (text: string): string => text.replaceAll('<', '&lt;');

const tableText = ({ header, rows }: NonNullable<Section['table']>): string =>
  markdownTable(
    header.map(plain),
    rows.map((row) => row.map(plain)),
  );

/** Lines as code, so that names with underscores and stars stay as they are. A diff colours what comes and goes. */
const block = (lines: readonly string[]): string =>
  ['```diff', ...lines.map((line) => line.replace(/^~/, '!')), '```'].join('\n');

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${plain(line)}`).join('\n');

function sectionText({ title, lines, table, detail }: Section): string {
  const body =
    table !== undefined ? tableText(table) : lines.some((line) => /^[-+~] /.test(line)) ? block(lines) : bullets(lines);
  return detail === true ? `<details><summary>${title}</summary>\n\n${body}\n\n</details>` : `#### ${title}\n\n${body}`;
}

const separator = '\n\n';

const blocksOf = (differences: readonly Difference[], detailed: boolean): readonly string[] =>
  differences.flatMap((each) => [
    `### ${summary(each)}`,
    ...sections(each)
      .filter(({ detail }) => detailed || detail !== true)
      .map(sectionText),
  ]);

/** Blocks from the first on that fit, whole, so that what is shown is still Markdown. */
function fitting(blocks: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = blocks.findIndex((block) => (used += block.length + separator.length) > room);
  return end === -1 ? blocks : blocks.slice(0, end);
}

const cutNote = (sectionsLeft: number): string =>
  `_Cut: the objects${sectionsLeft === 0 ? ' are' : ` and ${sectionsLeft} more sections are`} left out, since this may not be longer. \`npm run diff\` with the same two sides shows all._`;

/**
 * All differences, one after the other.
 *
 * @param limit - most characters: lists of objects go first, then sections from the end on, and a last line says so
 */
export function markdown(differences: readonly Difference[], limit = Number.POSITIVE_INFINITY): string {
  const whole = blocksOf(differences, true).join(separator);
  if (whole.length <= limit) return whole;
  const blocks = blocksOf(differences, false);
  const kept = fitting(blocks, limit - cutNote(blocks.length).length);
  return [...kept, cutNote(blocks.length - kept.length)].join(separator);
}
