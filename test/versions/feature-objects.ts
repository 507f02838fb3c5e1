/** One object for each field or value that only some releases of Kubernetes serve. */
import type { Manifest } from '../../lib/kubernetes/read/manifest';

type Tree = Readonly<Record<string, unknown>>;

const labels = { a: 'b' };
const selector = { matchLabels: labels };
const draw = (apiVersion: string, kind: string, spec: Tree): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'a', namespace: 'default' },
  spec,
});
const template = (spec: Tree, container: Tree) => ({
  metadata: { labels },
  spec: { ...spec, containers: [{ name: 'c', image: 'i', ...container }] },
});
const pod = (spec: Tree, container: Tree = {}): Manifest =>
  draw('apps/v1', 'Deployment', { selector, template: template(spec, container) });
const replicated = (updateStrategy: Tree): Manifest =>
  draw('apps/v1', 'StatefulSet', { selector, serviceName: 'a', updateStrategy, template: template({}, {}) });
const volume = (source: Tree): Manifest => pod({ volumes: [{ name: 'v', ...source }] });
const projected = (source: Tree): Manifest => volume({ projected: { sources: [source] } });
const claim = (spec: Tree): Manifest =>
  draw('v1', 'PersistentVolumeClaim', {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    ...spec,
  });
const autoscaler = (spec: Tree): Manifest =>
  draw('autoscaling/v2', 'HorizontalPodAutoscaler', {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
    maxReplicas: 2,
    metrics: [
      { type: 'External', external: { metric: { name: 'm' }, target: { type: 'AverageValue', averageValue: '1' } } },
    ],
    ...spec,
  });
const restart = (action: string) => ({ action, exitCodes: { operator: 'In', values: [42] } });
const restarting = (action: string): Manifest =>
  pod({}, { restartPolicy: 'Always', restartPolicyRules: [restart(action)] });
const device = { resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] };

export const featureObjects: Readonly<Record<string, Manifest>> = {
  'Container.restartPolicyRules': restarting('Restart'),
  'ContainerRestartRule.action': restarting('RestartAllContainers'),
  'EnvVarSource.fileKeyRef': pod(
    { volumes: [{ name: 'v', emptyDir: {} }] },
    { env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'a.env', key: 'A' } } }] },
  ),
  'HorizontalPodAutoscalerSpec.minReplicas': autoscaler({ minReplicas: 0 }),
  'HPAScalingRules.tolerance': autoscaler({ behavior: { scaleUp: { tolerance: '50m' } } }),
  'Lifecycle.stopSignal': pod({ os: { name: 'linux' } }, { lifecycle: { stopSignal: 'SIGUSR1' } }),
  'PersistentVolumeClaimSpec.volumeAttributesClassName': claim({ volumeAttributesClassName: 'a' }),
  'PersistentVolumeSpec.volumeAttributesClassName': {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'a' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      csi: { driver: 'csi.example', volumeHandle: 'a' },
      volumeAttributesClassName: 'a',
    },
  },
  'PodSpec.hostnameOverride': pod({ hostnameOverride: 'a.example' }),
  'PodSpec.resourceClaims': pod(device),
  'PodSpec.resources': pod({ resources: { requests: { cpu: '1' } } }),
  'PodSpec.schedulingGroup': pod({ schedulingGroup: { podGroupName: 'a' } }),
  'ResourceRequirements.claims': pod(device, { resources: { claims: [{ name: 'gpu' }] } }),
  'RollingUpdateStatefulSetStrategy.maxUnavailable': replicated({
    type: 'RollingUpdate',
    rollingUpdate: { maxUnavailable: 2 },
  }),
  'ServiceSpec.trafficDistribution': draw('v1', 'Service', {
    selector: labels,
    ports: [{ port: 80 }],
    trafficDistribution: 'PreferSameZone',
  }),
  'StatefulSetUpdateStrategy.type': replicated({ type: 'Recreate' }),
  'Toleration.operator': pod({ tolerations: [{ key: 'a', operator: 'Gt', value: '1', effect: 'NoSchedule' }] }),
  'TypedObjectReference.namespace': claim({
    dataSourceRef: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's', namespace: 'other' },
  }),
  'Volume.image': volume({ image: { reference: 'registry.example/weights:1' } }),
  'VolumeProjection.clusterTrustBundle': projected({ clusterTrustBundle: { name: 'a', path: 'ca.pem' } }),
  'VolumeProjection.podCertificate': projected({
    podCertificate: {
      signerName: 'a.example/b',
      keyType: 'ED25519',
      keyPath: 'k',
      certificateChainPath: 'c',
    },
  }),
};
