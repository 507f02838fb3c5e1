/** What the plan of the revision before states. Other code may have made it, in another form. */
import type { Plan } from '../plan';
import type { Facts } from './facts';

/** What is read of the former plan; `undefined` where there is none, or none of this form. */
export function former<T>({ before }: Pick<Facts, 'before'>, read: (plan: Plan) => T): T | undefined {
  if (before?.plan === undefined) return undefined;
  try {
    return read(before.plan);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
