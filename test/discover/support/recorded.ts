/**
 * Answers of a cluster's API server as people report them: nodes by their labels, taints and resources, and what every
 * cluster has.
 */
import type { LiveObject } from '../../../lib/internal';
import type { Answers } from '../../../lib/inventory/inventory';

export { pod } from '../../preflight/support/declared';

type Texts = Readonly<Record<string, string>>;

/** A node, as far as it differs from a plain machine with Linux. */
export interface Recorded {
  readonly name: string;
  readonly labels?: Texts;
  /** As kubectl writes them: `CriticalAddonsOnly=true:NoSchedule`. */
  readonly taints?: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly disk?: string;
  /** Units of device plugins. */
  readonly units?: Texts;
  readonly status?: object;
}

/** MiB as a node reports its memory. */
export const amount = (mebibytes: number): string => `${mebibytes * 1024}Ki`;

const taintOf = (text: string): object => {
  const [, key, value, effect] = /^([^=:]+)(?:=([^:]*))?:(.*)$/.exec(text) ?? [];
  return { key, value, effect };
};

export function nodeOf({
  name,
  labels,
  taints = [],
  cpu = '16',
  memory = '64Gi',
  disk = '200Gi',
  units,
  status,
}: Recorded): LiveObject {
  const amounts = { cpu, memory, 'ephemeral-storage': disk, pods: '110', ...units };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
    spec: { taints: taints.map(taintOf) },
    status: { capacity: amounts, allocatable: amounts, conditions: [{ type: 'Ready', status: 'True' }], ...status },
  };
}

/** A DNS Service with the port of its pods, as its EndpointSlice has it. */
export const service = (
  namespace: string,
  name: string,
  clusterIPs: readonly string[],
  selector: Texts,
  port: number,
): readonly LiveObject[] => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: {
      clusterIP: clusterIPs[0],
      clusterIPs,
      selector,
      ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 'dns' }],
    },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace, name: `${name}-x`, labels: { 'kubernetes.io/service-name': name } },
    endpoints: [],
    ports: [
      { name: 'metrics', port: 9153 },
      { name: 'dns', port, protocol: 'UDP' },
    ],
  },
];

/** Groups of Kubernetes that an environment is written in. */
export const groups = [
  'admissionregistration.k8s.io',
  'apps',
  'batch',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'karpenter.sh',
];

/** A cluster with these objects and what every cluster has. */
export const recorded = (objects: readonly LiveObject[]): Answers => ({
  version: { major: '1', minor: '36' },
  groups: { groups: groups.map((name) => ({ name, versions: [{ version: 'v1' }] })) },
  objects: [
    ...['kube-system', 'openshift-dns'].map((name): LiveObject => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'kube-system', name: 'coredns', labels: { 'k8s-app': 'kube-dns' } },
      spec: {},
    },
    { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'nfs.csi.k8s.io' } },
    { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
    ...objects,
  ],
});

/** The comments of an overlay. */
export const commentsOf = (source: string): readonly string[] =>
  source.split('\n').flatMap((line) => /^\s*\/\/ (.*)$/.exec(line)?.[1] ?? []);
