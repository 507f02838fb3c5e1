/**
 * Refuses autoscalers that cannot work: an empty range, a metric that no engine has or no API serves, a target that
 * must not move.
 */
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { Engines } from '../../engines';
import { suggest } from '../../core';
import type { Kinds } from '../../kubernetes/kinds';
import { title } from '../../kubernetes/read';
import { engineOf } from '../engines';
import type { Evidence, Seen } from '../evidence';
import { groupBy, orNone } from '../lists';
import { podOf } from '../pods';
import { shown, type Finding, type Rule } from '../rule';
import { autoscalers } from './autoscalers';
import { ofScaledObject } from './scaled-objects';

type Metric = NonNullable<NonNullable<IHorizontalPodAutoscaler['spec']>['metrics']>[number];
type Say = (field: string, found: string, fix: string) => Finding;

/** Every metric that some engine has. */
const metricsOf = (engines: Engines): readonly string[] =>
  [...engines.values()].flatMap(({ contract }) => contract.metrics?.names ?? []);

/** Name of a metric, where one is named. */
function nameOf({ pods, object, external }: Metric): string | undefined {
  const { metric }: Partial<NonNullable<Metric['pods']>> = pods ?? object ?? external ?? {};
  return metric?.name;
}

/** The names that are like one, or all of them where none is. */
const similar = (name: string, known: readonly string[]): readonly string[] => {
  const found = suggest(name, known);
  return found.length > 0 ? found : known;
};

const usesEngine = (target: Seen | undefined, evidence: Evidence): boolean =>
  target !== undefined &&
  orNone(podOf(target)?.containers).some(({ container }) => engineOf(container, evidence) !== undefined);

/** The queues that can be scaled on. */
const queuesOf = (engines: Engines): string =>
  [...engines.values()].flatMap(({ queue }) => queue?.waiting ?? []).join(' or ');

function ofMetric(metric: Metric, i: number, isEngine: boolean, { plan, engines }: Evidence, say: Say): Finding[] {
  const field = `metrics[${i}]`;
  const name = nameOf(metric);
  if (name === undefined) {
    return isEngine
      ? [
          say(
            `${field}.type`,
            `${metric.type} says nothing of waiting requests: an engine is busy whenever it works`,
            `scale on ${queuesOf(engines)}`,
          ),
        ]
      : [];
  }
  return [
    ...(isEngine && !metricsOf(engines).includes(name)
      ? [
          say(
            `${field}.metric.name`,
            `no engine has the metric '${name}'`,
            `one of ${similar(name, metricsOf(engines)).join(', ')}`,
          ),
        ]
      : []),
    ...(plan.environment.cluster.metrics === 'none'
      ? [say(`${field}.metric.name`, `no API serves '${name}'`, 'name the metrics provider of the cluster')]
      : []),
  ];
}

function ofAutoscaler(
  { manifest, body: { spec } }: Seen<IHorizontalPodAutoscaler>,
  target: Seen | undefined,
  evidence: Evidence,
): Finding[] {
  const say: Say = (field, found, fix) => ({ manifest, field: `spec.${field}`, found, fix });
  const { minReplicas = 1, maxReplicas = 0, metrics = [] } = spec ?? {};
  return [
    ...(minReplicas < 1 ? [say('minReplicas', `${minReplicas} leaves no pod to wait for`, 'at least 1')] : []),
    ...(minReplicas > maxReplicas
      ? [say('maxReplicas', `${maxReplicas} is less than the minimum of ${minReplicas}`, `at least ${minReplicas}`)]
      : []),
    ...(metrics.length === 0
      ? [say('metrics', 'there is none: the default is CPU', `scale on ${queuesOf(evidence.engines)}`)]
      : []),
    ...metrics.flatMap((metric, i) => ofMetric(metric, i, usesEngine(target, evidence), evidence, say)),
  ];
}

const holdsVolumes = (target: Seen): boolean => orNone(podOf(target)?.claimTemplates).length > 0;

function check(evidence: Evidence): Finding[] {
  const all = autoscalers(evidence);
  const moved = all.flatMap(({ scaler, target }) => (target === undefined ? [] : [{ scaler, target }]));
  const byTarget = groupBy(moved, ({ target }) => title(target.manifest));
  return [
    ...all.flatMap(({ scaler, target }) =>
      scaler.manifest.kind === 'HorizontalPodAutoscaler'
        ? ofAutoscaler(scaler as Seen<IHorizontalPodAutoscaler>, target, evidence)
        : ofScaledObject(scaler as Seen<Kinds['ScaledObject']>, usesEngine(target, evidence)),
    ),
    ...moved
      .filter(({ target }) => holdsVolumes(target))
      .map(({ scaler: { manifest }, target }) => ({
        manifest,
        field: 'spec.scaleTargetRef',
        found: `${title(target.manifest)} keeps volumes: a new pod needs a free one, and an old one stays tied to its node`,
        fix: 'give it a fixed number of replicas',
      })),
    ...[...byTarget].flatMap(([target, scalers]) =>
      scalers.slice(1).map(({ scaler: { manifest } }) => ({
        manifest,
        field: 'spec.scaleTargetRef',
        found: `${scalers.map(({ scaler }) => title(scaler.manifest)).join(' and ')} scale ${target}`,
        fix: 'keep one of them',
      })),
    ),
  ];
}

export const autoscalerSane: Rule = {
  name: 'autoscaler-sane',
  promise:
    'Autoscalers have a range, scale engines on metrics that exist and are served, let no pod sleep in an outage of Prometheus, and scale no workload with volumes of its own.',
  cluster: `The server refuses an empty range; with a metric that no API serves the autoscaler does nothing, which its condition ${shown('ScalingActive')} shows.`,
  check,
};
