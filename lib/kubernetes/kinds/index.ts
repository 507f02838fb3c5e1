/**
 * The kinds of object that Corral draws, with their types: a field that Kubernetes 1.36 does not know does not compile.
 */
import type {
  IValidatingAdmissionPolicy,
  IValidatingAdmissionPolicyBinding,
} from 'kubernetes-models/admissionregistration.k8s.io/v1';
import type { IDeployment, IStatefulSet, IDaemonSet } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { ICronJob, IJob } from 'kubernetes-models/batch/v1';
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1';
import type { IStorageClass } from 'kubernetes-models/storage.k8s.io/v1';
import type {
  IConfigMap,
  ILimitRange,
  INamespace,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IPod,
  IResourceQuota,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1';

/** Type of each kind, by its name. */
export interface Kinds {
  readonly ConfigMap: IConfigMap;
  readonly CronJob: ICronJob;
  readonly DaemonSet: IDaemonSet;
  readonly Deployment: IDeployment;
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly Job: IJob;
  readonly LimitRange: ILimitRange;
  readonly Namespace: INamespace;
  readonly NetworkPolicy: INetworkPolicy;
  readonly PersistentVolume: IPersistentVolume;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly PriorityClass: IPriorityClass;
  readonly ResourceQuota: IResourceQuota;
  readonly RuntimeClass: IRuntimeClass;
  readonly Service: IService;
  readonly ServiceAccount: IServiceAccount;
  readonly StatefulSet: IStatefulSet;
  readonly StorageClass: IStorageClass;
  readonly ValidatingAdmissionPolicy: IValidatingAdmissionPolicy;
  readonly ValidatingAdmissionPolicyBinding: IValidatingAdmissionPolicyBinding;
}

export type Kind = keyof Kinds;

/** API version of each kind. */
export const apiVersions: { readonly [K in Kind]: Kinds[K]['apiVersion'] } = {
  ConfigMap: 'v1',
  CronJob: 'batch/v1',
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  Job: 'batch/v1',
  LimitRange: 'v1',
  Namespace: 'v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  PersistentVolume: 'v1',
  PersistentVolumeClaim: 'v1',
  PodDisruptionBudget: 'policy/v1',
  PriorityClass: 'scheduling.k8s.io/v1',
  ResourceQuota: 'v1',
  RuntimeClass: 'node.k8s.io/v1',
  Service: 'v1',
  ServiceAccount: 'v1',
  StatefulSet: 'apps/v1',
  StorageClass: 'storage.k8s.io/v1',
  ValidatingAdmissionPolicy: 'admissionregistration.k8s.io/v1',
  ValidatingAdmissionPolicyBinding: 'admissionregistration.k8s.io/v1',
};

/** Kinds that live outside namespaces. */
export const clusterScoped: ReadonlySet<string> = new Set<Kind>([
  'Namespace',
  'PersistentVolume',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
]);

export type PodSpec = NonNullable<IPod['spec']>;
export type Container = PodSpec['containers'][number];
export type Volume = NonNullable<PodSpec['volumes']>[number];
export type VolumeMount = NonNullable<Container['volumeMounts']>[number];
export type EnvironmentVariable = NonNullable<Container['env']>[number];
export type Probe = NonNullable<Container['startupProbe']>;
export type Affinity = NonNullable<PodSpec['affinity']>;
export type Toleration = NonNullable<PodSpec['tolerations']>[number];
export type NetworkPolicySpec = NonNullable<INetworkPolicy['spec']>;
export type IngressRule = NonNullable<NetworkPolicySpec['ingress']>[number];
export type EgressRule = NonNullable<NetworkPolicySpec['egress']>[number];
export type NetworkPeer = NonNullable<IngressRule['from']>[number];
export type PersistentVolumeClaimSpec = NonNullable<IPersistentVolumeClaim['spec']>;
