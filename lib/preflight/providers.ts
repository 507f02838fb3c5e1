/** Who brings the APIs of a group that is not Kubernetes' own. */
export const providers: Readonly<Record<string, string>> = {
  'kustomize.toolkit.fluxcd.io': 'install Flux: flux install',
  'source.toolkit.fluxcd.io': 'install Flux: flux install',
  'argoproj.io': 'install Argo CD',
  'gateway.networking.k8s.io': 'install the Gateway API and a controller of it',
  'cert-manager.io': 'install cert-manager',
  'keda.sh': 'install KEDA',
  'monitoring.coreos.com': 'install the Prometheus operator, or its definitions',
  'external-secrets.io': 'install External Secrets',
};
