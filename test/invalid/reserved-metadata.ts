/** Labels and annotations that belong to Corral, to Kubernetes, to a controller, or to another field. */
import { changed } from './base';

export const inputs = [
  changed(
    [
      ['pods'],
      {
        labels: { 'corral.dev/model': 'mine', 'app.kubernetes.io/name': 'mine', 'app.kubernetes.io/version': '1' },
        annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
      },
    ],
    [['objects'], { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } }],
    [['nodePools', 'l4', 'pods'], { labels: { 'pod-template-hash': 'abc' } }],
    [['models', 'chat', 'objects'], { annotations: { 'argocd.argoproj.io/sync-wave': '9' } }],
  ),
];

export const report = `test.pods.labels['corral.dev/model']: 'corral.dev/model' belongs to Corral.
  fix: use a key with a prefix of your own: team.example/name
  [ReservedMetadata]
test.pods.labels['app.kubernetes.io/name']: 'app.kubernetes.io/name' belongs to Corral: selectors and network policies find pods by it.
  fix: use a key with a prefix of your own: team.example/name
  [ReservedMetadata]
test.pods.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']: 'cluster-autoscaler.kubernetes.io/safe-to-evict' follows from pods.nodeRemoval.
  fix: set pods.nodeRemoval to 'allowed' or 'prevented', and leave the annotation out
  [ReservedMetadata]
test.objects.labels['pod-security.kubernetes.io/enforce']: 'pod-security.kubernetes.io/enforce' belongs to Kubernetes.
  fix: use a key with a prefix of your own: team.example/name
  [ReservedMetadata]
test.nodePools.l4.pods.labels['pod-template-hash']: 'pod-template-hash' belongs to Kubernetes.
  fix: use a key with a prefix of your own: team.example/name
  [ReservedMetadata]
test.models.chat.objects.annotations['argocd.argoproj.io/sync-wave']: 'argocd.argoproj.io/sync-wave' belongs to the controller that delivers objects.
  fix: leave it out
  [ReservedMetadata]`;
