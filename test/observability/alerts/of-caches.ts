/** Caches: pods that are away, of a Deployment and of a StatefulSet. */
import { inServing, type Situation } from './situation';

const available = inServing('kube_deployment_status_replicas_available', { deployment: 'cache-chat' });
const ready = inServing('kube_statefulset_status_replicas_ready', { statefulset: 'cache-sessions' });

export const ofCaches: readonly Situation[] = [
  {
    about: 'CacheDown',
    when: 'a cache that keeps nothing has been away for a quarter of an hour',
    series: { [available]: '0x20', [ready]: '1x20' },
    after: 15,
    fires: ['ticket CacheDown'],
  },
  {
    about: 'CacheDown',
    when: 'a cache that keeps a log has been away for a quarter of an hour',
    series: { [available]: '1x20', [ready]: '0x20' },
    after: 15,
    fires: ['ticket CacheDown'],
  },
  {
    about: 'CacheDown',
    when: 'both are replaced within five minutes',
    series: { [available]: '1 0 0 0 0 1x20', [ready]: '1 0 0 0 0 1x20' },
    after: 15,
    fires: [],
  },
];
