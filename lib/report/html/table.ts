/** Tables that can be copied. Long ones fold behind their first rows, in pages that open one by one. */
import { counted } from '../../core';
import { name } from './figure';
import { type Content, markup, type Markup, nothing } from './markup';

/** Rows that are shown before the rest folds, and rows of each page of the rest. */
const [shown, page] = [50, 200] as const;

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. @default false */
  readonly number?: boolean;
}

const columnOf = (column: string | Column): Column => (typeof column === 'string' ? { title: column } : column);

const cells = (row: readonly Content[], columns: readonly Column[]): Markup =>
  markup`<tr>${row.map((cell, i) =>
    i === 0
      ? markup`<th scope="row">${cell}</th>`
      : columns[i]?.number === true
        ? markup`<td class="number">${cell}</td>`
        : markup`<td>${cell}</td>`,
  )}</tr>`;

const whole = (caption: string, columns: readonly Column[], rows: readonly (readonly Content[])[]): Markup =>
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
  rows: readonly (readonly Content[])[],
): Markup {
  if (rows.length === 0) return nothing;
  const columns = titles.map(columnOf);
  const pages: Markup[] = [];
  for (let from = shown; from < rows.length; from += page) {
    const part = rows.slice(from, from + page);
    const title = `${caption}: rows ${from + 1} to ${from + part.length} of ${counted(rows.length, 'row')}`;
    pages.push(markup`<details><summary>${name(title)}</summary>${whole(title, columns, part)}</details>`);
  }
  return markup`${whole(caption, columns, rows.slice(0, shown))}${pages}`;
}
