/** Shapes of pictures. Lengths are user units, of which a picture has as many as its width says. */
import { type Content, markup, type Markup } from '../html/markup';

/** Coordinates with one decimal: the same text wherever they were computed. @throws TypeError if it is no number */
function length(number: number): string {
  if (!Number.isFinite(number)) throw new TypeError('it is no length');
  return `${Math.round(number * 10) / 10}`;
}

/** A coordinate that is not 0, which is the default. */
const coordinate = (axis: 'x' | 'y', value: number): Markup | string => {
  const own = length(value);
  return own === '0' ? '' : markup` ${axis}="${own}"`;
};

export const rect = (x: number, y: number, width: number, height: number, kind: string): Markup =>
  markup`<rect${coordinate('x', x)}${coordinate('y', y)} width="${length(width)}" height="${length(height)}" class="${kind}"/>`;

export type Anchor = 'start' | 'middle' | 'end';

export const text = (x: number, y: number, content: Content, kind: string, anchor: Anchor = 'start'): Markup =>
  markup`<text${coordinate('x', x)}${coordinate('y', y)} class="${kind}"${
    anchor === 'start' ? '' : markup` text-anchor="${anchor}"`
  }>${content}</text>`;

type Points = readonly (readonly [number, number])[];

/** Lines of straight parts, each through its points. */
export const paths = (lines: readonly Points[], kind: string): Markup =>
  markup`<path d="${lines
    .flatMap((points) => points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${length(x)} ${length(y)}`))
    .join('')}" class="${kind}"/>`;

/** Names of places on an axis, with their middles there. @param at each with its place */
export const scale = (y: number, at: readonly (readonly [x: number, name: string])[]): Markup =>
  markup`<text y="${length(y)}" class="name">${at.map(([x, own]) => markup`<tspan x="${length(x)}">${own}</tspan>`)}</text>`;

/**
 * A picture that scales to the width of the page.
 *
 * @param label what it shows, for readers of a screen, and where a pointer rests on it
 * @param kind class of a picture that is as wide as its cell. Default: it has its own size
 */
export const picture = (width: number, height: number, label: string, shapes: Content, kind?: string): Markup =>
  markup`<svg viewBox="0 0 ${length(width)} ${length(height)}" role="img"${
    kind === undefined ? markup` width="${length(width)}" height="${length(height)}"` : markup` class="${kind}"`
  }><title>${label}</title>${shapes}</svg>`;
