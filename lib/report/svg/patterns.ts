/** Patterns of the parts of bars: each part differs from the others in more than its colour. */
import { markup, type Markup } from '../html/markup';

/** Lines over the colour of a part, in a square of six units. */
const lines: Readonly<Record<string, string>> = {
  cache: 'M-1 1L1-1M0 6L6 0M5 7L7 5',
  compute: 'M2 3h2',
  context: 'M3 0v6',
  further: 'M0 3h6',
  reserve: 'M-1 5L1 7M0 0L6 6M5-1L7 1',
};

/** What the rectangles of a page refer to. A page has it once. */
export const patterns: Markup = markup`<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>${Object.entries(
  lines,
).map(
  ([kind, path]) =>
    markup`<pattern id="${`pattern-${kind}`}" width="6" height="6" patternUnits="userSpaceOnUse"><path class="${kind}" d="M0 0h6v6H0z" /><path d="${path}" /></pattern>`,
)}</defs></svg>`;
