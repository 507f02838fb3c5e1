/** What an amendment changes, by the fields that it names. */
import { type Amendment, childPath, isPlainObject } from '../../core';
import type { Adaptation } from './adaptation';

/** Fields that are named at most. */
const mostFields = 4;

/** Longest value that is printed whole. */
const longestValue = 40;

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

function valueOf(value: unknown): string {
  if (value === null) return ' removed';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length <= longestValue ? `=${text}` : '';
}

/** `[llama-server]` for an entry that a patch finds by its name, else its place. */
const stepInto = (at: string, entry: unknown, i: number): string =>
  isPlainObject(entry) && typeof entry['name'] === 'string' ? `${at}[${entry['name']}]` : `${at}[${i}]`;

/** The fields of a patch that have a value, with it. */
function fieldsOf(value: unknown, at: string): readonly string[] {
  if (isPlainObject(value) && !isEmpty(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      key === 'name' && at.endsWith(`[${String(inner)}]`)
        ? []
        : fieldsOf(inner, at === '' ? childPath('', key).replace(/^\./, '') : childPath(at, key)),
    );
  if (Array.isArray(value) && value.some((entry) => isPlainObject(entry)))
    return value.flatMap((entry, i) => fieldsOf(entry, stepInto(at, entry, i)));
  return [`${at}${valueOf(value)}`];
}

/** An amendment as a change of its target. */
export function ofAmendment({ target, patch, jsonPatch, reason }: Amendment): Adaptation {
  const fields =
    patch === undefined
      ? jsonPatch.filter(({ op }) => op !== 'test').map(({ op, path }) => `${op} ${path}`)
      : fieldsOf(patch, '');
  const shown = fields.slice(0, mostFields).join(', ');
  const more = fields.length > mostFields ? ` and ${fields.length - mostFields} more` : '';
  return { of: target, how: `amended: ${shown}${more}`, reason };
}
