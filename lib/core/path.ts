/** The one path syntax of every error, annotation and document: `production.models['llama3.1:8b'].gpus`. */

/** A place in an environment, already written in path syntax. */
export type Path = string;

const identifier = /^[A-Za-z_$][\w$]*$/;

/** Longest key that a path writes whole. */
const longestKey = 120;

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Line breaks, other control characters and halves of pairs, which no line of a report can hold, as escapes. */
export const escaped = (text: string, form: RegExp = /[\p{Cc}\p{Cs}\u2028\u2029]/gu): string =>
  text.replaceAll(
    form,
    (character) => escapes[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const quoted = (key: string): string =>
  escaped(key.length > longestKey ? `${key.slice(0, longestKey)}…` : key, /[\p{Cc}\p{Cs}\u2028\u2029'\\]/gu);

/**
 * Extends a path by keys: an identifier follows a dot, an index stands in brackets, anything else is quoted, a quote or
 * backslash in it after a backslash.
 *
 * @example childPath('production', 'models', 'llama3.1:8b', 'pools', 0) === "production.models['llama3.1:8b'].pools[0]"
 */
export function childPath(base: Path, ...keys: readonly (string | number)[]): Path {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return key.length <= longestKey && identifier.test(key) ? `${path}.${key}` : `${path}['${quoted(key)}']`;
  }, base);
}
