/** The kinds that tests read, with their types: those that Corral draws, and those that a cluster adds. */
import type { IReplicaSet } from 'kubernetes-models/apps/v1';
import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1';
import type {
  IRole,
  IRoleBinding,
  IClusterRole,
  IClusterRoleBinding,
} from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { IEndpointSlice } from 'kubernetes-models/discovery.k8s.io/v1';
import type { IEvent, INode, IPod, ISecret } from 'kubernetes-models/v1';
import { apiVersions as drawnVersions, type Kinds as DrawnKinds } from '../../../lib/kubernetes/kinds';

export interface Kinds extends DrawnKinds {
  readonly ClusterRole: IClusterRole;
  readonly ClusterRoleBinding: IClusterRoleBinding;
  readonly CustomResourceDefinition: ICustomResourceDefinition;
  readonly EndpointSlice: IEndpointSlice;
  readonly Event: IEvent;
  readonly Node: INode;
  readonly Pod: IPod;
  readonly ReplicaSet: IReplicaSet;
  readonly Role: IRole;
  readonly RoleBinding: IRoleBinding;
  readonly Secret: ISecret;
}

export type Kind = keyof Kinds;

export const apiVersions: { readonly [K in Kind]: Kinds[K]['apiVersion'] } = {
  ...drawnVersions,
  ClusterRole: 'rbac.authorization.k8s.io/v1',
  ClusterRoleBinding: 'rbac.authorization.k8s.io/v1',
  CustomResourceDefinition: 'apiextensions.k8s.io/v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Event: 'v1',
  Node: 'v1',
  Pod: 'v1',
  ReplicaSet: 'apps/v1',
  Role: 'rbac.authorization.k8s.io/v1',
  RoleBinding: 'rbac.authorization.k8s.io/v1',
  Secret: 'v1',
};
