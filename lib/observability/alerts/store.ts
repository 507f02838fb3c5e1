/** Alerts of the way of the weights: loaders, the store, the weights server. */
import { minutes } from '../../core';
import { sharedNames, storeNamespace } from '../../plan';
import { promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { type AlertScope, percentText, ratioText } from './scope';

const loaderFailed = (scope: AlertScope, namespace: string): Alert => ({
  name: 'LoaderFailed',
  severity: 'ticket',
  expression: promql`${series('kube_job_failed', { namespace, condition: 'true', job_name: { matches: '(load|verify)-.+' } })} == 1`,
  for: scope.time(minutes(1)),
  summary: 'Job {{ $labels.job_name }} failed: the weights of its model are not in the store.',
});

const weightsServerDown = (scope: AlertScope, namespace: string): Alert => ({
  name: 'WeightsServerDown',
  severity: 'ticket',
  expression: promql`${series('kube_deployment_status_replicas_available', { namespace, deployment: sharedNames.weightsServer })} == 0`,
  for: scope.time(minutes(10)),
  summary: 'No weights server is available: pods that run go on, and no new pod can start.',
});

const usualLeast = 0.1;

/** The store has room for a change of all models; half of what is left beside it must stay. */
function storeFull(scope: AlertScope, namespace: string): Alert {
  const { environment, store } = scope.plan;
  const { weights } = environment.cluster;
  const spare = Math.max(0, 1 - store.needed.value / store.capacity);
  const least = Math.max(0.01, Math.min(usualLeast, spare / 2));
  const claim = {
    namespace,
    persistentvolumeclaim: weights.kind === 'existing' ? weights.claimName : sharedNames.store,
  };
  return {
    name: 'StoreNearlyFull',
    severity: 'ticket',
    expression: promql`${series('kubelet_volume_stats_available_bytes', claim)}
      / ${series('kubelet_volume_stats_capacity_bytes', claim)} < ${ratioText(least)}`,
    for: scope.time(minutes(15)),
    summary: 'The store of weights has {{ $value | humanizePercentage }} of its room left.',
    because: `by the plan ${percentText(spare)} stay free, even while all models change`,
  };
}

/** The store, where models come through one. */
export function storeGroup(scope: AlertScope): RuleGroup | undefined {
  const { environment, loaders, support } = scope.plan;
  if (loaders.length === 0) return undefined;
  const namespace = storeNamespace(environment);
  const hasServer = support.some(({ name }) => name === sharedNames.weightsServer);
  return {
    name: 'corral-store',
    object: sharedRules,
    namespace,
    records: [],
    alerts: [
      loaderFailed(scope, namespace),
      ...(hasServer ? [weightsServerDown(scope, namespace)] : []),
      storeFull(scope, namespace),
    ],
  };
}
