/** Metrics of the exporter beside a PostgreSQL. */
import { gauge } from './metric';

export const postgresMetrics = {
  pg_up: gauge('1: the server answered the last question of the exporter.'),
  pg_stat_activity_count: gauge('Connections by their database and state.', 'datname', 'state'),
  pg_settings_max_connections: gauge('Most connections that the server accepts.'),
  pg_database_size_bytes: gauge('Bytes of a database on the volume.', 'datname'),
} as const;
