/** Whether a key is valid: by its hash, in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { GatewayKey } from 'corral';
import { idOf, type SentKey } from './key-text';

/** A valid key. */
export interface KnownKey {
  readonly id: string;
  readonly key: GatewayKey;
}

export type KeyVerdict = KnownKey | { readonly problem: string };

const noHash = Buffer.alloc(32);
const sha256 = /^[0-9a-f]{64}$/i;

const problems = {
  none: 'no key: send `Authorization: Bearer corral_…`, or `x-api-key`',
  two: '`Authorization` and `x-api-key` have different keys: send one',
  'not-bearer': 'the header `Authorization` has no `Bearer` key',
  form: 'this is not a key: a key is `corral_`, an id of 8 to 12 letters and digits, `_`, and 43 letters and digits',
  // The same for an id that does not exist, so that ids cannot be found.
  unknown: 'the key is not valid',
  expired: 'the key has expired',
} as const;

/** True until the time of expiry; a time that cannot be read has passed. */
export const isCurrent = ({ expires }: GatewayKey, now: number): boolean =>
  expires === undefined || now < Date.parse(expires);

/**
 * Finds the key that was sent. Several keys of one client are valid at the same time, so that one can replace the
 * other.
 */
export function checkKey(sent: SentKey, keys: ReadonlyMap<string, GatewayKey>, now: number): KeyVerdict {
  if ('problem' in sent) return { problem: problems[sent.problem] };
  const id = idOf(sent.text);
  if (id === undefined) return { problem: problems.form };
  const key = keys.get(id);
  const wanted = key !== undefined && sha256.test(key.sha256) ? Buffer.from(key.sha256, 'hex') : noHash;
  const isEqual = timingSafeEqual(createHash('sha256').update(sent.text).digest(), wanted);
  if (key === undefined || !isEqual) return { problem: problems.unknown };
  return isCurrent(key, now) ? { id, key } : { problem: problems.expired };
}
