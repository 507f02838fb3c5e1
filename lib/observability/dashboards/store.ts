/** The store of weights: its room, its loaders, and the servers that hand weights out. */
import { minutes } from '../../core';
import { isReadInPlace } from '../../environment';
import { type Plan, sharedNames, storeNamespace } from '../../plan';
import { aggregate, increase, promql, series } from '../expressions/expression';
import type { DashboardInput } from './dashboard';
import { graph, value } from './panel';

export function store({ environment, loaders }: Plan): DashboardInput | undefined {
  if (loaders.length === 0) return undefined;
  const own = { namespace: storeNamespace(environment) } as const;
  const hasServers = !isReadInPlace(environment.cluster.weights);
  const used = series('kubelet_volume_stats_used_bytes', own);
  const capacity = series('kubelet_volume_stats_capacity_bytes', own);
  return {
    name: 'store',
    title: 'store and loaders',
    description: 'Room of the store, Jobs that load models into it, and weights servers.',
    rows: [
      {
        title: 'Store',
        panels: [
          graph(
            'Room in use',
            'percentunit',
            'Old and new files of a change are both on it.',
            [{ of: promql`${used} / (${capacity} > 0)`, legend: '{{persistentvolumeclaim}}' }],
            { max: 1, limits: { warning: 0.85, fault: 0.95 } },
          ),
          graph('Bytes in use', 'bytes', 'Of each claim.', [{ of: used, legend: '{{persistentvolumeclaim}}' }]),
          value(
            'Seconds since the collector ran',
            's',
            'It reports, or removes, what nothing uses.',
            promql`time() - ${aggregate('max', [], series('kube_cronjob_status_last_successful_time', { ...own, cronjob: sharedNames.collector }))}`,
          ),
        ],
      },
      {
        title: 'Loaders',
        panels: [
          graph('Jobs that failed', 'short', 'Their log names the reason: the source, the hash, the room.', [
            { of: promql`${series('kube_job_failed', { ...own, condition: 'true' })} == 1`, legend: '{{job_name}}' },
          ]),
          graph('Restarts', 'short', 'Of the pods of Jobs, in the hour before.', [
            {
              of: promql`${aggregate('sum', ['pod'], increase('kube_pod_container_status_restarts_total', minutes(60), own))} > 0`,
              legend: '{{pod}}',
            },
          ]),
          graph('Jobs that succeeded', 'short', 'One for each model.', [
            { of: aggregate('sum', [], series('kube_job_status_succeeded', own)), legend: 'Jobs' },
          ]),
        ],
      },
      ...(hasServers
        ? [
            {
              title: 'Weights servers',
              panels: [
                graph('Connections', 'short', 'Engines that fetch weights at this moment.', [
                  {
                    of: aggregate('sum', ['pod', 'state'], series('corral_weights_server_connections', own)),
                    legend: '{{pod}} {{state}}',
                  },
                ]),
              ],
            },
          ]
        : []),
    ],
  };
}
