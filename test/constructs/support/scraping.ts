/** How metrics are scraped in these tests, and what a PodMonitor always has. */
import { seconds } from '../../../lib/core/duration';

export const operator = {
  by: 'prometheus-operator',
  labels: { release: 'stack' },
  interval: seconds(20),
} as const;

export const annotated = { by: 'annotations' } as const;

/** The label `workload` of every series. */
export const workloadLabel = {
  action: 'replace',
  sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_instance'],
  targetLabel: 'workload',
} as const;

const every = { interval: '20s', scrapeTimeout: '10s' } as const;

/** An endpoint of a PodMonitor that is drawn with `operator`. */
export const endpointOf = (port: string, path: string, labels: Readonly<Record<string, string>> = {}) => ({
  port,
  path,
  ...every,
  relabelings: [
    workloadLabel,
    ...Object.entries(labels).map(([targetLabel, replacement]) => ({ action: 'replace', targetLabel, replacement })),
  ],
});

const byPath = { action: 'replace', sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' } as const;

/** An endpoint whose port has another one. */
export function endpointOfShared(port: string, path: string) {
  const { relabelings, ...others } = endpointOf(port, path);
  return { ...others, relabelings: [...relabelings, byPath] };
}
