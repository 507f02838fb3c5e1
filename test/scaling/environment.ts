/** An environment whose models KEDA scales: one that sleeps, one with a window, one of a fixed number. */
import type { EnvironmentInput } from '../../lib';
import { base, changed, prerequisitesWithKey } from '../invalid/base';

const chat = { ...base.models.chat, pools: ['l4'] } as const;

export const kedaEnvironment = changed(
  [['cluster', 'metrics'], 'keda'],
  [['cluster', 'requestsFrom'], undefined],
  [
    ['prerequisites'],
    [...prerequisitesWithKey, { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'csi-driver-nfs' }],
  ],
  [['gateway'], { tls: 'none', expose: { by: 'cluster' }, clients: { everybody: { models: 'all' } } }],
  [
    ['monitoring'],
    {
      scrape: { by: 'prometheus-operator', labels: { release: 'kube-prometheus-stack' } },
      prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' },
    },
  ],
  [
    ['models', 'chat'],
    {
      ...chat,
      replicas: { min: 0, max: 3 },
      schedule: [{ days: 'weekdays', from: '07:00', to: '19:00', timeZone: 'Europe/Berlin', replicas: 2 }],
    },
  ],
) as EnvironmentInput;

/** The same with an autoscaler on the queue of each pod. */
export const adapterEnvironment = {
  ...kedaEnvironment,
  cluster: { ...kedaEnvironment.cluster, metrics: 'prometheus-adapter' },
  models: { ...kedaEnvironment.models, chat: { ...chat, replicas: { min: 1, max: 3 } } },
} as EnvironmentInput;

/** The same with a fixed number. */
export const fixedEnvironment = {
  ...adapterEnvironment,
  models: { ...adapterEnvironment.models, chat: { ...chat, replicas: 2 } },
} as EnvironmentInput;
