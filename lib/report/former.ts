/** What the revision before states. Other code may have made its plan, in another form. */
import type { Facts } from './facts';

/**
 * What is read of the revision before; `undefined` where it has no plan, or one that lacks what is read: whatever then
 * fails, the page is about the revision of today.
 */
export function former<T>({ before }: Facts, read: (was: Facts) => T): T | undefined {
  if (before?.facts === undefined) return undefined;
  try {
    return read(before.facts);
  } catch {
    return undefined;
  }
}
