/** What the gateway keeps of a key: one entry of a Secret, with the id as its name. */
import type { GatewayKey } from '../../lib';
import { isPlainObject, sha256 } from '../../lib/internal';

/** The value of an entry, as the gateway's policy reads it. */
export const entryText = (key: GatewayKey): string => JSON.stringify(key);

/** What is kept of a key: its hash, never the key. */
export const hashOf = (text: string): string => sha256(text);

/** Reads an entry; `undefined` where it is none, and the gateway ignores it. */
export function entryOf(text: string): GatewayKey | undefined {
  const value = parsed(text);
  if (!isPlainObject(value)) return undefined;
  const { client, sha256: hash, expires, models } = value;
  if (typeof client !== 'string' || typeof hash !== 'string') return undefined;
  if (expires !== undefined && typeof expires !== 'string') return undefined;
  if (models !== undefined && !(Array.isArray(models) && models.every((each) => typeof each === 'string')))
    return undefined;
  return { client, sha256: hash, expires, models: models as readonly string[] | undefined };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
