/**
 * Names from a repository in messages: they may hold anything that a file system takes, such as the controls of a
 * terminal.
 */

/** Most names that a message lists. */
const mostListed = 20;

/** A path as it is, or quoted when it holds anything but visible ASCII. */
export const shown = (path: string): string =>
  /^[\x21-\x7e]+$/.test(path)
    ? path
    : JSON.stringify(path).replaceAll(
        /[^\x20-\x7e]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );

/** A list of paths; a long one ends with the number of the others. */
export const listed = (paths: readonly string[]): string =>
  [...paths.slice(0, mostListed), ...(paths.length > mostListed ? [`and ${paths.length - mostListed} more`] : [])].join(
    ', ',
  );
