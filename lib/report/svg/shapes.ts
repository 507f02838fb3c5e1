/** Shapes of pictures. Lengths are user units, of which a picture has as many as its width says. */
import { type Content, markup, type Markup } from '../html/markup';

/** Coordinates with two decimals: the same text wherever they were computed. @throws TypeError if it is no number */
function length(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError('it is no length');
  return `${Math.round(number * 100) / 100}`;
}

export const rect = (x: number, y: number, width: number, height: number, kind: string, hint?: Content): Markup =>
  markup`<rect x="${length(x)}" y="${length(y)}" width="${length(width)}" height="${length(height)}" class="${kind}"
    >${hint === undefined ? '' : markup`<title>${hint}</title>`}</rect
  >`;

export type Anchor = 'start' | 'middle' | 'end';

export const text = (x: number, y: number, content: Content, kind = '', anchor: Anchor = 'start'): Markup =>
  markup`<text x="${length(x)}" y="${length(y)}" class="${kind}" text-anchor="${anchor}">${content}</text>`;

/** A line of straight parts through points. */
export const path = (points: readonly (readonly [number, number])[], kind: string): Markup =>
  markup`<path
    d="${points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${length(x)} ${length(y)}`).join('')}"
    class="${kind}"
  />`;

/** A picture that scales to the width of the page. @param label what it shows, for readers of a screen */
export const picture = (width: number, height: number, label: string, shapes: Content): Markup =>
  markup`<svg
    viewBox="0 0 ${length(width)} ${length(height)}"
    width="${length(width)}"
    height="${length(height)}"
    role="img"
    aria-label="${label}"
  >${shapes}</svg>`;
