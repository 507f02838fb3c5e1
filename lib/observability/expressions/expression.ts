/**
 * Expressions of PromQL. A series is named by the registry: a name, a label or a function that does not go with it does
 * not compile. The rest of an expression is written as it is: `` promql`${rate(name, minutes(5))} > 0.5` ``.
 */
import type { Duration } from '../../core';
import type { CounterName, GaugeName, HistogramName, LabelOf, MetricName } from '../metrics/registry';

/** An expression, as Prometheus reads it. */
export interface Expression {
  readonly promql: string;
}

/** One value, one of several (a list), or what a value must not be or must match. */
export type LabelMatch =
  | string
  | readonly string[]
  | { readonly not: string | readonly string[] }
  | { readonly matches: string };

/** What labels of the series must be. */
export type Matchers<Name extends MetricName> = Readonly<Partial<Record<LabelOf<Name>, LabelMatch>>>;

/** Series that are no histogram, which has series of its own. */
export type PlainName = Exclude<MetricName, HistogramName>;

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function anyOf(operators: readonly [one: string, several: string], values: string | readonly string[]): string {
  const [one, several] = operators;
  return typeof values === 'string' ? `${one}${quoted(values)}` : `${several}${quoted(values.map(escaped).join('|'))}`;
}

function matchText(match: LabelMatch): string {
  if (typeof match === 'object' && 'matches' in match) return `=~${quoted(match.matches)}`;
  if (typeof match === 'object' && 'not' in match) return anyOf(['!=', '!~'], match.not);
  return anyOf(['=', '=~'], match);
}

function selector(series: string, matchers: Readonly<Record<string, LabelMatch | undefined>> = {}): string {
  const parts = Object.entries(matchers).flatMap(([label, match]) =>
    match === undefined ? [] : [`${label}${matchText(match)}`],
  );
  return parts.length === 0 ? series : `${series}{${parts.join(',')}}`;
}

/** A length of time, or the one that Grafana chooses: at least four scrapes, and wider where a graph is. */
export type Window = Duration | '$__rate_interval';

/** A time as Prometheus writes it: `5m`, `90s`, `500ms`. */
export function promDuration(duration: Duration): string {
  const ms = Math.round(duration * 1000);
  const units = [
    [86_400_000, 'd'],
    [3_600_000, 'h'],
    [60_000, 'm'],
    [1000, 's'],
  ] as const;
  const [size, unit] = units.find(([each]) => ms >= each && ms % each === 0) ?? [1, 'ms'];
  return `${ms / size}${unit}`;
}

const expression = (promql: string): Expression => ({ promql });

const windowText = (window: Window): string => (typeof window === 'string' ? window : promDuration(window));

/** The current value of each series. */
export const series = <Name extends PlainName>(name: Name, match?: Matchers<Name>): Expression =>
  expression(selector(name, match));

/** Growth of a counter per second, over a window. */
export const rate = <Name extends CounterName>(name: Name, window: Window, match?: Matchers<Name>): Expression =>
  expression(`rate(${selector(name, match)}[${windowText(window)}])`);

/** Growth of a counter over a window. */
export const increase = <Name extends CounterName>(name: Name, window: Window, match?: Matchers<Name>): Expression =>
  expression(`increase(${selector(name, match)}[${windowText(window)}])`);

/** Values of a gauge over a window, as one. */
export const over = <Name extends GaugeName>(
  how: 'avg' | 'min' | 'max' | 'last' | 'count' | 'changes',
  name: Name,
  window: Window,
  match?: Matchers<Name>,
): Expression => {
  const range = `${selector(name, match)}[${windowText(window)}]`;
  return expression(how === 'changes' ? `changes(${range})` : `${how}_over_time(${range})`);
};

/** Growth per second of a part of a histogram; `bucket` with its upper bound as a text. */
export const rateOf = <Name extends HistogramName>(
  name: Name,
  part: 'sum' | 'count' | { readonly bucket: string } | 'buckets',
  window: Window,
  match?: Matchers<Name>,
): Expression => {
  const [ending, bound] = typeof part === 'object' ? ['bucket', part.bucket] : [part === 'buckets' ? 'bucket' : part];
  const all: Readonly<Record<string, LabelMatch | undefined>> = {
    ...match,
    ...(bound === undefined ? {} : { le: bound }),
  };
  return expression(`rate(${selector(`${name}_${ending}`, all)}[${windowText(window)}])`);
};

/** One series for each combination of the labels. */
export const aggregate = (
  how: 'sum' | 'max' | 'min' | 'avg' | 'count',
  by: readonly string[],
  of: Expression,
): Expression => expression(by.length === 0 ? `${how}(${of.promql})` : `${how} by (${by.join(', ')}) (${of.promql})`);

/** A quantile of a histogram, as its buckets allow it. */
export const quantile = <Name extends HistogramName>(
  q: number,
  name: Name,
  by: readonly LabelOf<Name>[],
  window: Window,
  match?: Matchers<Name>,
): Expression =>
  expression(
    `histogram_quantile(${q}, ${aggregate('sum', ['le', ...by], rateOf(name, 'buckets', window, match)).promql})`,
  );

/** An expression of parts: expressions, numbers, and text between them. */
export const promql = (texts: TemplateStringsArray, ...parts: readonly (Expression | number | string)[]): Expression =>
  expression(
    texts
      .map((text, index) => {
        const part = parts[index];
        return `${text}${part === undefined ? '' : typeof part === 'object' ? part.promql : part}`;
      })
      .join('')
      .replaceAll(/\s*\n\s*/g, ' ')
      .trim(),
  );
