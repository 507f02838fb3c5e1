/** The report of a delivery, as lines of text. */
import { formatFault } from '../../lib';
import type { Changes, Entry } from '../../lib/internal';
import type { Delivered, Outcome } from '../../deploy/gitops';
import { counted } from '../../lib/internal';

/** Most objects that are listed one by one. */
const mostListed = 20;

const title = ({ kind, namespace, name }: Entry): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

function lines({ added, changed, removed, replaced }: Changes): readonly string[] {
  const all = [
    ...removed.map((entry) => `  - ${title(entry)}`),
    ...added.map((entry) => `  + ${title(entry)}`),
    ...replaced.map(({ from, to }) => `  ~ ${title(from)} → ${to.name}`),
    ...changed.map((entry) => `  ~ ${title(entry)}`),
  ];
  return all.length <= mostListed ? all : [...all.slice(0, mostListed), `  and ${all.length - mostListed} more`];
}

const writtenText = ({ environment, files, changes }: Delivered): readonly string[] =>
  files.length === 0
    ? [`${environment}: up to date`]
    : [`${environment}: ${counted(files.length, 'file')} written or removed`, ...lines(changes)];

function wouldText({ environment, files, faults }: Delivered): readonly string[] {
  const refused = faults.length === 0 ? [] : [`${environment}: would be refused`, ...faults.map(formatFault)];
  if (files.length === 0) return refused.length === 0 ? [`${environment}: up to date`] : refused;
  const head = `${environment}: out of date, ${counted(files.length, 'file')} would be written or removed`;
  const more = files.length > mostListed ? [`  and ${files.length - mostListed} more`] : [];
  return [head, ...files.slice(0, mostListed).map((path) => `  ${path}`), ...more, ...refused];
}

/** The report of a run. */
export const reportText = (outcome: Outcome, check: boolean): string =>
  outcome.delivered.flatMap(check ? wouldText : writtenText).join('\n');
