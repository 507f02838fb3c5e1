/** Differences for a terminal. */
import type { Difference } from '../../lib';
import { painted, table as tableOf, type Layout } from '../command';
import { sections, summary, type Section } from './sections';

const sectionText = ({ title, lines, table }: Section, layout: Layout): string =>
  [
    painted(layout, 'bold', title),
    ...(table === undefined ? lines.map((line) => `  ${line}`) : [tableOf(table.header, table.rows, layout)]),
  ].join('\n');

/** All differences, one after the other. */
export const text = (differences: readonly Difference[], layout: Layout): string =>
  differences
    .map((each) => [summary(each), ...sections(each).map((section) => sectionText(section, layout))].join('\n\n'))
    .join('\n\n');
