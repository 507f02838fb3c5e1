/** What differs from the revision before, in the order in which a reviewer asks. */
import { counted, durationText } from '../../core';
import type { Facts } from '../facts';
import { name } from '../html/figure';
import { type Content, markup } from '../html/markup';
import { lines, type Section } from '../html/section';
import { table } from '../html/table';
import { totalText } from '../totals';

export function change({ before }: Facts): Section | undefined {
  if (before === undefined) return undefined;
  const { objects, totals, restarts, blocked, handovers, hints } = before.difference;
  const signed = [
    ...objects.added.map((object): Content => markup`<ins>added</ins> ${name(object)}`),
    ...objects.removed.map((object): Content => markup`<del>removed</del> ${name(object)}`),
    ...objects.changed.map(
      ({ object, fields }): Content => markup`changed ${name(`${object}: ${counted(fields.length, 'field')}`)}`,
    ),
  ];
  return {
    id: 'change',
    title: 'What changes',
    about: `Compared with ${before.name}. Each section below shows its own part.`,
    body: [
      before.facts === undefined
        ? markup`<p>The plan of ${name(before.name)} is not known: it has none, or another version of Corral made it. Objects, connections and permissions are compared, and no numbers.</p>`
        : '',
      signed.length === 0 ? markup`<p>No object differs.</p>` : '',
      lines(
        blocked.map(
          ({ object, field, way }) =>
            markup`<strong>Cannot be applied in place:</strong> ${name(`${object}: ${field}; ${way}`)}`,
        ),
      ),
      lines(handovers.map(({ of, what, way }) => name(`${of}: ${what}; ${way}`))),
      table(
        'Pods that are replaced',
        ['workload', 'how', 'at most'],
        restarts.map(({ workload, how, away, seconds, steps }) => [
          name(workload),
          markup`${name(how)}${away === 'yes' ? markup` <strong>away meanwhile</strong>` : ''}`,
          name(seconds === undefined ? '' : `${steps} × ${durationText(seconds)}`),
        ]),
      ),
      lines(hints.map(name)),
      table(
        'Sums',
        ['what', { title: 'before', number: true }, { title: 'after', number: true }],
        totals.map(({ what, unit, before: was, after: is }) => [
          name(what),
          markup`<del>${name(totalText(was, unit))}</del>`,
          markup`<ins>${name(totalText(is, unit))}</ins>`,
        ]),
      ),
      signed.length === 0
        ? ''
        : markup`<details><summary>${name(counted(signed.length, 'object'))}</summary>${lines(signed)}</details>`,
    ],
  };
}
