/** Parts of a pod and of a policy, by their usual names. */
import type { INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IPersistentVolumeClaim, IPod } from 'kubernetes-models/v1';

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
