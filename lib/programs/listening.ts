/**
 * Services whose text has the address at which they listen. It stands in the text, so that the program of a cluster of
 * IPv4 stays the one that it has, and no pod of it is replaced.
 */

const written = '"0.0.0.0"';

/** The text of a service that listens at an address. */
export function listeningAt(text: string, host: string): string {
  const [before, after, ...more] = text.split(written);
  if (before === undefined || after === undefined || more.length > 0)
    throw new RangeError(`a service has ${written} ${text.split(written).length - 1} times, not once`);
  return `${before}${JSON.stringify(host)}${after}`;
}
