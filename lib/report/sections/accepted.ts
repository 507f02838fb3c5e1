/** What is not as Corral renders it by itself, what others provide, and what pods may do. */
import { permissions } from '../../diff';
import { adaptations, weakened } from '../../plan';
import type { Facts } from '../facts';
import { name } from '../html/figure';
import { markup } from '../html/markup';
import { lines, type Section } from '../html/section';
import { table } from '../html/table';

export function accepted({ plan: { environment }, before, charts }: Facts): Section {
  const change = before?.difference;
  return {
    id: 'accepted',
    title: 'Exceptions, prerequisites and permissions',
    about:
      'What differs from the usual form in this environment, what others provide for it, and what its pods may ask of Kubernetes.',
    body: [
      table(
        'Promises that hold only in part',
        ['promise', 'what holds'],
        weakened(environment).map(({ promise, holds }) => [name(promise), name(holds)]),
      ),
      table(
        'Adapted in this environment',
        ['what', 'how', 'reason'],
        adaptations(environment).map(({ of, how, reason = '' }) => [name(of), name(how), name(reason)]),
      ),
      table(
        'Prerequisites',
        ['kind', 'name', 'namespace', 'provided by'],
        environment.prerequisites.map(({ kind, name: of, namespace = '', providedBy }) => [
          name(kind),
          name(of),
          name(namespace),
          name(providedBy),
        ]),
      ),
      markup`<h3>Permissions</h3>`,
      lines([...permissions({ name: environment.name, charts })].sort().map(name)) ??
        markup`<p>No pod has any permission beyond that of a new ServiceAccount.</p>`,
    ],
    changes: lines([
      ...(change?.permissions.gained ?? []).map((text) => markup`permission <ins>gained</ins>: ${name(text)}`),
      ...(change?.permissions.lost ?? []).map((text) => markup`permission <del>lost</del>: ${name(text)}`),
      ...(change?.adapted.gained ?? []).map((text) => markup`<ins>adapted</ins>: ${name(text)}`),
      ...(change?.adapted.lost ?? []).map((text) => markup`<del>no longer adapted</del>: ${name(text)}`),
      ...(change?.promises.weakened ?? []).map((text) => markup`<ins>holds only in part</ins>: ${name(text)}`),
      ...(change?.promises.restored ?? []).map((text) => markup`<del>holds whole again</del>: ${name(text)}`),
    ]),
  };
}
