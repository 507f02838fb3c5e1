/** What is not as Corral renders it by itself, what others provide, and what pods may do. */
import { permissions } from '../../diff';
import { adaptations, weakened } from '../../plan';
import type { Facts } from '../facts';
import { name } from '../html/figure';
import { changesOf, type Entry, type Listing, listed } from '../html/listing';
import { markup } from '../html/markup';
import { lines, type Section } from '../html/section';

/** A row of texts. Two rows differ in the first of them, or in as many as are stated. */
const row = (texts: readonly [string, ...string[]], differIn = 1): Entry => ({
  name: texts.slice(0, differIn).join(' '),
  label: texts[0],
  content: texts,
  cells: () => texts.slice(1).map(name),
});

const promises: Listing = {
  caption: 'Promises that hold only in part',
  columns: ['promise', 'what holds'],
  entries: ({ plan }) => weakened(plan.environment).map(({ promise, holds }) => row([promise, holds])),
};

const adapted: Listing = {
  caption: 'Adapted in this environment',
  columns: ['what', 'how', 'reason'],
  entries: ({ plan }) => adaptations(plan.environment).map(({ of, how, reason = '' }) => row([of, how, reason], 3)),
};

const prerequisites: Listing = {
  caption: 'Prerequisites',
  columns: ['kind', 'name', 'namespace', 'provided by'],
  entries: ({ plan }) =>
    plan.environment.prerequisites.map(({ kind, name: of, namespace = '', providedBy }) =>
      row([kind, of, namespace, providedBy], 3),
    ),
};

const allowed: Listing = {
  caption: 'Permissions',
  columns: ['what pods may ask of Kubernetes'],
  entries: ({ plan, charts }) =>
    [...permissions({ name: plan.environment.name, charts })].sort().map((each) => row([each])),
};

export function accepted(facts: Facts): Section {
  const change = facts.before?.difference.permissions;
  const given = listed(allowed, facts);
  return {
    id: 'accepted',
    title: 'Exceptions, prerequisites and permissions',
    about:
      'What differs from the usual form in this environment, what others provide for it, and what its pods may ask of Kubernetes.',
    body: [
      [promises, adapted, prerequisites].map((each) => listed(each, facts)),
      given,
      given.markup === '' ? markup`<p>No pod has any permission beyond that of a new ServiceAccount.</p>` : '',
    ],
    changes: changesOf(
      facts,
      [promises, adapted, prerequisites],
      [
        lines([
          ...(change?.gained ?? []).map((text) => markup`permission <ins>gained</ins>: ${name(text)}`),
          ...(change?.lost ?? []).map((text) => markup`permission <del>lost</del>: ${name(text)}`),
        ]),
      ],
    ),
  };
}
