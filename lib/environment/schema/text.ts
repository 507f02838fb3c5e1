/** How values and fields are written in the sentences of faults. */
import { escaped } from '../../core/path';

/** Longest text that a sentence quotes whole. */
const longestQuote = 60;

/** A value as a person would name it: `'nvdia'`, `4`, `a list`, `nothing`. */
export function valueText(value: unknown): string {
  if (typeof value === 'string') return `'${escaped(value.length > longestQuote ? `${value.slice(0, longestQuote)}…` : value)}'`;
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const typeTexts: Readonly<Record<string, string>> = {
  int: 'a whole number', number: 'a number', string: 'a text', boolean: 'true or false', object: 'an object', record: 'an object',
  array: 'a list', tuple: 'a list',
};

/** A type as zod names it, in words. */
export const typeText = (expected: string): string => typeTexts[expected] ?? expected;

/** A word of a closed list: texts are quoted, as an overlay writes them. */
export const wordText = (word: unknown): string => (typeof word === 'string' ? `'${word}'` : String(word));
