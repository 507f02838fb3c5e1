/** The fields in which two states of an object differ, each by its path. */
import { canonicalJson, childPath } from '../core';

/** A field whose value changed; absent values are fields that came or went. */
export interface FieldChange {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the items of a list are called; `undefined` when not all of them have a name of their own. */
function namesOf(list: readonly unknown[]): readonly string[] | undefined {
  const names = list.flatMap((item) => (isFields(item) && typeof item['name'] === 'string' ? [item['name']] : []));
  return names.length === list.length && new Set(names).size === names.length ? names : undefined;
}

/** A list of named items (containers, variables, ports) as an object: an item that moves is no change. */
function byName(list: readonly unknown[]): Fields | undefined {
  const names = namesOf(list);
  return names === undefined ? undefined : Object.fromEntries(list.map((item, i) => [names[i] ?? '', item]));
}

const isFlags = (list: readonly unknown[]): list is readonly string[] =>
  list.length > 0 && list.every((word) => typeof word === 'string') && list.some((word) => /^--\w/.test(word));

/** A command line by its flags: `--ctx-size` and what follows it. Words before the first flag stand under `words`. */
function byFlag(list: readonly string[]): Fields {
  const groups = list.reduce<readonly (readonly string[])[]>((done, word) => {
    const last = done.at(-1);
    return last === undefined || word.startsWith('--') ? [...done, [word]] : [...done.slice(0, -1), [...last, word]];
  }, []);
  const key = ([first = '']: readonly string[]): string => (first.startsWith('--') ? first : 'words');
  const fields = new Map<string, string>();
  for (const group of groups) {
    const value = (key(group) === 'words' ? group : group.slice(1)).join(' ');
    fields.set(key(group), fields.has(key(group)) ? `${fields.get(key(group))}, ${value}` : value);
  }
  return Object.fromEntries(fields);
}

function pairOf(before: unknown, after: unknown): readonly [Fields, Fields] | undefined {
  if (isFields(before) && isFields(after)) return [before, after];
  if (!Array.isArray(before) || !Array.isArray(after)) return undefined;
  if (isFlags(before) && isFlags(after)) return [byFlag(before), byFlag(after)];
  const [old, now] = [byName(before), byName(after)];
  return old === undefined || now === undefined ? undefined : [old, now];
}

/**
 * The differing fields, in the order of their names. Lists without names are compared whole, command lines flag by
 * flag.
 */
export function fieldChanges(before: unknown, after: unknown, path = ''): readonly FieldChange[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const pair = pairOf(before, after);
  if (pair === undefined) return [{ field: path, before, after }];
  const [old, now] = pair;
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  const found = keys.flatMap((key) =>
    fieldChanges(old[key], now[key], path === '' && /^[A-Za-z_]\w*$/.test(key) ? key : childPath(path, key)),
  );
  // The same fields in another order.
  return found.length === 0 ? [{ field: path, before, after }] : found;
}

/** All leaves of a value as `path=value`: what two objects have in common can be counted in them. */
export function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, `${path}[${i}]`));
  if (isFields(value)) return Object.entries(value).flatMap(([key, item]) => leaves(item, `${path}.${key}`));
  return [`${path}=${JSON.stringify(value)}`];
}
