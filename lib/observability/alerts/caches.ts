/** The alert of caches: no exporter asks them, so what is known of their pods. */
import { minutes } from '../../core';
import type { Cache } from '../../environment';
import { promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { type AlertScope, namespacesOf } from './scope';

/** A new pod is there after a minute or two, also on another node; what lasts for longer needs a person. */
const restart = minutes(10);

function down(scope: AlertScope, { key, name, keeps }: Cache): Alert {
  const namespace = namespacesOf(scope).serving;
  const ready =
    keeps.by === 'nothing'
      ? series('kube_deployment_status_replicas_available', { namespace, deployment: name })
      : series('kube_statefulset_status_replicas_ready', { namespace, statefulset: name });
  return {
    name: 'CacheDown',
    severity: 'ticket',
    expression: promql`${ready} == 0`,
    for: scope.time(restart),
    summary: `The cache ${key} does not answer: applications work without it, or fail.`,
    labels: { workload: name },
  };
}

/** The caches, where the environment has some. */
export function cacheGroup(scope: AlertScope): RuleGroup | undefined {
  const { caches } = scope.plan.environment;
  if (caches.length === 0) return undefined;
  return {
    name: 'corral-caches',
    object: sharedRules,
    namespace: namespacesOf(scope).serving,
    records: [],
    alerts: caches.map((cache) => down(scope, cache)),
  };
}
