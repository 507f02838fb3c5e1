/** Command lines of the components: a kubeadm control plane, on loopback, without leader election and without fsync. */
import { join } from 'node:path';
import type { ComponentName } from '../../../scripts/toolchain/components';
import type { Credentials } from './credentials';
import type { Ports } from './ports';

/** Arguments beyond the usual ones, for tests that need another behaviour. */
export interface ExtraArguments {
  readonly apiServer?: readonly string[];
  readonly controllerManager?: readonly string[];
  readonly scheduler?: readonly string[];
}

/** Programs of another version. */
export interface OtherPrograms {
  /** By the usual name. @default - each as the usual one */
  readonly programs?: {
    readonly [Name in 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler']?: ComponentName;
  };
}

const address = '127.0.0.1';
const http = (port: number): string => `http://${address}:${port}`;

export const etcdArguments = (folder: string, ports: Ports): readonly string[] => [
  `--data-dir=${join(folder, 'etcd')}`,
  `--listen-client-urls=${http(ports.etcd)}`,
  `--advertise-client-urls=${http(ports.etcd)}`,
  `--listen-peer-urls=${http(ports.etcdPeer)}`,
  `--initial-advertise-peer-urls=${http(ports.etcdPeer)}`,
  `--initial-cluster=default=${http(ports.etcdPeer)}`,
  // The data is thrown away with the folder.
  '--unsafe-no-fsync',
];

/**
 * PodSecurity, ResourceQuota, LimitRanger, Priority, RuntimeClass and ValidatingAdmissionPolicy are on by default in
 * 1.36; NodeRestriction is what kubeadm adds.
 */
export const apiServerArguments = (
  ports: Ports,
  credentials: Credentials,
  extra: readonly string[] = [],
): readonly string[] => [
  `--etcd-servers=${http(ports.etcd)}`,
  `--secure-port=${ports.apiServer}`,
  `--bind-address=${address}`,
  `--advertise-address=${address}`,
  `--cert-dir=${credentials.pki}`,
  '--service-account-issuer=https://kubernetes.default.svc',
  `--service-account-key-file=${credentials.serviceAccountKey}`,
  `--service-account-signing-key-file=${credentials.serviceAccountKey}`,
  `--token-auth-file=${credentials.tokens}`,
  '--authorization-mode=Node,RBAC',
  '--enable-admission-plugins=NodeRestriction',
  // The addresses of Services in all environments of the tests.
  '--service-cluster-ip-range=10.96.0.0/12',
  '--allow-privileged=true',
  // An endpoint on loopback is refused, and nothing here reaches the `kubernetes` Service.
  '--endpoint-reconciler-type=none',
  ...extra,
];

export const controllerManagerArguments = (
  ports: Ports,
  credentials: Credentials,
  extra: readonly string[] = [],
): readonly string[] => [
  `--kubeconfig=${credentials.kubeconfig('controller-manager')}`,
  '--use-service-account-credentials=true',
  `--service-account-private-key-file=${credentials.serviceAccountKey}`,
  // Without it no namespace gets its kube-root-ca.crt, which real clusters have.
  `--root-ca-file=${credentials.certificate}`,
  `--secure-port=${ports.controllerManager}`,
  `--bind-address=${address}`,
  '--leader-elect=false',
  '--controllers=*',
  // The default of 20 requests a second, not the controllers, would set the pace of a rollout.
  '--kube-api-qps=500',
  '--kube-api-burst=1000',
  ...extra,
];

export const schedulerArguments = (
  ports: Ports,
  credentials: Credentials,
  extra: readonly string[] = [],
): readonly string[] => [
  `--kubeconfig=${credentials.kubeconfig('scheduler')}`,
  `--secure-port=${ports.scheduler}`,
  `--bind-address=${address}`,
  '--leader-elect=false',
  ...extra,
];

export const kwokArguments = (ports: Ports, credentials: Credentials, stages: string): readonly string[] => [
  `--kubeconfig=${credentials.kubeconfig('kwok')}`,
  `--config=${stages}`,
  '--manage-all-nodes=false',
  '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
  `--server-address=${address}:${ports.kwok}`,
  '--node-lease-duration-seconds=40',
];
