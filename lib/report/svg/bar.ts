/** A whole as a bar of parts. */
import type { Markup } from '../html/markup';
import { picture, rect } from './shapes';

export interface BarPart {
  /** Class of the part: its colour and pattern. */
  readonly kind: string;
  readonly size: number;
}

const [width, height] = [320, 16] as const;

/**
 * A bar of a whole. What its parts leave stays empty.
 *
 * @param label what it shows
 * @param whole size of the whole, in the unit of its parts
 */
export function bar(label: string, whole: number, parts: readonly BarPart[]): Markup {
  let from = 0;
  const shapes = parts.map(({ kind, size }) => {
    const start = from;
    from += size;
    const at = (amount: number): number => (whole === 0 ? 0 : (Math.min(amount, whole) / whole) * width);
    return kind === 'empty' ? '' : rect(at(start), 0, Math.max(0, at(from) - at(start)), height, kind);
  });
  return picture(width, height, label, shapes, 'bar');
}
