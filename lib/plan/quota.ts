/** The quota of the serving namespace: the maxima of everything in it, the spares of rollouts, and pods that still end. */
import { bytesQuantity, ceilGib, bytes } from '../core/bytes';
import { cpuQuantity } from '../core/cpu';
import { derived, type Derived } from '../core/derived';
import type { Amounts } from './demand';
import type { QuotaPlan } from './plan';

/** Pods of one kind in a namespace. */
export interface QuotaEntry {
  readonly name: string;
  readonly amounts: Amounts;
  /** Most pods that are wanted. */
  readonly max: number;
  /** Pods beyond them that exist for a while: spares, and those that still end. */
  readonly extra: number;
  /** Bytes of claims that one pod brings. @default 0 */
  readonly claims?: number;
}

/** Quota keys of a resource: memory is limited as well, since requests are limits; CPU never is. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  cpu: ['requests.cpu'],
  memory: ['requests.memory', 'limits.memory'],
  'ephemeral-storage': [],
  pods: ['pods'],
};

function quantity(resource: string, amount: number): string {
  if (resource === 'cpu') return cpuQuantity(amount);
  return resource === 'memory' ? bytesQuantity(ceilGib(bytes(amount))) : `${amount}`;
}

const sum = (entries: readonly QuotaEntry[], resource: string): Derived<number> => {
  const users = entries.filter(({ amounts }) => (amounts[resource] ?? 0) > 0);
  return derived(
    users.reduce((total, { amounts, max, extra }) => total + (amounts[resource] ?? 0) * (max + extra), 0),
    users.map(({ name, max, extra }) => `${name} ${max}${extra === 0 ? '' : ` + ${extra}`}`).join(', '),
  );
};

/** Sums entries up by quota key. Extended resources are counted as `requests.` only. */
export function planQuota(entries: readonly QuotaEntry[], storage: number): QuotaPlan {
  const resources = [...new Set(entries.flatMap(({ amounts }) => Object.keys(amounts)))];
  const counted = resources.flatMap((resource) => {
    const { value, because } = sum(entries, resource);
    return (keysOf[resource] ?? [`requests.${resource}`]).map((key) => [key, derived(quantity(resource, value), `pods at most and beyond for a while: ${because}`)] as const);
  });
  const claims = storage + entries.reduce((total, { claims: each = 0, max }) => total + each * max, 0);
  return Object.fromEntries(claims === 0 ? counted : [...counted, ['requests.storage', derived(bytesQuantity(ceilGib(bytes(claims))), 'all claims at their size')] as const]);
}
