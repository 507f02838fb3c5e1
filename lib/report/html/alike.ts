/** Names of a row that holds for several workloads: a thousand models that are served alike are one line. */
import { name } from './figure';
import { markup, type Markup } from './markup';

/** Names that are shown at once; more are folded behind the first. */
const fewNames = 4;

/** The names of a row. */
export function alikeNames(names: readonly string[]): Markup {
  const [first = ''] = names;
  return names.length <= fewNames
    ? name(names.join(', '))
    : markup`<details><summary>${name(`${first} and ${names.length - 1} alike`)}</summary>${name(names.slice(1).join(', '))}</details>`;
}
