/** A range of replicas whose metrics nothing scrapes, and one that the policies let no pod scrape. */
import { changed } from './base';

const topolvm = { kind: 'StorageClass', name: 'topolvm', providedBy: 'the TopoLVM chart' };

export const inputs = [changed([['prerequisites'], [topolvm]], [['cluster', 'monitoring'], undefined])];

export const report = `test.prerequisites: 'chat' has a range of replicas, and no prerequisite names a scraper for the metrics that the autoscaler reads.
  fix: monitoring: { scrape }, which renders what Prometheus reads · { kind: 'PodMonitor', namespace, name, providedBy } of what scrapes port 8080, path /metrics · \
{ kind: 'Scraper', name, providedBy } for a job of a scraper's own configuration · replicas as one number
  allowed: 'PodMonitor' · 'VMPodScrape' · 'PodMonitoring' · 'Scraper'
  [AutoscalerNeedsScraper]
test.cluster.monitoring: 'chat' has a range of replicas, and the network policies let no pod scrape their metrics.
  fix: monitoring: { namespace, podLabels } of the pods that scrape · replicas as one number
  [AutoscalerNeedsScraper]`;
