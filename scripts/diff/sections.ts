/** A difference as sections of lines and tables: the words, before anybody decides how they are set. */
import { bytes, type Difference, type ModelChange, type Restart, type TotalChange } from '../../lib';
import { durationText, mibText } from '../../lib/internal';
import { flowLines } from './flow-lines';
import { changedLines, objectTitle } from './object-lines';

/** A table, or lines. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table?: { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };
  /** Long, and for those who want to know: folded where that can be done. */
  readonly detail?: boolean;
}

/** An image by its tag; its digest is cut where the tag says enough. */
const shortImage = (value: string | undefined): string | undefined =>
  value?.replace(/@sha256:([0-9a-f]{12})[0-9a-f]*$/, '@$1');

const modelRows = ({ model, was, change, facts }: ModelChange): readonly (readonly string[])[] => {
  const name = was === undefined ? model : `${model} (was ${objectTitle(was)})`;
  const head = change === 'changed' ? name : `${name}: ${change}`;
  if (facts.length === 0) return [[head, 'name only', '', '']];
  return facts.map(({ fact, before, after }, i) => [
    i === 0 ? head : '',
    fact,
    shortImage(before) ?? '',
    shortImage(after) ?? '',
  ]);
};

function amount(value: number | undefined, unit: TotalChange['unit']): string {
  if (value === undefined) return unit === 'dollars' ? 'unknown' : 'none';
  if (unit === 'bytes')
    return value < 1024 ** 3 ? `${mibText(bytes(value))} MiB` : `${(value / 1024 ** 3).toFixed(1)} GiB`;
  return unit === 'dollars' ? `$${value.toLocaleString('en')}` : `${value}`;
}

function totalRow({ what, unit, before, after }: TotalChange): readonly string[] {
  if (unit === 'dollars' && (before === undefined || after === undefined))
    return [what, amount(before, unit), amount(after, unit), ''];
  const delta = (after ?? 0) - (before ?? 0);
  return [what, amount(before, unit), amount(after, unit), `${delta < 0 ? '−' : '+'}${amount(Math.abs(delta), unit)}`];
}

const absence: Readonly<Record<Restart['away'], string>> = {
  no: 'available',
  partly: 'fewer pods',
  yes: 'UNAVAILABLE',
};

/** Most fields of a pod that a restart names. */
const mostCauses = 3;

/** `spec.containers['llama-server'].args` → `llama-server args`: the part of a path that people need. */
function fieldName(field: string): string {
  const [, container, own] = /^spec\.(?:initC|c)ontainers(?:\['([^']*)'\]|\.(?=\w))(.*)$/.exec(field) ?? [];
  const words = (own ?? field.replace(/^(spec|metadata)\./, '')).replace(/^\./, '').split('.');
  return [
    ...(container === undefined ? [] : [container]),
    (words[0] ?? '').startsWith('args') ? 'args' : words.slice(0, 2).join('.'),
  ].join(' ');
}

function restartRow({ wave, workload, because, away, how, seconds, steps }: Restart): readonly string[] {
  const causes = [...new Set(because.map(fieldName))];
  const why =
    causes.length <= mostCauses
      ? causes.join(', ')
      : `${causes.slice(0, mostCauses).join(', ')} and ${causes.length - mostCauses} more`;
  const time =
    seconds === undefined
      ? ''
      : steps > 1
        ? `at most ${steps} × ${durationText(seconds)}`
        : `at most ${durationText(seconds)}`;
  return [`${wave}`, workload, absence[away], how, time, why];
}

const signed = (sign: string, items: readonly string[]): readonly string[] => items.map((item) => `${sign} ${item}`);

/** `3 objects added, 1 removed, 12 changed`. */
export function summary({ before, after, objects: { added, removed, changed } }: Difference): string {
  const counts = (
    [
      [added.length, 'added'],
      [removed.length, 'removed'],
      [changed.length, 'changed'],
    ] as const
  ).filter(([count]) => count > 0);
  return `${before} → ${after}: ${counts.length === 0 ? 'no object differs' : `objects ${counts.map(([count, word]) => `${count} ${word}`).join(', ')}`}`;
}

/** The sections of a difference; those without anything to say are left out. */
export function sections({
  objects,
  models,
  totals,
  permissions,
  flows,
  promises,
  adapted,
  restarts,
  hints,
  blocked,
  handovers,
}: Difference): readonly Section[] {
  const all: readonly Section[] = [
    {
      title: 'Cannot be applied in place',
      lines: blocked.map(({ object, field, way }) => `${object}: ${field}; ${way}`),
    },
    { title: 'Handovers', lines: handovers.map(({ of, what, way }) => `${of}: ${what}; ${way}`) },
    {
      title: 'Models',
      lines: [],
      table: { header: ['model', 'fact', 'before', 'after'], rows: models.flatMap(modelRows) },
    },
    {
      title: 'Totals',
      lines: [],
      table: { header: ['what', 'before', 'after', 'change'], rows: totals.map(totalRow) },
    },
    {
      title: 'Restarts',
      lines: [],
      table: { header: ['wave', 'workload', 'service', 'how', 'time', 'because'], rows: restarts.map(restartRow) },
    },
    { title: 'Why pods of other workloads are replaced', lines: hints },
    { title: 'Permissions', lines: [...signed('+', permissions.gained), ...signed('-', permissions.lost)] },
    { title: 'Flows', lines: flowLines(flows) },
    {
      title: 'Promises that hold only in part',
      lines: [...signed('+', promises.weakened), ...signed('-', promises.restored)],
    },
    { title: 'Adapted', lines: [...signed('+', adapted.gained), ...signed('-', adapted.lost)] },
    {
      title: 'Objects',
      lines: [...signed('+', objects.added), ...signed('-', objects.removed), ...objects.changed.flatMap(changedLines)],
      detail: true,
    },
  ];
  return all.filter(({ lines, table }) => lines.length > 0 || (table?.rows.length ?? 0) > 0);
}
