/** How the metrics of a workload are scraped: a PodMonitor of the Prometheus operator, or annotations of its pods. */
import type { Construct } from 'constructs';
import type { Duration } from '../../core';
import { object, objectLabels, type Owner, selectorLabels } from '../../kubernetes/draw';
import type { Kinds } from '../../kubernetes/kinds';
import type { SecretKey } from '../../workload';

/** How Prometheus finds what it scrapes. */
export type Scraping =
  | {
      readonly by: 'prometheus-operator';
      /** Labels by which the Prometheus of the cluster selects monitors. */
      readonly labels: Readonly<Record<string, string>>;
      /** Time between two scrapes. */
      readonly interval: Duration;
    }
  /** Annotations `prometheus.io/scrape`, `port` and `path`. */
  | { readonly by: 'annotations' };

/** A prop of every construct whose pods have metrics. */
export interface WithScraping {
  /** How its metrics are scraped. @default - nothing is rendered for it */
  readonly scraping?: Scraping;
}

/** Where pods have metrics. */
export interface MetricsPort {
  /** Name of the port of a container. */
  readonly name: string;
  readonly port: number;
  /** @default '/metrics' */
  readonly path?: string;
  /** Secret of the namespace with the key that a scrape sends; its value is the key and nothing else. @default - none */
  readonly key?: SecretKey;
  /** Labels that all series of the port get, beside `workload`. @default - none */
  readonly labels?: Readonly<Record<string, string | undefined>>;
}

type Endpoint = NonNullable<Kinds['PodMonitor']['spec']['podMetricsEndpoints']>[number];
type Relabeling = NonNullable<Endpoint['relabelings']>[number];

/** Prometheus waits for a scrape no longer than until the next. */
const longestScrape = 10;

/** As the monitors of kubelets have it: with the same labels, Prometheus would mix `up` of two paths of one port. */
const byPath = (): Relabeling => ({
  action: 'replace',
  sourceLabels: ['__metrics_path__'],
  targetLabel: 'metrics_path',
});

function endpoint(
  { name, path = '/metrics', key, labels = {} }: MetricsPort,
  interval: Duration,
  sharesPort: boolean,
): Endpoint {
  return {
    port: name,
    path,
    interval: `${interval}s`,
    scrapeTimeout: `${Math.min(interval, longestScrape)}s`,
    authorization: key && { type: 'Bearer', credentials: { name: key.secretName, key: key.key } },
    relabelings: [
      {
        action: 'replace',
        sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_instance'],
        targetLabel: 'workload',
      },
      ...(sharesPort ? [byPath()] : []),
      ...Object.entries(labels).flatMap(([targetLabel, replacement]) =>
        replacement === undefined
          ? []
          : [{ action: 'replace' as const, targetLabel, replacement: replacement.replaceAll('$', '$$$$') }],
      ),
    ],
  };
}

/**
 * Adds a PodMonitor named like the workload, where the operator scrapes. It selects pods, not a Service: a pod that is
 * not ready is scraped too.
 */
export function podMonitor(
  scope: Construct,
  namespace: string,
  owner: Owner,
  scraping: Scraping | undefined,
  ports: readonly MetricsPort[],
): void {
  if (scraping?.by !== 'prometheus-operator' || ports.length === 0) return;
  object(scope, 'monitor', 'PodMonitor', {
    metadata: { name: owner.instance, namespace, labels: { ...scraping.labels, ...objectLabels(owner) } },
    spec: {
      selector: { matchLabels: selectorLabels(owner) },
      jobLabel: 'app.kubernetes.io/name',
      podMetricsEndpoints: ports.map((each) =>
        endpoint(each, scraping.interval, ports.filter(({ name }) => name === each.name).length > 1),
      ),
    },
  });
}

/** Annotations of a pod, or of a Service, whose one port is scraped; none where the operator scrapes. */
export const scrapeAnnotations = (
  scraping: Scraping | undefined,
  { port, path = '/metrics' }: Pick<MetricsPort, 'port' | 'path'>,
): Readonly<Record<string, string>> =>
  scraping?.by === 'annotations'
    ? { 'prometheus.io/scrape': 'true', 'prometheus.io/port': `${port}`, 'prometheus.io/path': path }
    : {};
