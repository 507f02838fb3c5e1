/** Tables that can be copied. Long ones fold behind their first rows, in pages that open one by one. */
import { counted } from '../../core';
import { name } from './figure';
import { belowBase, type Content, markup, type Markup, nothing } from './markup';
import type { Source } from './pointer';

/** Rows that are shown before the rest folds, and rows of each page of the rest. */
const [shown, page] = [50, 200] as const;

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. @default false */
  readonly number?: boolean;
}

const columnOf = (column: string | Column): Column => (typeof column === 'string' ? { title: column } : column);

/** Where the numbers of a row stand. */
export interface Base {
  /** What their places begin with. */
  readonly at: Source;
  /** The manifest. @default - the plan */
  readonly in?: string;
}

/** A row of a table. */
export interface Row {
  readonly cells: readonly Content[];
  /** @default - its numbers have nothing in common */
  readonly base?: Base;
}

const rowTag = (base: Base | undefined): Markup =>
  base === undefined
    ? markup`<tr>`
    : markup`<tr${base.in === undefined ? '' : markup` data-in="${base.in}"`} data-base="${base.at}">`;

function cells({ cells: own, base }: Row, columns: readonly Column[]): Markup {
  const drawn = own.map((cell, i) =>
    i === 0
      ? markup`<th scope="row">${cell}</th>`
      : columns[i]?.number === true
        ? markup`<td class="number">${cell}</td>`
        : markup`<td>${cell}</td>`,
  );
  return markup`${rowTag(base)}${base === undefined ? drawn : belowBase(drawn, base.at)}</tr>`;
}

const whole = (caption: string, columns: readonly Column[], rows: readonly Row[]): Markup =>
  markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${name(caption)}</caption><thead><tr>${columns.map(
    ({ title, number }) =>
      number === true
        ? markup`<th scope="col" class="number">${name(title)}</th>`
        : markup`<th scope="col">${name(title)}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => cells(row, columns))}</tbody></table></div>`;

/** @param caption what the rows are, which readers of a screen hear first */
export function table(
  caption: string,
  titles: readonly (string | Column)[],
  given: readonly (Row | readonly Content[])[],
): Markup {
  if (given.length === 0) return nothing;
  const rows = given.map((row) => ('cells' in row ? row : { cells: row }));
  const columns = titles.map(columnOf);
  const pages: Markup[] = [];
  for (let from = shown; from < rows.length; from += page) {
    const part = rows.slice(from, from + page);
    const title = `${caption}: rows ${from + 1} to ${from + part.length} of ${counted(rows.length, 'row')}`;
    pages.push(markup`<details><summary>${name(title)}</summary>${whole(title, columns, part)}</details>`);
  }
  return markup`${whole(caption, columns, rows.slice(0, shown))}${pages}`;
}
