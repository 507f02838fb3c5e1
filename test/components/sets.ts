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

/** Controllers of others that issue and fill what is rendered for them. */
export const operatorTools = ['cert-manager', 'external-secrets'] as const;

/** Backups, and an object store for them. */
export const backupTools = ['restic', 'rclone'] as const;

/** Flux, less its helm and image controllers. */
export const fluxTools = [
  'source-controller',
  'source-controller-crds',
  'kustomize-controller',
  'kustomize-controller-crds',
] as const;

/** What stands before and behind the policy of a gateway, and the Node that it is written for. */
export const gatewayTools = ['envoy', 'node-24', 'llama-server', 'ollama'] as const;

/** KEDA, and what it asks: Prometheus before a gateway and engines. */
export const kedaTestTools = [
  ...controlPlaneTools,
  'keda-crds',
  'prometheus-operator-crds',
  'envoy',
  'node-24',
  'llama-server',
  'prometheus',
  'keda-operator',
  'keda-adapter',
] as const;

/** Programs of the oldest and of the newest version. */
export const otherVersions = {
  '1.33': {
    'kube-apiserver': 'kube-apiserver-1.33',
    'kube-controller-manager': 'kube-controller-manager-1.33',
    'kube-scheduler': 'kube-scheduler-1.33',
  },
  '1.37': { 'kube-apiserver': 'kube-apiserver-1.37' },
} as const;

/** What tests on them need. */
export const versionTools = [
  ...controlPlaneTools,
  ...definitionTools,
  ...Object.values(otherVersions['1.33']),
  ...Object.values(otherVersions['1.37']),
] as const;

/** What scrapes metrics and judges rules. */
export const monitoringTools = ['promtool', 'prometheus'] as const;

/** The Pulumi CLI and the provider that applies our objects. */
export const pulumiTools = ['pulumi', 'pulumi-kubernetes'] as const;

/** What real nodes are built from, beside their control plane. */
export const nodeTools = [
  'kubelet',
  'containerd',
  'containerd-shim-runc-v2',
  'ctr',
  'pause',
  'packets',
  'kube-proxy',
  'coredns',
  'kube-router',
  'fake-gpu',
] as const;
