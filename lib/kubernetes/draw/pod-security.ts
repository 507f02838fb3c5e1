/** Pod security: `restricted` for every pod, a numeric user, a read-only root, and every writable path declared. */
import type { Container, PodSpec } from '../kinds';

/** User and group of every container. Scanners ask for 10000 or above: no user of a node has such a number. */
export const runAsUser = 10001;

const identity = {
  runAsNonRoot: true,
  runAsUser,
  runAsGroup: runAsUser,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

/** Security context of a pod. */
export const podSecurityContext: NonNullable<PodSpec['securityContext']> = {
  ...identity,
  fsGroup: runAsUser,
  fsGroupChangePolicy: 'OnRootMismatch',
};

/** Security context of a container; repeats the pod's, since some scanners read only this one. */
export const containerSecurityContext: NonNullable<Container['securityContext']> = {
  ...identity,
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/**
 * What every pod of ours says. The labels of a pool leave the operating system open (EKS and AKS set no taint on nodes
 * with Windows), so the pod names it. The token is mounted only where a workload talks to the API server, and none
 * does.
 */
export const podDefaults = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  securityContext: podSecurityContext,
} satisfies Partial<PodSpec>;
