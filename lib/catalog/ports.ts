/** Ports at which programs of others listen unless they are given another. */

/** @see https://www.postgresql.org/docs/current/runtime-config-connection.html */
export const postgresPort = 5432;

/** @see https://github.com/prometheus-community/postgres_exporter */
export const postgresExporterPort = 9187;

/** @see https://valkey.io/topics/valkey.conf/ */
export const valkeyPort = 6379;
