/** What the revision before states. Other code may have made its plan, in another form. */
import type { Facts } from './facts';

/** What is read of the revision before; `undefined` where it has no plan, or none of this form. */
export function former<T>({ before }: Facts, read: (was: Facts) => T): T | undefined {
  if (before?.facts === undefined) return undefined;
  try {
    return read(before.facts);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
