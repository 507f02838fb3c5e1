/**
 * TypeScript in the style of the overlays: values with comments, broken where a line would be too long. It decides
 * nothing about them.
 */

/** An expression that stands as it is: `gib(384)`. */
export interface Code {
  readonly code: string;
}

/** A field with what is to be said above it. */
export interface Field {
  readonly key: string;
  readonly value: Value;
  readonly comments?: readonly string[];
}

/** An object: its fields in order. Lines without a field say what a field could not. */
export interface Fields {
  readonly fields: readonly (Field | { readonly comments: readonly string[] })[];
  /** Objects that are spread first: `...catalog`. */
  readonly spread?: readonly string[];
}

export type Value = string | number | Code | Fields | readonly Value[];

export const code = (text: string): Code => ({ code: text });

/** Fields of an object; those without a value are left out. */
export const fields = (values: Readonly<Record<string, Value | undefined>>): Fields => ({
  fields: Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
});

/** Longest line of an overlay. */
const longestLine = 140;

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));

/** Characters that would end a line of source text. */
const breaks = /[\p{Cc}\u2028\u2029]/gu;

const escaped = (character: string): string => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0') ?? ''}`;

export const quoted = (text: string): string => `'${text.replaceAll(/['\\]/g, '\\$&').replaceAll(breaks, escaped)}'`;

/** A text that stands in a comment, whatever is in it: it ends neither the line nor the comment. */
export const commented = (text: string): string => text.replaceAll(breaks, ' ').replaceAll('*/', '* /');

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isFields = (value: Value): value is Fields => typeof value === 'object' && 'fields' in value;

const hasComments = (value: Value): boolean =>
  isList(value)
    ? value.some(hasComments)
    : isFields(value) &&
      value.fields.some((each) => !('key' in each) || each.comments !== undefined || hasComments(each.value));

function inOneLine(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return `${value}`;
  if (isList(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (!isFields(value)) return value.code;
  const parts = [
    ...(value.spread ?? []).map((name) => `...${name}`),
    ...value.fields.flatMap((each) => ('key' in each ? [`${key(each.key)}: ${inOneLine(each.value)}`] : [])),
  ];
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

const commentLines = (comments: readonly string[] | undefined, indent: string): readonly string[] =>
  (comments ?? []).map((comment) => `${indent}// ${commented(comment)}`);

/**
 * A value as source text.
 *
 * @param before - characters that stand before it on its line
 */
export function printed(value: Value, indent = '', before = 0): string {
  const line = inOneLine(value);
  if (!hasComments(value) && indent.length + before + line.length < longestLine) return line;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((each) => `${inner}${printed(each, inner)},\n`).join('')}${indent}]`;
  if (!isFields(value)) return line;
  const lines = [
    ...(value.spread ?? []).map((name) => `${inner}...${name},`),
    ...value.fields.flatMap((each) => [
      ...commentLines(each.comments, inner),
      ...('key' in each ? [`${inner}${key(each.key)}: ${printed(each.value, inner, key(each.key).length + 2)},`] : []),
    ]),
  ];
  return `{\n${lines.join('\n')}\n${indent}}`;
}
