/** Tables whose rows have names, so that those of two revisions can be compared. */
import type { Facts } from '../facts';
import { former } from '../former';
import { alikeNames } from './alike';
import { type Content, formerMarkup, markup, type Markup, plainText } from './markup';
import type { Changes } from './section';
import { type Base, type Column, type Row, table } from './table';

/** A row. */
export interface Entry {
  /** What the row is about. No two entries of a listing have the same. */
  readonly name: string;
  /** Its first cell. @default name */
  readonly label?: string;
  /** Everything that the other cells state: two revisions differ where it differs. */
  readonly content: unknown;
  /** Entries for which this is the same share a row. @default content */
  readonly alike?: unknown;
  /** Where the numbers of its cells stand. @default - at places that have nothing in common */
  readonly base?: Base;
  readonly cells: () => readonly Content[];
}

export interface Listing {
  readonly caption: string;
  readonly columns: readonly (string | Column)[];
  /** @param beside the revision whose rows stand beside these: bars of both have one scale */
  readonly entries: (facts: Facts, beside?: Facts) => readonly Entry[];
}

interface Group {
  readonly names: string[];
  readonly first: Entry;
}

function grouped(entries: readonly Entry[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const { name, label = name, content, alike = content } = entry;
    const key = JSON.stringify(alike);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: [label], first: entry });
    else group.names.push(label);
  }
  return [...groups.values()];
}

/** The rows as a table: a thousand models that are served alike are one row. */
export const listed = ({ caption, columns, entries }: Listing, facts: Facts): Markup =>
  table(
    caption,
    columns,
    grouped(entries(facts)).map(({ names, first: { cells, base } }) => ({
      cells: [alikeNames(names), ...cells()],
      base,
    })),
  );

type State = 'before' | 'after' | 'new' | 'gone';

const stateText = (state: State): Markup =>
  state === 'before' || state === 'gone'
    ? markup`<del class="state">${state}</del>`
    : markup`<ins class="state">${state}</ins>`;

/** Rows of one entry that differ, each with its state. */
function changedRows(was: Entry | undefined, now: Entry | undefined): readonly (Row & { readonly state: State })[] {
  const [old, own] = [was?.cells().map(formerMarkup), now?.cells()];
  // Other code may state more than what is shown.
  if (old !== undefined && own !== undefined && plainText(old) === plainText(own)) return [];
  return [
    ...(old === undefined
      ? []
      : [{ state: own === undefined ? 'gone' : 'before', cells: old, base: was?.base } as const]),
    ...(own === undefined
      ? []
      : [{ state: old === undefined ? 'new' : 'after', cells: own, base: now?.base } as const]),
  ];
}

function changesIn({ caption, columns: [first = '', ...columns], entries }: Listing, facts: Facts, was: Facts): Markup {
  const byName = (of: Facts, beside: Facts) => new Map(entries(of, beside).map((entry) => [entry.name, entry]));
  const [old, now] = [byName(was, facts), byName(facts, was)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const changed = names.flatMap((name) => {
    const [before, after] = [old.get(name), now.get(name)];
    const key = JSON.stringify([before?.content, after?.content]);
    const [a, b] = [before, after].map((each) => each && JSON.stringify(each.content));
    return a === b ? [] : [{ name: (after ?? before)?.label ?? name, key, before, after }];
  });
  const groups = new Map<string, { readonly names: string[]; readonly rows: ReturnType<typeof changedRows> }>();
  for (const { name, key, before, after } of changed) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: [name], rows: changedRows(before, after) });
    else group.names.push(name);
  }
  return table(
    `${caption}: what changes`,
    [first, 'state', ...columns],
    [...groups.values()].flatMap(({ names: own, rows }) =>
      rows.map(({ state, cells, base }) => ({ cells: [alikeNames(own), stateText(state), ...cells], base })),
    ),
  );
}

/**
 * What differs from the revision before.
 *
 * @param further what other comparisons found, above the rows of tables
 */
export function changesOf(
  facts: Facts,
  listings: readonly Listing[],
  further: readonly (Markup | undefined)[] = [],
): Changes {
  const found = listings.map((listing) => ({ listing, rows: former(facts, (was) => changesIn(listing, facts, was)) }));
  const unknown = found.flatMap(({ listing: { caption }, rows }) => (rows === undefined ? [caption] : []));
  return {
    shown: [...further, ...found.map(({ rows }) => rows)].flatMap((each) => each ?? []),
    unknown: unknown.length === listings.length ? 'all' : unknown,
  };
}
