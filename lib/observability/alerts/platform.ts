/** Alerts of what all workloads share: the quota of their namespace, and the metrics themselves. */
import { minutes } from '../../core';
import type { ServerPlan } from '../../plan';
import { type Expression, promql, series } from '../expressions/expression';
import { type Alert, type RuleGroup, sharedRules } from './alert';
import { exportersOf, gpuExporters } from '../metrics/gpu-exporters';
import { reportedCertificates } from './certificates';
import { gpuFaults } from './gpus';
import { type AlertScope, namespacesOf } from './scope';

/** What the largest pod takes of a quota, in the units of kube-state-metrics. */
function largestPods(servers: readonly ServerPlan[]): Readonly<Record<string, number>> {
  const most = (amounts: readonly number[]): number => Math.max(0, ...amounts);
  const memory = most(servers.map(({ compute, exporter }) => compute.memory.value + (exporter?.memory ?? 0)));
  const gpus = new Map<string, number>();
  for (const { compute } of servers)
    if (compute.gpus !== undefined) {
      const { resource, count } = compute.gpus;
      gpus.set(`requests.${resource}`, Math.max(count, gpus.get(`requests.${resource}`) ?? 0));
    }
  return {
    pods: 1,
    'requests.cpu': most(servers.map(({ compute, exporter }) => compute.cpu.value + (exporter?.cpu ?? 0))) / 1000,
    'requests.memory': memory,
    'limits.memory': memory,
    ...Object.fromEntries(gpus),
  };
}

/** At the maximum of all replicas there is room for a pod more of each, which rollouts and drains use for a while. */
const quotaNearEnd = (scope: AlertScope): readonly Alert[] => {
  const namespace = namespacesOf(scope).serving;
  return Object.entries(largestPods(scope.plan.servers)).map(([resource, amount]) => {
    const of = { namespace, resource };
    return {
      name: 'QuotaNearEnd',
      severity: 'ticket',
      expression: promql`${series('kube_resourcequota', { ...of, type: 'hard' })}
        - ignoring (type) ${series('kube_resourcequota', { ...of, type: 'used' })} < ${amount}`,
      for: scope.time(minutes(60)),
      summary:
        'Of {{ $labels.resource }} the quota {{ $labels.resourcequota }} has {{ $value | humanize }} left: too little for one more pod.',
      because: `the largest pod takes ${amount}; at the maximum of all replicas the quota has room for one more`,
      labels: { resource },
    };
  });
};

/** Without these series alerts stay silent, whatever happens. */
function metricsMissing(scope: AlertScope): readonly Alert[] {
  const { gateway, serving } = namespacesOf(scope);
  const { servers, gateway: hasGateway } = scope.plan;
  const exporters = exportersOf(
    scope.plan,
    servers.filter(({ replicas }) => replicas.min > 0),
  );
  const certificates = reportedCertificates(scope.plan.environment);
  const sources: readonly (readonly [string, Expression])[] = [
    ['kube-state-metrics', series('kube_pod_info', { namespace: serving })],
    ...(hasGateway === undefined
      ? []
      : [['gateway', series('corral_gateway_config_loaded', { namespace: gateway })] as const]),
    ...(certificates === undefined ? [] : [['cert-manager', certificates] as const]),
    ...exporters.map((name) => [name, series(gpuExporters[name].used, { namespace: serving })] as const),
  ];
  return sources.map(([source, all]) => ({
    name: 'MetricsMissing',
    severity: 'ticket',
    expression: promql`absent(${all})`,
    for: scope.time(minutes(15)),
    summary: `Prometheus has no metrics of ${source}: alerts that need them stay silent.`,
    labels: { source },
  }));
}

export function platformGroup(scope: AlertScope): RuleGroup {
  return {
    name: 'corral-platform',
    object: sharedRules,
    namespace: namespacesOf(scope).serving,
    records: [],
    alerts: [...quotaNearEnd(scope), ...metricsMissing(scope), ...gpuFaults(scope)],
  };
}
