/**
 * Reads JSON as strictly as every engine behind the gateway does at the least: what two parsers would read differently
 * is refused. `JSON.parse` gives the value; a pass over the text finds what it hides.
 */

/** Deepest nesting of objects and lists. */
const deepest = 64;
/** Most values of one body. */
const mostValues = 200_000;

/** What a body is, with its text. */
export type Scanned = { readonly value: unknown; readonly text: string } | { readonly problem: string };

const quote = 0x22;
const backslash = 0x5c;

/** Index of the quote that ends a string; -1 if it does not end. */
export function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** A key as it is meant: `"\u006dodel"` is `model`. */
export function keyOf(text: string, start: number, end: number): string | undefined {
  const raw = text.slice(start + 1, end);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return undefined;
  }
}

const whitespace = /[ \t\n\r]*/y;

export function isKeyEnd(text: string, end: number): boolean {
  whitespace.lastIndex = end + 1;
  whitespace.exec(text);
  return text[whitespace.lastIndex] === ':';
}

/** Finds what JSON.parse accepts and others read differently: a key twice, and depth that exhausts their stacks. */
function problemOf(text: string): string | undefined {
  const keys: (Set<string> | undefined)[] = [];
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const end = endOfString(text, at);
      if (end < 0) return undefined;
      const known = keys.at(-1);
      if (known !== undefined && isKeyEnd(text, end)) {
        const key = keyOf(text, at, end);
        if (key !== undefined && known.has(key)) return `the key '${key.slice(0, 60)}' stands twice in one object`;
        if (key !== undefined) known.add(key);
      }
      at = end;
    } else if (code === 0x7b || code === 0x5b) {
      keys.push(code === 0x7b ? new Set() : undefined);
      if (keys.length > deepest) return `objects and lists are nested deeper than ${deepest}`;
      values++;
    } else if (code === 0x7d || code === 0x5d) keys.pop();
    else if (code === 0x2c) values++;
    if (values > mostValues) return `it has more than ${mostValues} values`;
  }
  return undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
}

/** Reads a body. */
export function scan(body: Uint8Array): Scanned {
  const text = decoded(body);
  if (text === undefined) return { problem: 'the body is not UTF-8' };
  const problem = problemOf(text);
  if (problem !== undefined) return { problem: `the body cannot be used: ${problem}` };
  try {
    return { value: JSON.parse(text) as unknown, text };
  } catch {
    return { problem: 'the body is not JSON' };
  }
}
