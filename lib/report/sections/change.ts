/** What differs from the revision before, in the order in which a reviewer asks. */
import type { ChangedObject, Difference, Restart } from '../../diff';
import type { Facts } from '../facts';
import { figure, name, sentence } from '../html/figure';
import { comparisonMarkup, type Content, markup, type Markup } from '../html/markup';
import { countOf, plus, pointer } from '../html/pointer';
import { lines, type Section } from '../html/section';
import { table } from '../html/table';
import { totalFigure } from '../totals';

const fields = ({ object, fields: { length } }: ChangedObject, i: number): Markup =>
  markup`changed ${name(object)}: ${figure('count', length, countOf('objects', 'changed', i, 'fields'))} ${length === 1 ? 'field' : 'fields'}`;

const most = ({ seconds, steps }: Restart, i: number): Content =>
  seconds === undefined
    ? ''
    : markup`${figure('count', steps, pointer('restarts', i, 'steps'))} × ${figure('time', seconds, pointer('restarts', i, 'seconds'))}`;

const replaced = (restart: Restart, i: number): readonly Content[] => [
  name(restart.workload),
  markup`${sentence(restart.how, pointer('restarts', i, 'how'))}${restart.away === 'yes' ? markup` <strong>away meanwhile</strong>` : ''}`,
  most(restart, i),
];

/** The objects that are added, removed and changed, folded behind their number. */
function objectList({ added, removed, changed }: Difference['objects']): Content {
  const all: readonly Content[] = [
    ...added.map((object) => markup`<ins>added</ins> ${name(object)}`),
    ...removed.map((object) => markup`<del>removed</del> ${name(object)}`),
    ...changed.map(fields),
  ];
  if (all.length === 0) return '';
  const sources = plus(...['added', 'removed', 'changed'].map((list) => countOf('objects', list)));
  return markup`<details><summary>${figure('count', all.length, sources)} ${all.length === 1 ? 'object' : 'objects'}</summary>${lines(all)}</details>`;
}

export function change({ before }: Facts): Section | undefined {
  if (before === undefined) return undefined;
  const { objects, totals, restarts, blocked, handovers, hints } = before.difference;
  const isSame = objects.added.length + objects.removed.length + objects.changed.length === 0;
  return {
    id: 'change',
    title: 'What changes',
    about: `Compared with ${before.name}. Each section below shows its own part.`,
    body: [
      before.facts === undefined
        ? markup`<p>The plan of ${name(before.name)} is not known: it has none, or another version of Corral made it. Objects, connections and permissions are compared, and no numbers.</p>`
        : '',
      isSame ? markup`<p>No object differs.</p>` : '',
      comparisonMarkup([
        lines(
          blocked.map(
            ({ object, field, way }) =>
              markup`<strong>Cannot be applied in place:</strong> ${name(`${object}: ${field}; ${way}`)}`,
          ),
        ),
        lines(handovers.map(({ of, what, way }) => name(`${of}: ${what}; ${way}`))),
        table('Pods that are replaced', ['workload', 'how', 'at most'], restarts.map(replaced)),
        lines(hints.map(name)),
        table(
          'Sums',
          ['what', { title: 'before', number: true }, { title: 'after', number: true }],
          totals.map((total, i) => [
            name(total.what),
            markup`<del>${totalFigure(total, 'before', i)}</del>`,
            markup`<ins>${totalFigure(total, 'after', i)}</ins>`,
          ]),
        ),
        objectList(objects),
      ]),
    ],
  };
}
