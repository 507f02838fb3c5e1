/** Databases: servers that are away, and connections that come to an end. */
import { inServing, type Situation } from './situation';

const of = { pod: 'database-chat-0', workload: 'database-chat' } as const;
const up = inServing('pg_up', of);
const ready = inServing('kube_statefulset_status_replicas_ready', { statefulset: 'database-chat' });
const used = (state: string): string => inServing('pg_stat_activity_count', { ...of, datname: 'chat', state });
const most = inServing('pg_settings_max_connections', of);

export const ofDatabases: readonly Situation[] = [
  {
    about: 'DatabaseDown',
    when: 'a database has not answered for ten minutes',
    series: { [up]: '0x20' },
    after: 10,
    fires: ['page DatabaseDown'],
  },
  {
    about: 'DatabaseDown',
    when: 'its pod has not been there for ten minutes, and nothing of it is scraped',
    series: { [ready]: '0x20' },
    after: 10,
    fires: ['page DatabaseDown'],
  },
  {
    about: 'DatabaseDown',
    when: 'it does not answer, and its pod is not ready: that is one alert',
    series: { [up]: '0x20', [ready]: '0x20' },
    after: 10,
    fires: ['page DatabaseDown'],
  },
  {
    about: 'DatabaseDown',
    when: 'a database restarts within three minutes',
    series: { [up]: '1 0 0 0 1x20', [ready]: '1 0 0 0 1x20' },
    after: 10,
    fires: [],
  },
  {
    about: 'DatabaseConnectionsHigh',
    when: '90 of 100 connections are in use, those that are idle too',
    series: { [used('active')]: '30x30', [used('idle')]: '60x30', [most]: '100x30' },
    after: 20,
    fires: ['ticket DatabaseConnectionsHigh'],
  },
  {
    about: 'DatabaseConnectionsHigh',
    when: '80 of 100 connections are in use',
    series: { [used('active')]: '30x30', [used('idle')]: '50x30', [most]: '100x30' },
    after: 20,
    fires: [],
  },
];
