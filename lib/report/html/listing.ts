/** Tables whose rows have names, so that those of two revisions can be compared. */
import type { Facts } from '../facts';
import { former } from '../former';
import { alikeNames } from './alike';
import { type Content, formerMarkup, markup, type Markup, plainText } from './markup';
import type { Changes } from './section';
import { type Column, table } from './table';

/** A row. */
export interface Entry {
  /** What the row is about. No two entries of a listing have the same. */
  readonly name: string;
  /** Its first cell. @default name */
  readonly label?: string;
  /** Everything that the other cells state: entries of the same content share a row. */
  readonly content: unknown;
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
  readonly cells: () => readonly Content[];
}

function grouped(entries: readonly (Entry & { readonly key: string })[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { name, label = name, key, cells } of entries) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { names: [label], cells });
    else group.names.push(label);
  }
  return [...groups.values()];
}

/** The rows as a table: a thousand models that are served alike are one row. */
export const listed = ({ caption, columns, entries }: Listing, facts: Facts): Markup =>
  table(
    caption,
    columns,
    grouped(entries(facts).map((entry) => ({ ...entry, key: JSON.stringify(entry.content) }))).map(
      ({ names, cells }) => [alikeNames(names), ...cells()],
    ),
  );

type State = 'before' | 'after' | 'new' | 'gone';

const stateText = (state: State): Markup =>
  state === 'before' || state === 'gone'
    ? markup`<del class="state">${state}</del>`
    : markup`<ins class="state">${state}</ins>`;

/** Rows of one entry that differ, each with its state. */
function changedRows(
  was: Entry | undefined,
  now: Entry | undefined,
): readonly (readonly [State, readonly Content[]])[] {
  const [old, own] = [was?.cells().map(formerMarkup), now?.cells()];
  // Other code may state more than what is shown.
  if (old !== undefined && own !== undefined && plainText(old) === plainText(own)) return [];
  return [
    ...(old === undefined ? [] : [[own === undefined ? 'gone' : 'before', old] as const]),
    ...(own === undefined ? [] : [[old === undefined ? 'new' : 'after', own] as const]),
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
      rows.map(([state, cells]) => [alikeNames(own), stateText(state), ...cells]),
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
