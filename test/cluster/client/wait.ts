/** Waiting for a cluster to come to rest: poll, and on giving up say what was seen last. */
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../scripts/toolchain/errors';

export interface WaitOptions {
  /** Far beyond what a quiet machine takes. @default 300 */
  readonly seconds?: number;
  /** What of the last look is printed on giving up. @default - all of it, as JSON */
  readonly describe?: (seen: unknown) => unknown;
}

const pollMilliseconds = 50;
const longestDescription = 4_000;

function describeSeen(seen: unknown, describe: (seen: unknown) => unknown): string {
  // Managed fields are half of every object and say nothing of its state.
  const text =
    JSON.stringify(describe(seen), (key, value: unknown) => (key === 'managedFields' ? undefined : value), 2) ??
    String(seen);
  return text.length > longestDescription ? `${text.slice(0, longestDescription)} …` : text;
}

/**
 * Looks until what is seen is as wanted, and returns it. An error while looking counts as something seen.
 *
 * @param what - completes the sentence "gave up waiting until …"
 */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T>,
  holds: (seen: T) => boolean,
  options: WaitOptions = {},
): Promise<T> {
  const { seconds = 300, describe = (seen) => seen } = options;
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    let seen: string | undefined;
    try {
      const found = await look();
      if (holds(found)) return found;
      if (Date.now() > deadline) seen = describeSeen(found, describe);
    } catch (error) {
      if (Date.now() > deadline) seen = messageOf(error);
    }
    if (seen !== undefined) throw new Error(`gave up after ${seconds} s waiting until ${what}; seen last:\n${seen}`);
    await sleep(pollMilliseconds);
  }
}
