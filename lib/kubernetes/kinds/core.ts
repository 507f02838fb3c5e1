/** Kinds of Kubernetes that hold no pods: settings, storage, networks, accounts, limits. */
import type { ICSIDriver, IStorageClass } from 'kubernetes-models/storage.k8s.io/v1';
import type { IEndpointSlice } from 'kubernetes-models/discovery.k8s.io/v1';
import type { IIngress, IIngressClass, INetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import type { IRuntimeClass } from 'kubernetes-models/node.k8s.io/v1';
import type { IPriorityClass } from 'kubernetes-models/scheduling.k8s.io/v1';
import type {
  IConfigMap,
  IEvent,
  ILimitRange,
  INamespace,
  INode,
  IPersistentVolume,
  IPersistentVolumeClaim,
  IResourceQuota,
  ISecret,
  IService,
  IServiceAccount,
} from 'kubernetes-models/v1';
import { clusterWide, namespaced, type FactsOf } from './kind';

export interface CoreKinds {
  readonly ConfigMap: IConfigMap;
  readonly CSIDriver: ICSIDriver;
  readonly EndpointSlice: IEndpointSlice;
  readonly Event: IEvent;
  readonly Ingress: IIngress;
  readonly IngressClass: IIngressClass;
  readonly LimitRange: ILimitRange;
  readonly Namespace: INamespace;
  readonly NetworkPolicy: INetworkPolicy;
  readonly Node: INode;
  readonly PersistentVolume: IPersistentVolume;
  readonly PersistentVolumeClaim: IPersistentVolumeClaim;
  readonly PriorityClass: IPriorityClass;
  readonly ResourceQuota: IResourceQuota;
  readonly RuntimeClass: IRuntimeClass;
  readonly Secret: ISecret;
  readonly Service: IService;
  readonly ServiceAccount: IServiceAccount;
  readonly StorageClass: IStorageClass;
}

export const coreKinds: FactsOf<CoreKinds> = {
  ConfigMap: namespaced('v1', 'configmaps'),
  CSIDriver: clusterWide('storage.k8s.io/v1', 'csidrivers'),
  EndpointSlice: namespaced('discovery.k8s.io/v1', 'endpointslices'),
  Event: namespaced('v1', 'events'),
  Ingress: namespaced('networking.k8s.io/v1', 'ingresses'),
  IngressClass: clusterWide('networking.k8s.io/v1', 'ingressclasses'),
  LimitRange: namespaced('v1', 'limitranges'),
  Namespace: clusterWide('v1', 'namespaces'),
  NetworkPolicy: namespaced('networking.k8s.io/v1', 'networkpolicies'),
  Node: clusterWide('v1', 'nodes'),
  PersistentVolume: clusterWide('v1', 'persistentvolumes'),
  PersistentVolumeClaim: namespaced('v1', 'persistentvolumeclaims'),
  PriorityClass: clusterWide('scheduling.k8s.io/v1', 'priorityclasses'),
  ResourceQuota: namespaced('v1', 'resourcequotas'),
  RuntimeClass: clusterWide('node.k8s.io/v1', 'runtimeclasses'),
  Secret: namespaced('v1', 'secrets'),
  Service: namespaced('v1', 'services'),
  ServiceAccount: namespaced('v1', 'serviceaccounts'),
  StorageClass: clusterWide('storage.k8s.io/v1', 'storageclasses'),
};
