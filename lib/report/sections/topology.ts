/** The environment as a picture: from where weights come to who sends requests, with what flows on which port. */
import type { Facts } from '../facts';
import { former } from '../former';
import { name } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { markup } from '../html/markup';
import type { Section } from '../html/section';
import { boxesPicture } from '../svg/boxes';
import { layoutOf } from './layout';

const flows: Listing = {
  caption: 'Connections of the picture',
  columns: ['from and to', 'what flows'],
  entries: (facts) => {
    const { columns, edges } = layoutOf(facts);
    const titles = new Map(columns.flatMap(({ boxes }) => boxes.map(({ id, name: own }) => [id, own] as const)));
    const labels = new Map<string, Set<string>>();
    for (const { from, to, label } of edges) {
      const key = `${titles.get(from) ?? from} – ${titles.get(to) ?? to}`;
      labels.set(key, (labels.get(key) ?? new Set()).add(label));
    }
    return [...labels].map(([key, own]) => ({
      name: key,
      content: [key, ...own],
      cells: () => [name([...own].join(', '))],
    }));
  },
};

/** The picture, and the same as a list. */
export function topology(facts: Facts): Section | undefined {
  const layout = layoutOf(facts);
  if (layout.columns.length === 0 && (former(facts, layoutOf)?.columns.length ?? 0) === 0) return undefined;
  return {
    id: 'topology',
    title: 'What is connected to what',
    about: `Weights flow from the left to the models${facts.plan.backup === undefined ? '' : ', and backups to their copies'}; requests come from the right. A line names what flows on it.`,
    body: [
      markup`<div class="scroll wide" tabindex="0" role="group" aria-label="Picture of the topology">${boxesPicture(
        'Topology of the environment; the list below states the same',
        layout,
      )}</div>`,
      markup`<details><summary>The same as a list</summary>${listed(flows, facts)}</details>`,
    ],
    changes: changesOf(facts, [flows]),
  };
}
