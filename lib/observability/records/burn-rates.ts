/**
 * Error budgets: which part of the requests of a model failed, or began too late, over several windows. An alert of a long
 * and a short window fires while the budget is being used up, and stops soon after.
 */
import { days, hours, minutes, type Duration } from '../../core';
import { aggregate, type Expression, increase, promql, rate, rateOf } from '../expressions/expression';
import type { RecordingRule } from './cost';

/** What is promised of the requests of a model. */
const promises = ['errors', 'first_token'] as const;
export type Promised = (typeof promises)[number];

/** Windows of the recorded parts, by the name that they have in the series. */
const burnWindows = {
  '5m': minutes(5),
  '30m': minutes(30),
  '1h': hours(1),
  '6h': hours(6),
  '3d': days(3),
} as const;
export type BurnWindow = keyof typeof burnWindows;
const windowNames = Object.keys(burnWindows) as readonly BurnWindow[];

/** The recorded part of requests, by model. */
export const burnRecord = <Of extends Promised, Window extends BurnWindow>(promised: Of, window: Window) =>
  `corral:model_${promised}:ratio_rate${window}` as const;

/** The recorded number of requests of an hour, by model. */
export const requestsRecord = 'corral:model_requests:increase1h';

export interface BurnSources {
  /** Namespace of the gateway. */
  readonly namespace: string;
  /** Models that have no pod at times: they answer 503 by design. */
  readonly toZero: readonly string[];
  /** Upper bound of the histogram, as its label has it: `2.5`, `1.0`. */
  readonly bound: string;
}

const requests = 'corral_gateway_requests_total';
const firstToken = 'corral_gateway_first_token_seconds';

/** Answers with an error of the server; of a model that scales to zero, 503 is none. */
function failed({ namespace, toZero }: BurnSources, window: Duration): Expression {
  const errors = { namespace, code: { matches: '5..' } };
  if (toZero.length === 0) return promql`sum by (model) (${rate(requests, window, errors)})`;
  const always = rate(requests, window, { ...errors, model: { not: toZero } });
  const atTimes = rate(requests, window, { namespace, code: { matches: '50[0-24-9]|5[1-9].' }, model: toZero });
  return promql`sum by (model) (${always} or ${atTimes})`;
}

function partOf(promised: Promised, sources: BurnSources, window: Duration): Expression {
  const { namespace, bound } = sources;
  if (promised === 'errors')
    return promql`${failed(sources, window)} / sum by (model) (${rate(requests, window, { namespace })})`;
  const fast = rateOf(firstToken, { bucket: bound }, window, { namespace });
  const all = rateOf(firstToken, 'count', window, { namespace });
  return promql`1 - sum by (model) (${fast}) / sum by (model) (${all})`;
}

/** The parts over all windows, and the requests of an hour. */
export const burnRecords = (sources: BurnSources, time: (duration: Duration) => Duration): readonly RecordingRule[] => [
  {
    record: requestsRecord,
    expr: aggregate('sum', ['model'], increase(requests, time(hours(1)), { namespace: sources.namespace })).promql,
    labels: {},
  },
  ...promises.flatMap((promised) =>
    windowNames.map((window) => ({
      record: burnRecord(promised, window),
      expr: partOf(promised, sources, time(burnWindows[window])).promql,
      labels: {},
    })),
  ),
];
