/** Keys of clients, as `corral key new` makes them. */
import { createHash, randomBytes } from 'node:crypto';
import type { GatewayKey } from '../../../lib';

/** A key, and the entry of the Secret that knows it. */
export interface TestKey {
  readonly id: string;
  readonly text: string;
  readonly entry: GatewayKey;
}

const letters = (count: number): string => [...randomBytes(count)].map((byte) => (byte % 36).toString(36)).join('');

export function newKey(client: string, more: Partial<GatewayKey> = {}): TestKey {
  const id = letters(10);
  const text = `corral_${id}_${letters(43)}`;
  return { id, text, entry: { client, sha256: createHash('sha256').update(text).digest('hex'), ...more } };
}
