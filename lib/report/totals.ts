/** Sums of a difference as texts. */
import { bytes, mibText } from '../core';
import type { Unit } from '../diff';
import { written } from './html/figure';

/** `unknown` for costs without a price, `none` for what a side does not have. */
export function totalText(value: number | undefined, unit: Unit): string {
  if (value === undefined) return unit === 'dollars' ? 'unknown' : 'none';
  if (unit === 'bytes') return `${mibText(bytes(value))} MiB`;
  return unit === 'dollars' ? written.dollars(value) : `${value}`;
}
