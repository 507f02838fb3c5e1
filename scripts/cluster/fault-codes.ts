/** The codes of a cluster that cannot be read, each with its meaning; `docs/reference/errors.md` lists them. */
export const clusterFaultCodes = {
  CertificateRefused: 'A certificate that the cluster or this machine does not trust.',
  CredentialPluginMissing: 'A program that the kubeconfig gets its credentials from is not installed.',
  ClusterNotRead: 'A cluster that cannot be read; the error is that of kubectl.',
  ClusterNotWritten: 'A change that a cluster does not accept; the error is that of kubectl.',
  ClusterUnreachable: 'A cluster that does not answer.',
  CredentialsRefused: 'Credentials that the cluster does not accept: expired, or missing.',
  KubeconfigNotRead: 'A kubeconfig that does not exist or cannot be read.',
  KubectlMissing: 'kubectl is not installed, or not in the PATH.',
  NamespaceMissing: 'A namespace that the cluster does not have yet.',
  RightsMissing: 'A list that this user may not read, or an object that this user may not change.',
  UnknownContext: 'A context that the kubeconfig does not have.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly cluster: typeof clusterFaultCodes;
  }
}
