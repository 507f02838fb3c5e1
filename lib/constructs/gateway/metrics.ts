/** Where the pods of a gateway have metrics: one port, which hands two paths on to Envoy and to the policy. */
import type { MetricsPort } from '../observability/scraping';
import type { GatewayWorkloadProps } from './props';

/** Name of the port. */
export const metricsPortName = 'metrics';

type Settings = Pick<GatewayWorkloadProps, 'settings'>;

export const envoyMetrics = ({ settings: { ports } }: Settings): MetricsPort => ({
  name: metricsPortName,
  port: ports.metrics,
  path: '/stats/prometheus',
});

export const policyMetrics = (props: Settings): MetricsPort => ({ ...envoyMetrics(props), path: '/policy/metrics' });
