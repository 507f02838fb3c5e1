/**
 * What a DRA driver of NVIDIA publishes: its classes, and a ResourceSlice for each node.
 *
 * @see kubernetes-sigs/dra-driver-nvidia-gpu deployments/helm templates/deviceclass-*.yaml, cmd/gpu-kubelet-plugin/deviceinfo.go
 */
import type { INode } from 'kubernetes-models/v1';
import type { Environment } from '../../../lib/environment/environment';
import type { NodePool } from '../../../lib/environment/node-pool';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';

const driver = 'gpu.nvidia.com';
const version = 'resource.k8s.io/v1';

const deviceClass = (name: string, type: string): Manifest => ({
  apiVersion: version,
  kind: 'DeviceClass',
  metadata: { name },
  spec: {
    selectors: [
      { cel: { expression: `device.driver == '${driver}' && device.attributes['${driver}'].type == '${type}'` } },
    ],
  },
});

/** A device with its attributes, and memory in MiB. */
export const device = (name: string, attributes: Readonly<Record<string, string>>, memoryMib: number) => ({
  name,
  attributes: {
    ...Object.fromEntries(Object.entries(attributes).map(([key, string]) => [key, { string }])),
    cudaComputeCapability: { version: '8.9.0' },
  },
  capacity: { memory: { value: `${memoryMib}Mi` } },
});

/** `NVIDIA-L40S` → `NVIDIA L40S`, as the driver reads it. */
export const spaced = (product: string): string => product.replaceAll('-', ' ');

/** The devices of a node, in one slice. */
export const sliceOf = (node: string, devices: readonly object[], generation = 1): Manifest => ({
  apiVersion: version,
  kind: 'ResourceSlice',
  metadata: { name: `${node}-${driver}` },
  spec: { driver, nodeName: node, pool: { name: node, generation, resourceSliceCount: 1 }, devices },
});

/** Devices as a node of a pool has them. */
export function devicesOfNode({ gpu }: NodePool): readonly object[] {
  if (gpu === undefined) return [];
  const productName = spaced(gpu.gpu.product);
  return Array.from({ length: gpu.unitsPerNode }, (_, i) =>
    gpu.migProfile === undefined
      ? device(`gpu-${i}`, { type: 'gpu', productName }, gpu.memoryMibPerUnit)
      : device(
          `gpu-0-mig-${i}`,
          { type: 'mig', productName, profile: gpu.migProfile.profile, parentUUID: 'GPU-0' },
          gpu.memoryMibPerUnit,
        ),
  );
}

/** Classes and slices for the pools whose GPUs are claimed; nothing where there are none. */
export function devicesOf(
  { nodePools }: Pick<Environment, 'nodePools'>,
  machines: ReadonlyMap<string, readonly INode[]>,
): readonly Manifest[] {
  const pools = Object.values(nodePools).filter(({ gpu }) => gpu?.claim?.driver === driver);
  if (pools.length === 0) return [];
  return [
    deviceClass('gpu.nvidia.com', 'gpu'),
    deviceClass('mig.nvidia.com', 'mig'),
    ...pools.flatMap((pool) =>
      (machines.get(pool.name) ?? []).map(({ metadata }) => sliceOf(metadata?.name ?? '', devicesOfNode(pool))),
    ),
  ];
}
