/** Sums of a difference, each with its place in what `diff --json` prints. */
import type { TotalChange, Unit } from '../diff';
import { figure, type FigureUnit, name } from './html/figure';
import type { Markup } from './html/markup';
import { pointer } from './html/pointer';

const units: Readonly<Record<Unit, FigureUnit>> = {
  count: 'number',
  cores: 'number',
  bytes: 'mib',
  dollars: 'dollars',
};

/**
 * A side of a sum: `unknown` for costs without a price, `none` for what the side does not have.
 *
 * @param index place of the sum in the difference
 */
export function totalFigure({ unit, ...sides }: TotalChange, side: 'before' | 'after', index: number): Markup {
  const value = sides[side];
  return value === undefined
    ? name(unit === 'dollars' ? 'unknown' : 'none')
    : figure(units[unit], value, pointer('totals', index, side));
}
