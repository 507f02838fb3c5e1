/** Models that KEDA scales, without a gateway and without a Prometheus. */
import { changed } from './base';

export const inputs = [changed([['cluster', 'metrics'], 'keda'])];

export const report = `test.gateway: 'chat' has a range of replicas, and no gateway takes requests for a model without a pod.
  fix: gateway: { … } · replicas as one number
  [ScalingNeedsDemand]
test.monitoring.prometheus: 'chat' has a range of replicas, and KEDA has no Prometheus to ask for the requests that wait.
  fix: monitoring: { scrape, prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' } } · replicas as one \
number
  [ScalingNeedsDemand]`;
