/** How values are written in the sentences of faults. */
import { escaped } from './path';

/** Longest text that a sentence quotes whole. */
const longestQuote = 60;

/** A value as a person would name it: `'nvdia'`, `4`, `a list`, `nothing`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string')
    return `'${escaped(value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value)}'`;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
