/** What an overlay asks of monitoring → the same with every default filled in. */
import { childPath, type Path, seconds } from '../../core';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import { checkObjectAdditions } from './additions';
import type { Alerts, Dashboards, Monitoring, MonitoringInput, Scrape, ScrapeInput } from '../monitoring';

/** As often as the monitors that the operator's own charts bring. */
const usualInterval = seconds(15);

const completeScrape = (input: ScrapeInput): Scrape =>
  input.by === 'annotations' ? input : { ...input, interval: input.interval ?? usualInterval };

const completeAlerts = (input: Partial<Alerts>, scrape: Scrape): Alerts => ({
  ...input,
  labels: input.labels ?? (scrape.by === 'annotations' ? {} : scrape.labels),
  errors: input.errors ?? { objective: 0.999 },
  firstToken: input.firstToken ?? { seconds: 2.5, objective: 0.95 },
});

/** What the sidecar of Grafana's own chart looks for. */
const completeDashboards = ({ folder, labels, ...rest }: Partial<Dashboards>): Dashboards => ({
  ...rest,
  folder: folder ?? 'Corral',
  labels: labels ?? { grafana_dashboard: '1' },
});

export const completeMonitoring = ({ scrape: given, alerts, dashboards, ...rest }: MonitoringInput): Monitoring => {
  const scrape = completeScrape(given);
  return {
    ...rest,
    scrape,
    ...(alerts === undefined ? {} : { alerts: completeAlerts(alerts, scrape) }),
    ...(dashboards === undefined ? {} : { dashboards: completeDashboards(dashboards) }),
  };
};

/** Labels by which Corral's own selectors find an object are not for others to set. */
export function checkMonitoringLabels(
  faults: FaultList,
  { scrape, alerts, dashboards }: MonitoringInput,
  place: Path,
): void {
  const given = {
    scrape: scrape.by === 'annotations' ? undefined : scrape.labels,
    alerts: alerts?.labels,
    dashboards: dashboards?.labels,
  };
  for (const [part, labels] of Object.entries(given)) checkObjectAdditions(faults, { labels }, childPath(place, part));
}

/** A scrape sends the key that llama-servers ask for, and only where they ask for one. */
function checkKey(
  faults: FaultList,
  { scrape }: Monitoring,
  { apiKey }: Cluster,
  isStated: boolean,
  place: Path,
): void {
  if (scrape.by === 'annotations' && apiKey !== undefined)
    faults.add(
      'ScraperKey',
      childPath(place, 'monitoring', 'scrape', 'by'),
      `annotations state no key, and with ${isStated ? 'cluster.apiKey' : 'a gateway'} /metrics answers 401 without one`,
      {
        fix: [
          "scrape: { by: 'prometheus-operator', labels }",
          isStated ? 'leave out cluster.apiKey' : "cluster: { apiKey: { none: 'REASON' } }",
        ],
      },
    );
  if (scrape.by !== 'annotations' && scrape.key !== undefined && apiKey === undefined)
    faults.add(
      'ScraperKey',
      childPath(place, 'monitoring', 'scrape', 'key'),
      `a key of Secret '${scrape.key.secretName}', and llama-servers ask for no key`,
      { fix: ['cluster.apiKey', 'leave it out'] },
    );
}

/**
 * Scraping needs a policy that lets it in, and alerts need the operator that reads them. @param isStated whether the
 * overlay names the Secret of the key
 */
export function checkMonitoring(
  faults: FaultList,
  monitoring: Monitoring | undefined,
  cluster: Cluster,
  isStated: boolean,
  place: Path,
): void {
  if (monitoring === undefined) return;
  checkKey(faults, monitoring, cluster, isStated, place);
  if (cluster.monitoring === undefined)
    faults.add(
      'ScrapingNotAllowed',
      childPath(place, 'cluster', 'monitoring'),
      `${childPath(place, 'monitoring', 'scrape')} asks for metrics to be scraped, and the network policies let no pod scrape them`,
      { fix: ['monitoring: { namespace, podLabels } of the pods that scrape', 'leave out monitoring'] },
    );
  if (monitoring.alerts !== undefined && monitoring.scrape.by === 'annotations')
    faults.add(
      'AlertsNeedOperator',
      childPath(place, 'monitoring', 'alerts'),
      'alerts are PrometheusRules, which the Prometheus operator reads, and this cluster scrapes by annotations',
      { fix: ["scrape: { by: 'prometheus-operator', labels }", 'leave out alerts'] },
    );
}
