/** Amounts of resources as sentences give them: cores, MiB, and plain numbers. */
import { bytes, counted, mibText } from '../core';

/** `12 nvidia.com/gpu`, `1 core`, `15.4 cores`, `8 192 MiB of memory`. */
export function amountText(resource: string, amount: number): string {
  if (resource === 'cpu') return counted(Number((amount / 1000).toFixed(2)), 'core');
  if (resource === 'memory' || resource === 'ephemeral-storage') return `${mibText(bytes(amount))} MiB of ${resource}`;
  return `${amount} ${resource}`;
}
