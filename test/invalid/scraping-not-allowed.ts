/** Metrics that are to be scraped, and no policy that lets a pod scrape them. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'replicas'], 1],
    [['cluster', 'monitoring'], undefined],
    [['monitoring'], { scrape: { by: 'annotations' } }],
  ),
];

export const report = `test.cluster.monitoring: test.monitoring.scrape asks for metrics to be scraped, and the network policies let no pod scrape them.
  fix: monitoring: { namespace, podLabels } of the pods that scrape · leave out monitoring
  [ScrapingNotAllowed]`;
