/** The first dashboard: whether everything runs, and where to look if it does not. */
import { minutes } from '../../core';
import { type Plan, storeNamespace } from '../../plan';
import { aggregate, increase, promql, rate, series } from '../expressions/expression';
import type { DashboardInput } from './dashboard';
import { bars, graph, value } from './panel';

const window = '$__rate_interval';

export function platform({ environment }: Plan): DashboardInput {
  const { serving } = environment.cluster.namespaces;
  const store = storeNamespace(environment);
  const own = { namespace: [...new Set([serving, store])] };
  const used = series('kube_resourcequota', { namespace: serving, type: 'used' });
  const hard = series('kube_resourcequota', { namespace: serving, type: 'hard' });
  return {
    name: 'platform',
    title: 'platform',
    description: 'Whether everything of the environment runs: pods, restarts, quota, nodes, alerts.',
    rows: [
      {
        title: 'Now',
        panels: [
          value(
            'Alerts that fire',
            'short',
            'Each has a runbook in its annotation.',
            promql`count(${series('ALERTS', { namespace: own.namespace, alertstate: 'firing' })}) or vector(0)`,
            { limits: { warning: 1, fault: 5 } },
          ),
          value(
            'Pods that are ready',
            'short',
            'Of engines, the store and the weights servers.',
            aggregate('sum', [], series('kube_pod_status_ready', { ...own, condition: 'true' })),
          ),
          value(
            'Pods without a node',
            'short',
            'They wait for room. The plan has room for all required pods: look for pods of others, or for nodes that are missing.',
            promql`${aggregate('sum', [], series('kube_pod_status_unschedulable', own))} or vector(0)`,
            { limits: { warning: 1, fault: 3 } },
          ),
          value(
            'Restarts in an hour',
            'short',
            'Of all containers.',
            promql`${aggregate('sum', [], increase('kube_pod_container_status_restarts_total', minutes(60), own))} or vector(0)`,
            { limits: { warning: 1, fault: 5 } },
          ),
          value(
            'Targets that do not answer',
            'short',
            'An engine that loads its model does not answer either.',
            promql`count(${series('up', own)} == 0) or vector(0)`,
            { limits: { warning: 1, fault: 3 } },
          ),
        ],
      },
      {
        title: 'Pods',
        panels: [
          graph('Available pods', 'short', 'Of each Deployment.', [
            {
              of: aggregate('sum', ['deployment'], series('kube_deployment_status_replicas_available', own)),
              legend: '{{deployment}}',
            },
          ]),
          graph('Restarts', 'short', 'In the hour before, by container.', [
            {
              of: promql`${aggregate(
                'sum',
                ['pod', 'container'],
                increase('kube_pod_container_status_restarts_total', minutes(60), own),
              )} > 0`,
              legend: '{{pod}} {{container}}',
            },
          ]),
          graph('CPU', 'short', 'Cores in use, by pod.', [
            {
              of: aggregate(
                'sum',
                ['pod'],
                rate('container_cpu_usage_seconds_total', window, { ...own, container: { not: '' } }),
              ),
              legend: '{{pod}}',
            },
          ]),
        ],
      },
      {
        title: 'Quota and room',
        panels: [
          bars(
            'Quota in use',
            'percentunit',
            'The plan sizes the quota for all maxima and for what a rollout adds: full means that something else runs here.',
            [{ of: promql`${used} / ignoring (type) (${hard} > 0)`, legend: '{{resource}}' }],
            { max: 1, limits: { warning: 0.9, fault: 1 } },
          ),
          graph('Pods of autoscalers', 'short', 'Wanted, and the most that may be.', [
            {
              of: series('kube_horizontalpodautoscaler_status_desired_replicas', own),
              legend: '{{horizontalpodautoscaler}} wanted',
            },
            {
              of: series('kube_horizontalpodautoscaler_spec_max_replicas', own),
              legend: '{{horizontalpodautoscaler}} at most',
            },
          ]),
          graph('Nodes that are not ready', 'short', 'Of the cluster.', [
            {
              of: promql`${series('kube_node_status_condition', { condition: 'Ready', status: ['false', 'unknown'] })} == 1`,
              legend: '{{node}}',
            },
          ]),
        ],
      },
    ],
  };
}
