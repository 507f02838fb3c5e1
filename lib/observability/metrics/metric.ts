/** What is known of a metric: its type, its labels and its meaning. Data only. */

export const metricTypes = ['counter', 'gauge', 'histogram'] as const;
export type MetricType = (typeof metricTypes)[number];

/** A metric of a source. */
export interface Metric<Type extends MetricType = MetricType, Label extends string = string> {
  readonly type: Type;
  /** Labels that the source writes; those of the target come with every series. */
  readonly labels: readonly Label[];
  readonly means: string;
}

const ofType =
  <Type extends MetricType>(type: Type) =>
  <const Labels extends readonly string[] = readonly []>(
    means: string,
    ...labels: Labels
  ): Metric<Type, Labels[number]> => ({ type, labels, means });

/** Grows, and begins again at zero with its process. */
export const counter = ofType('counter');
/** Goes up and down. */
export const gauge = ofType('gauge');
/** Counts by upper bounds: its series end with `_bucket`, `_sum` and `_count`. */
export const histogram = ofType('histogram');

/**
 * Labels that a target has: `job`, `instance`, `namespace`, `pod` and `container` by Prometheus, the others by the
 * relabelings of our monitors.
 */
export const targetLabels = [
  'job',
  'instance',
  'namespace',
  'pod',
  'container',
  /** Name of the workload: `app.kubernetes.io/instance` of its pods. */
  'workload',
  /** Name by which clients ask for the model of a llama-server. */
  'model',
  /** Track of a model that has tracks. */
  'track',
  /** Path, where a port has two: those of a gateway. */
  'metrics_path',
] as const;
export type TargetLabel = (typeof targetLabels)[number];
