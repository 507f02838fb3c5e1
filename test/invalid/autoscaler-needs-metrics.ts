/** A range of replicas in a cluster without metrics. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'metrics'], 'none'])];

export const report = `test.models.chat.replicas: 1 to 3 replicas need an autoscaler, and the cluster serves it no metrics.
  fix: cluster.metrics 'prometheus-adapter' · cluster.metrics 'keda' · replicas 3
  [AutoscalerNeedsMetrics]`;
