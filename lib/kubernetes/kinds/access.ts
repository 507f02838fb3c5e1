/** Kinds of Kubernetes that grant rights, judge requests, or add kinds and APIs. */
import type {
  IMutatingWebhookConfiguration,
  IValidatingAdmissionPolicy,
  IValidatingAdmissionPolicyBinding,
  IValidatingWebhookConfiguration,
} from 'kubernetes-models/admissionregistration.k8s.io/v1';
import type { ICustomResourceDefinition } from 'kubernetes-models/apiextensions.k8s.io/v1';
import type { IAPIService } from 'kubernetes-models/apiregistration.k8s.io/v1';
import type {
  IClusterRole,
  IClusterRoleBinding,
  IRole,
  IRoleBinding,
} from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import { clusterWide, namespaced, type FactsOf } from './kind';

export interface AccessKinds {
  readonly APIService: IAPIService;
  readonly ClusterRole: IClusterRole;
  readonly ClusterRoleBinding: IClusterRoleBinding;
  readonly CustomResourceDefinition: ICustomResourceDefinition;
  readonly MutatingWebhookConfiguration: IMutatingWebhookConfiguration;
  readonly Role: IRole;
  readonly RoleBinding: IRoleBinding;
  readonly ValidatingAdmissionPolicy: IValidatingAdmissionPolicy;
  readonly ValidatingAdmissionPolicyBinding: IValidatingAdmissionPolicyBinding;
  readonly ValidatingWebhookConfiguration: IValidatingWebhookConfiguration;
}

const admission = 'admissionregistration.k8s.io/v1';
const rbac = 'rbac.authorization.k8s.io/v1';

export const accessKinds: FactsOf<AccessKinds> = {
  APIService: clusterWide('apiregistration.k8s.io/v1', 'apiservices'),
  ClusterRole: clusterWide(rbac, 'clusterroles'),
  ClusterRoleBinding: clusterWide(rbac, 'clusterrolebindings'),
  CustomResourceDefinition: clusterWide('apiextensions.k8s.io/v1', 'customresourcedefinitions'),
  MutatingWebhookConfiguration: clusterWide(admission, 'mutatingwebhookconfigurations'),
  Role: namespaced(rbac, 'roles'),
  RoleBinding: namespaced(rbac, 'rolebindings'),
  ValidatingAdmissionPolicy: clusterWide(admission, 'validatingadmissionpolicies'),
  ValidatingAdmissionPolicyBinding: clusterWide(admission, 'validatingadmissionpolicybindings'),
  ValidatingWebhookConfiguration: clusterWide(admission, 'validatingwebhookconfigurations'),
};
