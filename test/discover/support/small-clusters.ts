/** Clusters of a few nodes, and the overlay that discover writes for them. */
import { gib, gpus, instances, mib, type EnvironmentInput } from '../../../lib';
import { discover, inventoryOf, type LiveObject } from '../../../lib/internal';
import { cores } from '../../../lib/core/cpu';
import { eksNode, kubeadmNode } from '../../cluster/nodes';
import type { Gpus } from '../../cluster/nodes/gpus';
import { live, pod } from '../../preflight/support/declared';
import { evaluated } from './overlay';
import { groups } from './recorded';

export const catalogs = { gpus, instances };

/** What every cluster has. */
const usual: readonly LiveObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } },
  pod('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }),
  { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'nfs.csi.k8s.io' } },
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
];

export const inventory = (
  nodes: readonly object[],
  others: readonly LiveObject[] = [],
  minor = '36',
  more: readonly string[] = [],
) =>
  inventoryOf({
    version: { major: '1', minor },
    groups: { groups: [...groups, ...more].map((name) => ({ name, versions: [{ version: 'v1' }] })) },
    objects: [...nodes.map(live), ...usual, ...others],
  });

export const amounts = { cpu: cores(16), memory: gib(64), ephemeralStorage: gib(200), pods: 110 };
export const l40s: Gpus = { product: 'NVIDIA-L40S', count: 2, memoryMib: 46068 };
export const metal = (name: string, gpuOf?: Gpus, change: object = {}) =>
  kubeadmNode({ name, capacity: amounts, gpus: gpuOf, ...change });
export const zone = { region: 'eu', zone: 'eu-a' };
export const eks = (name: string, nodeGroup: string, instanceType = 'm7i.4xlarge') =>
  eksNode({
    name,
    nodeGroup,
    instanceType,
    capacityType: 'ON_DEMAND',
    ...zone,
    capacity: { ...amounts, cpu: cores(15.89), memory: mib(57_691), pods: 234 },
  });

export const overlay = (
  nodes: readonly object[],
  others: readonly LiveObject[] = [],
  minor?: string,
  more?: readonly string[],
): string =>
  discover('arn:aws:eks:eu-west-1:123456789012:cluster/Prod_1', inventory(nodes, others, minor, more), catalogs).source;
export const pools = (nodes: readonly object[], others?: readonly LiveObject[]): EnvironmentInput['nodePools'] =>
  evaluated(overlay(nodes, others)).nodePools;

/** The comments of an overlay. */
export const comments = (source: string): readonly string[] =>
  source.split('\n').flatMap((line) => /^\s*\/\/ (.*)$/.exec(line)?.[1] ?? []);
