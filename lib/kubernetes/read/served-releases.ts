/**
 * What not every supported release of Kubernetes serves by default, and the first that does. `npm run test:versions --
 * releases` holds it against the real servers of three releases.
 *
 * @see kubernetes/kubernetes pkg/features/kube_features.go (the releases of each feature), `+featureGate` in types.go of
 *   staging/src/k8s.io/api (the fields of a feature)
 * @see kubernetes/kubernetes pkg/controlplane/instance.go, and api/openapi-spec/swagger.json of 1.33 to 1.37 (the kinds)
 */
import { own } from '../../core';

/** No supported release serves it by default. */
export const none = 'none';

export interface Served {
  /** The first release; `none` where there is none. */
  readonly since: string;
  /** Values that it is about. @default - any value */
  readonly values?: readonly unknown[];
  /** The value that a server without the field acts by anyway. @default - none */
  readonly usual?: unknown;
}

/** By the type in the API and its field. */
export const servedFields: Readonly<Record<string, Served>> = {
  'Container.restartPolicyRules': { since: '1.35' },
  'ContainerRestartRule.action': { since: '1.36', values: ['RestartAllContainers'] },
  'EnvVarSource.fileKeyRef': { since: '1.35' },
  'EphemeralContainer.restartPolicyRules': { since: '1.35' },
  'HorizontalPodAutoscalerSpec.minReplicas': { since: '1.37', values: [0] },
  'HPAScalingRules.tolerance': { since: '1.35' },
  'Lifecycle.stopSignal': { since: none },
  'PersistentVolumeClaimSpec.volumeAttributesClassName': { since: '1.34' },
  'PersistentVolumeSpec.volumeAttributesClassName': { since: '1.34' },
  'PodSpec.hostnameOverride': { since: '1.35' },
  'PodSpec.resourceClaims': { since: '1.34' },
  'PodSpec.resources': { since: '1.34' },
  'PodSpec.schedulingGroup': { since: none },
  'ResourceRequirements.claims': { since: '1.34' },
  // Its kep.yaml states 1.35; servers of 1.35 and 1.36 have it off.
  'RollingUpdateStatefulSetStrategy.maxUnavailable': { since: '1.37', usual: 1 },
  'ServiceSpec.trafficDistribution': { since: '1.34', values: ['PreferSameNode', 'PreferSameZone'] },
  'StatefulSetUpdateStrategy.type': { since: none, values: ['Recreate'] },
  'Toleration.operator': { since: none, values: ['Gt', 'Lt'] },
  'TypedObjectReference.namespace': { since: none },
  'Volume.gitRepo': { since: none },
  'Volume.image': { since: '1.35' },
  'VolumeProjection.clusterTrustBundle': { since: '1.37' },
  'VolumeProjection.podCertificate': { since: '1.37' },
};

/** Kinds of stable versions, by API version and kind. */
export const servedKinds: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy': '1.36',
  'admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding': '1.36',
  'certificates.k8s.io/v1 ClusterTrustBundle': '1.37',
  'certificates.k8s.io/v1 PodCertificateRequest': '1.37',
  'resource.k8s.io/v1 DeviceClass': '1.34',
  'resource.k8s.io/v1 DeviceTaintRule': '1.37',
  'resource.k8s.io/v1 ResourceClaim': '1.34',
  'resource.k8s.io/v1 ResourceClaimTemplate': '1.34',
  'resource.k8s.io/v1 ResourceSlice': '1.34',
  'storage.k8s.io/v1 VolumeAttributesClass': '1.34',
  'storagemigration.k8s.io/v1 StorageVersionMigration': '1.37',
};

/** Groups of Kubernetes itself: `resource.k8s.io/v1beta1` is of `resource.k8s.io`. Others are custom resources. */
const groups: readonly string[] = [
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'extensions',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'lifecycle.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
];

/**
 * The first release that serves a kind by default: `undefined` where every supported release does, or where it is a
 * custom resource. Kubernetes has every alpha and beta version of its own groups off.
 */
export function servedSince(apiVersion: string, kind: string): string | undefined {
  const [group = '', version = ''] = apiVersion.split('/');
  return groups.includes(group) && /^v\d+(alpha|beta)\d+$/.test(version)
    ? none
    : own(servedKinds, `${apiVersion} ${kind}`);
}
