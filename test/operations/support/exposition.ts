/** What a real program exposes of its metrics, and how it differs from the registry. */
import type { Metric } from '../../../lib/observability';

/** Labels of each metric, by its name without the endings of a histogram, and its type. */
interface Exposed {
  readonly type: string;
  readonly labels: ReadonlySet<string>;
}

/** Reads the text format of Prometheus. A value may hold anything but an unescaped quote. */
export function exposed(text: string): ReadonlyMap<string, Exposed> {
  const types = new Map<string, string>();
  const found = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) types.set(typed, type);
    const [, series, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? [^ ]+/.exec(line) ?? [];
    if (series === undefined) continue;
    const name = types.has(series) ? series : series.replace(/_(bucket|sum|count)$/, '');
    const known = found.get(name) ?? new Set<string>();
    for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) known.add(label);
    found.set(name, known);
  }
  return new Map([...found].map(([name, labels]) => [name, { type: types.get(name) ?? 'untyped', labels }]));
}

/** What the registry says of a source and the program does not. */
export function differences(
  source: Readonly<Record<string, Metric>>,
  real: ReadonlyMap<string, Exposed>,
): readonly string[] {
  return Object.entries(source).flatMap(([name, { type, labels }]) => {
    const found = real.get(name);
    if (found === undefined) return [`${name} is not exposed`];
    const missing = labels.filter((label) => !found.labels.has(label));
    return [
      ...(found.type === type ? [] : [`${name} is a ${found.type}, not a ${type}`]),
      ...(missing.length === 0 ? [] : [`${name} has no label ${missing.join(', ')}`]),
    ];
  });
}
