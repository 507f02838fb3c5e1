/** Labels and annotations that give pods more than their manifest shows. */
import { changed } from './base';

export const inputs = [
  changed(
    [['pods'], { annotations: { 'sidecar.istio.io/inject': 'false', 'k8s.v1.cni.cncf.io/networks': 'storage' } }],
    [['objects'], { labels: { 'istio-injection': 'enabled' } }],
    [['models', 'chat', 'pods'], { annotations: { 'sidecar.istio.io/inject': 'true' } }],
  ),
];

export const report = `test.pods.annotations['k8s.v1.cni.cncf.io/networks']: 'k8s.v1.cni.cncf.io/networks' attaches a network that no NetworkPolicy judges.
  fix: leave it out; or amend the object, and exempt it from the rule as-planned with a reason
  [OpeningMetadata]
test.objects.labels['istio-injection']: 'istio-injection' adds containers to the pods, which no rule judges.
  fix: leave it out; or amend the object, and exempt it from the rule as-planned with a reason
  [OpeningMetadata]
test.models.chat.pods.annotations['sidecar.istio.io/inject']: 'sidecar.istio.io/inject' adds containers to the pods, which no rule judges.
  fix: leave it out; or amend the object, and exempt it from the rule as-planned with a reason
  [OpeningMetadata]`;
