/** The one path syntax of every error, annotation and document: `production.models['llama3.1:8b'].gpus`. */

/** A place in an environment, already written in path syntax. */
export type Path = string;

const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * Extends a path by keys: an identifier follows a dot, an index stands in brackets, anything else is quoted, a quote or backslash
 * in it after a backslash.
 *
 * @example at('production', 'models', 'llama3.1:8b', 'pools', 0) === "production.models['llama3.1:8b'].pools[0]"
 */
export function at(base: Path, ...keys: readonly (string | number)[]): Path {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return identifier.test(key) ? `${path}.${key}` : `${path}['${key.replaceAll(/['\\]/g, '\\$&')}']`;
  }, base);
}
