/** The key that engines ask for: the first line of a file, which is read again, since the key is replaced while this runs. */
import { readFileSync } from 'node:fs';

const readEveryMs = 2000;

export type EngineKey = { readonly key: string | undefined } | 'unreadable';

function firstLine(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n')[0]?.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Reads the key. `now`: milliseconds. What was read last stays in use while the file cannot be read. */
export function engineKeyReader(path: string | undefined): (now: number) => EngineKey {
  let known: string | undefined;
  let readAt = -Infinity;
  return (now) => {
    if (path === undefined) return { key: undefined };
    if (now - readAt >= readEveryMs) {
      known = firstLine(path) ?? known;
      readAt = now;
    }
    return known === undefined ? 'unreadable' : { key: known };
  };
}
