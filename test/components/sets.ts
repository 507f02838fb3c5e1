/** Components that belong together, in the order in which they are built. */

/** What a control plane is built from. */
export const controlPlaneTools = [
  'etcd',
  'kwok-stages',
  'kwok',
  'kubectl',
  'kube-scheduler',
  'kube-controller-manager',
  'kube-apiserver',
] as const;

/** Custom resource definitions that our objects are held against. */
export const definitionTools = [
  'cert-manager-crds',
  'external-secrets-crds',
  'gateway-api-crds',
  'keda-crds',
  'prometheus-operator-crds',
] as const;

/** Flux, less its helm and image controllers. */
export const fluxTools = [
  'source-controller',
  'source-controller-crds',
  'kustomize-controller',
  'kustomize-controller-crds',
] as const;

/** The Pulumi CLI and the provider that applies our objects. */
export const pulumiTools = ['pulumi', 'pulumi-kubernetes'] as const;
