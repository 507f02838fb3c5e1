/** Metrics of a weights server: the variables of nginx that count connections. */
import { counter, gauge } from './metric';

export const weightsServerMetrics = {
  corral_weights_server_connections: gauge('Connections by what they do.', 'state'),
  corral_weights_server_connections_total: counter('Connections since the start.'),
} as const;
