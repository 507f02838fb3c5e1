/** Bars and sections in plain text. */
import { painted, type Layout } from '../command';

/**
 * Two parts of a whole as a bar: the minimum in full, up to the maximum in grey, the rest empty. `width` - in
 * characters
 */
export function bar(minimum: number, maximum: number, width: number): string {
  const cells = (part: number): number => Math.min(width, part > 0 ? Math.max(1, Math.round(part * width)) : 0);
  const full = cells(minimum);
  const grey = Math.max(full, cells(maximum)) - full;
  return `${'█'.repeat(full)}${'▒'.repeat(grey)}${'·'.repeat(width - full - grey)}`;
}

/** A reason that stands in the row above already is not printed again. */
export const asAbove = (reasons: readonly string[]): readonly string[] =>
  reasons.map((reason, i) => (i > 0 && reason === reasons[i - 1] ? 'as above' : reason));

export const percent = (part: number): string => `${Math.round(100 * part)} %`;

/** A title with what belongs to it; nothing when there is nothing. */
export const section = (title: string, body: string, layout: Layout): string =>
  body === '' ? '' : `${painted(layout, 'bold', title)}\n${body}\n`;
