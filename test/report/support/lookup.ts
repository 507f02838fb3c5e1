/** What a mark of a page points to in the JSON of a plan: pointers with `*` for sums, `#` for counts (of those with `?field=value`), ` + ` and ` - `. */
import type { Manifest, Synthesis } from '../../../lib';
import { written } from '../../../lib/report/html/figure';
import { title } from '../../../lib/kubernetes/read';
import { summarise } from '../../../scripts/plan/summary';
import type { Tag } from './page';

const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Every value that a pointer names; several where it has a `*`. */
function valuesAt(json: unknown, [key, ...rest]: readonly string[]): readonly unknown[] {
  if (key === undefined) return [json];
  if (key === '*') return (json as readonly unknown[]).flatMap((each) => valuesAt(each, rest));
  return valuesAt((json as Readonly<Record<string, unknown>> | undefined)?.[key], rest);
}

function termAt(json: unknown, term: string): unknown {
  if (term.startsWith('#')) {
    const [, pointer = '', field, wanted] = /^#([^?]*)(?:\?(\w+)=([^]*))?$/.exec(term) ?? [];
    const items = Object.values(valuesAt(json, keysOf(pointer))[0] as object) as readonly unknown[];
    return items.filter((item) => field === undefined || valuesAt(item, [field])[0] === wanted).length;
  }
  const values = valuesAt(json, keysOf(term));
  return term.includes('/*/') ? values.reduce<number>((sum, value) => sum + Number(value), 0) : values[0];
}

/** The number or text that a mark must show. */
export function lookup(json: unknown, at: string): unknown {
  const [first = '', ...others] = at.split(/ (?=[+-] )/);
  return others.reduce<unknown>(
    (value, part) => {
      const amount = Number(termAt(json, part.slice(2)));
      return part.startsWith('-') ? Number(value) - amount : Number(value) + amount;
    },
    termAt(json, first),
  );
}

/** A mark of a page that shows something else than its source. */
export interface WrongMark {
  readonly at: string;
  readonly text: string;
  readonly shown: unknown;
}

/** The plan and the manifests that the marks of a page point into. */
export interface Sources {
  /** What `plan --json` prints. */
  readonly json: unknown;
  readonly manifests: readonly Manifest[];
}

export const sourcesOf = ({ plan, charts }: Synthesis): Sources => ({
  json: JSON.parse(JSON.stringify(summarise(plan))),
  manifests: charts.flatMap((chart) => chart.manifests),
});

/** What is wrong of a mark: its text, or its exact value. */
export function wrongMark({ attributes, text }: Tag, { json, manifests }: Sources): readonly WrongMark[] {
  const {
    'data-was': former,
    'data-diff': compared,
    'data-at': at = former ?? compared ?? '',
    'data-in': object,
    'data-unit': unit = 'count',
    value,
  } = attributes;
  const source = object === undefined ? json : manifests.find((manifest) => title(manifest) === object);
  const planned = lookup(source, at);
  const shown = value === undefined ? String(planned) : written[unit as keyof typeof written](Number(planned));
  const isSame = value === undefined || Math.abs(Number(value) - Number(planned)) <= 1e-9 * Math.abs(Number(planned));
  return isSame && shown === text ? [] : [{ at, text, shown }];
}
