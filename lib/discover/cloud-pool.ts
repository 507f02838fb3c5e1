/**
 * Nodes of a cloud as a pool: by the catalogue's name where it knows the machine type, else with what the nodes say of
 * it.
 */
import { bytes, inMib } from '../core';
import { usableLocalDisk } from '../environment';
import type { GpuCatalog, Instance, InstanceCatalog } from '../catalog';
import { gpusOf, type KarpenterPool, type LiveNode } from '../inventory';
import {
  daemonsOf,
  diskComment,
  least,
  leastFree,
  slowDisk,
  taintsOf,
  type Alike,
  type FoundPool,
  type LeftOut,
} from './found-pool';
import { foundGpus, isUndeclarable, type FoundGpus } from './pool-gpu';
import { nodeCount } from './karpenter';
import { ownLabels, type CloudOrigin } from './provider';
import { sizeDown } from './sizes';
import { code, fields, type Field, type Fields } from './source';

/** Taints that the provisioner sets by itself, which no overlay repeats. */
function added({ provisioner, capacity }: CloudOrigin, [first, ...others]: Alike): LiveNode['taints'] {
  const common = first.taints.filter(({ key, value, effect }) =>
    others.every(({ taints }) =>
      taints.some((taint) => taint.key === key && taint.value === value && taint.effect === effect),
    ),
  );
  return common.filter(
    ({ key }) =>
      !(provisioner === 'aks' && capacity === 'spot' && key === 'kubernetes.azure.com/scalesetpriority') &&
      !(provisioner === 'gke' && key === 'nvidia.com/gpu'),
  );
}

/** A machine type that the catalogue does not know, from what its nodes say. */
function instanceOf({ cloud, type }: CloudOrigin, nodes: Alike, gpus: FoundGpus | undefined): Fields {
  const capacity = (resource: string): number => nodes[0].capacity[resource] ?? 0;
  return {
    fields: [
      ...fields({
        cloud,
        type,
        architecture: nodes[0].architecture === 'arm64' ? 'arm64' : undefined,
        vcpu: Math.round(capacity('cpu') / 1000),
        memoryMib: Math.floor(inMib(bytes(capacity('memory')))),
        allocatable: fields({
          millicores: least(nodes, 'cpu'),
          memoryMib: Math.floor(inMib(bytes(least(nodes, 'memory')))),
          pods: least(nodes, 'pods'),
        }),
        gpu: gpus && fields({ product: gpus.product, count: gpus.cards }),
      }).fields,
      {
        key: 'networkMbps',
        value: 10_000,
        comments: [
          'Fill in: sustained network bandwidth; to get costs, also onDemand: { usdPerHour, region, date, source }',
        ],
      },
    ],
  };
}

/** The disk of images and weights, where it is not the machine's local NVMe as the catalogue knows it. */
function diskOf(nodes: readonly LiveNode[], instance: Instance | undefined): readonly Field[] {
  const free = leastFree(nodes, 'ephemeral-storage');
  const local = instance && usableLocalDisk(instance);
  if (local !== undefined) return free >= local ? [] : [{ key: 'ephemeralStorage', value: sizeDown(free) }];
  return [
    { key: 'ephemeralStorage', value: sizeDown(free) },
    { key: 'diskBandwidth', value: code(slowDisk), comments: [diskComment] },
  ];
}

/**
 * The node whose GPUs stand for those of all: one whose device plugin has not come up yet shows none. Where pools use a
 * part of the units, it is the node with the least of them.
 */
function ofGpus(nodes: Alike): Alike[0] | undefined {
  const unitsOn = (node: LiveNode): number => gpusOf(node)?.units ?? 0;
  const shown = nodes.filter((node) => unitsOn(node) > 0);
  const isPart = shown.some(({ whole }) => whole !== undefined);
  return isPart ? shown.toSorted((a, b) => unitsOn(a) - unitsOn(b))[0] : shown[0];
}

export interface CloudGroup {
  readonly name: string;
  readonly origin: CloudOrigin;
  readonly nodes: Alike;
  /** Nodes of the same machine type, these among them: what the type has, all of them have. */
  readonly ofType: Alike;
  /** The NodePool of Karpenter that made them, where it could be read. */
  readonly nodePool?: KarpenterPool;
  /** Whether machine type and capacity alone select these nodes and no others. */
  readonly isApart: boolean;
}

export function cloudPool(
  { name, origin, nodes, ofType, isApart, nodePool }: CloudGroup,
  { gpus: gpuCatalog, instances }: { readonly gpus: GpuCatalog; readonly instances: InstanceCatalog },
): FoundPool | LeftOut {
  const key = `${origin.cloud}/${origin.type}`;
  const instance = Object.hasOwn(instances, key) ? instances[key] : undefined;
  const first = ofGpus(ofType) ?? nodes[0];
  const gpus = foundGpus(first, gpuCatalog, instance?.gpu?.product);
  if (isUndeclarable(gpus)) return { nodes, because: gpus.because };
  const allocatable =
    instance === undefined
      ? { millicores: least(ofType, 'cpu'), memory: least(ofType, 'memory') }
      : { millicores: instance.allocatable.millicores, memory: instance.allocatable.memoryMib * 1024 ** 2 };
  return {
    name,
    nodes,
    capacity: origin.capacity,
    gpus: gpus?.cards ?? 0,
    gpuAddition: gpus?.addition && [gpus.product, gpus.addition],
    instanceAddition: instance === undefined ? [key, instanceOf(origin, ofType, gpus)] : undefined,
    value: {
      fields: [
        { key: 'on', value: 'cloud' },
        { key: 'instance', value: key },
        nodeCount(nodes, nodePool),
        ...fields({
          capacity: origin.capacity === 'spot' ? 'spot' : undefined,
          provisioner: origin.provisioner === 'karpenter' ? undefined : origin.provisioner,
          labels: isApart && !origin.isUnusual ? undefined : fields(ownLabels(origin)),
          sharing: gpus?.sharing,
          gpuResource: gpus?.resource,
          taints: taintsOf(added(origin, nodes)),
          daemons: daemonsOf(nodes, allocatable),
        }).fields,
        ...(gpus?.groups ?? []),
        ...diskOf(nodes, instance),
      ],
    },
  };
}
