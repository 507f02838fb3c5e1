/** Differences of namespaces: in use by others, applied otherwise, being deleted. */
import type { Manifest } from '../../../../lib';
import { made } from './changes';
import { sentence, type Injected } from './injected';

export const namespace = (
  name: string,
  labelsOf: Readonly<Record<string, string>>,
  annotations?: Readonly<Record<string, string>>,
): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labelsOf, annotations } });

export const aboutNames: readonly Injected[] = [
  {
    name: 'a namespace of other owners',
    make: made(
      namespace(
        'llm-serving',
        { 'app.kubernetes.io/managed-by': 'Helm' },
        { 'meta.helm.sh/release-name': 'chat', 'meta.helm.sh/release-namespace': 'apps' },
      ),
    ),
    found: [
      sentence(
        'everywhere',
        'declared Namespace llm-serving as its own object; found this object, owned by Helm release apps/chat',
        "name another in cluster.namespaces · scope: 'namespaced' with this namespace, if your rights end there or other teams use it · if nothing else uses it, let this environment own it: kubectl label namespace llm-serving app.kubernetes.io/part-of=corral",
        'ObjectOfAnother',
      ),
    ],
  },
  {
    name: 'a namespace of ours that Flux has applied',
    make: made(
      namespace('model-store', {
        'app.kubernetes.io/part-of': 'corral',
        'kustomize.toolkit.fluxcd.io/name': 'everywhere-00-namespaces',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      }),
    ),
    found: [
      sentence(
        'everywhere.delivery',
        "declared 'kubectl'; found Namespace model-store, applied by Flux Kustomization flux-system/everywhere-00-namespaces",
        "delivery: 'gitops' · hand them over as described in docs/how-to/pulumi.md",
        'DeliveredOtherwise',
      ),
    ],
  },
  {
    name: 'a namespace that is being deleted',
    make: async ({ plane }) => {
      const ending = namespace('llm-serving', { 'app.kubernetes.io/part-of': 'corral' });
      const held: Manifest = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'held', namespace: 'llm-serving', finalizers: ['example.com/held'] } as Manifest['metadata'],
      };
      await plane.client.apply([ending, held]);
      await plane.client.delete([ending]);
      return async () => {
        await plane.client.patch('ConfigMap', 'held', 'llm-serving', { metadata: { finalizers: null } });
        await plane.kubectl.run(['wait', '--for=delete', 'namespace/llm-serving', '--timeout=180s']);
      };
    },
    found: [
      sentence(
        'everywhere',
        "declared namespace 'llm-serving'; found a namespace that is being deleted",
        'wait until it is deleted · find out what blocks the deletion: kubectl describe namespace llm-serving',
        'NamespaceEnding',
      ),
    ],
  },
];
