/** What the colours and patterns of bars mean. */
import { markup, type Markup } from './markup';

/** @param kinds class of a part, and what it is, in the order of a bar */
export const legend = (kinds: readonly (readonly [kind: string, title: string])[]): Markup =>
  markup`<ul class="legend">${kinds.map(
    ([kind, title]) =>
      markup`<li><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><rect x="1" y="1" width="14" height="14" class="${kind}" /></svg>${title}</li>`,
  )}</ul>`;

/** Of bars with what the minimum of all replicas takes, and what their maximum adds. */
export const loadLegend: Markup = legend([
  ['minimum', 'at the minimum'],
  ['maximum', 'more at the maximum'],
  ['empty', 'free'],
]);
