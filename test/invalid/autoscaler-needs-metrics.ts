/** Ranges of replicas in a cluster without metrics, and in one where KEDA serves them. */
import { changed } from './base';

export const inputs = [
  changed([['cluster', 'metrics'], 'none']),
  changed(
    [['name'], 'events'],
    [['cluster', 'id'], 'other'],
    [['cluster', 'weights', 'share'], '/other'],
    [['cluster', 'metrics'], 'keda'],
  ),
];

export const report = `test.models.chat.replicas: 1 to 3 replicas need an autoscaler, and the cluster serves it no metrics.
  fix: cluster.metrics 'prometheus-adapter' · replicas 3
  [AutoscalerNeedsMetrics]
events.models.chat.replicas: 1 to 3 replicas need an autoscaler, and KEDA serves external.metrics.k8s.io only, \
while the autoscaler reads custom.metrics.k8s.io; no ScaledObject is rendered.
  fix: cluster.metrics 'prometheus-adapter' · replicas 3
  [AutoscalerNeedsMetrics]`;
