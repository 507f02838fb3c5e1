/** A node pool of an overlay → what one node offers to pods, how many there are, how they are found. */
import {
  bytes,
  type Bytes,
  childPath,
  cores,
  gigabytes,
  isLabel,
  mib,
  mibText,
  type Path,
  seconds,
  type Taint,
} from '../../core';
import { findInstance, type Instance, isFault } from '../../catalog';
import { mostStaticVolumes } from '../../schema';
import type { FaultList } from '../fault-codes';
import type {
  CapacityType,
  CloudPoolInput,
  MetalPoolInput,
  NodePool,
  NodePoolInput,
  PoolGpu,
  Provisioner,
} from '../node-pool';
import { nodePoolSchema } from '../schema/node-pool';
import { read } from '../schema/read';
import type { BuiltInCatalogs } from './catalog';
import { isPossible, refuseTwice } from './lists';
import { poolGpu } from './pool-gpu';
import { automaticTaints, cloudSelector, metalSelector } from './selector';

/** A DaemonSet or two for logs, metrics, network and the device plugin. */
export const usualDaemons = { cpu: 0.5, memory: mib(512) } as const;

/**
 * Of local NVMe, what pods can have: a tenth goes to the filesystem and to what the kubelet keeps free before it
 * evicts.
 */
export const usableNvme = 0.9;
/** Lowest sequential rate of the local NVMe disks that clouds attach, in bytes per second. */
const nvmeBandwidth = gigabytes(1);

/** Pods of one node unless the kubelet is set otherwise. */
const defaultPods = 110;

/**
 * Notice before a spot node is lost: AWS two minutes, Azure thirty seconds; of Google's thirty, pods of users have
 * fifteen.
 */
const spotNotices = { aws: seconds(120), gcp: seconds(15), azure: seconds(30) } as const;

const cloudsOf: Readonly<Record<Provisioner, readonly Instance['cloud'][]>> = {
  karpenter: ['aws', 'azure'],
  'eks-node-group': ['aws'],
  gke: ['gcp'],
  aks: ['azure'],
};

type Allocatable = NodePool['allocatable'];

function withoutDaemons(
  faults: FaultList,
  allocatable: Allocatable,
  daemons: { readonly cpu: number; readonly memory: Bytes } = usualDaemons,
  place: Path,
): Allocatable | undefined {
  const millicores = allocatable.millicores - cores(daemons.cpu);
  const memory = bytes(allocatable.memory - daemons.memory);
  if (millicores > 0 && memory > 0) return { ...allocatable, millicores, memory };
  faults.add(
    'NothingAllocatable',
    childPath(place, 'daemons'),
    `DaemonSets take ${daemons.cpu} of ${allocatable.millicores / 1000} cores, ` +
      `${mibText(daemons.memory)} of ${mibText(allocatable.memory)} MiB`,
    { fix: ['write in daemons what the DaemonSets use', 'take larger nodes'] },
  );
  return undefined;
}

/** An empty value is none: the API server keeps no empty text. */
const withoutEmptyValue = ({ key, value, effect }: Taint): Taint =>
  value === undefined || value === '' ? { key, effect } : { key, value, effect };

/** The taints of a provisioner and of the user, each once. */
const joined = (...lists: readonly (readonly Taint[])[]): readonly Taint[] => [
  ...new Map(
    lists
      .flat()
      .map(withoutEmptyValue)
      .map((taint) => [`${taint.key}=${taint.value ?? ''}:${taint.effect}`, taint]),
  ).values(),
];

function priceOf({ onDemand, spot }: Instance, capacity: CapacityType): number | undefined {
  if (capacity === 'on-demand') return onDemand?.usdPerHour;
  return spot === undefined ? undefined : (spot.low.usdPerHour + spot.high.usdPerHour) / 2;
}

function sharingWithoutGpus(faults: FaultList, place: Path): void {
  faults.add('SharingNeedsGpus', childPath(place, 'sharing'), 'the nodes of this pool have no GPU to share', {
    fix: ['leave out sharing', 'take nodes with GPUs'],
  });
}

/** The disk for images, logs and weights: the machine's local NVMe, else what the overlay says. */
function cloudDisk(
  faults: FaultList,
  pool: CloudPoolInput,
  instance: Instance,
  place: Path,
): { readonly size: Bytes; readonly bandwidth: Bytes } | undefined {
  const localGb = instance.localNvmeGb ?? 0;
  const size = pool.ephemeralStorage ?? (localGb > 0 ? bytes(Math.floor(gigabytes(localGb * usableNvme))) : undefined);
  const bandwidth = pool.diskBandwidth ?? (localGb > 0 ? nvmeBandwidth : undefined);
  if (size === undefined) {
    faults.add(
      'DiskUnknown',
      childPath(place, 'ephemeralStorage'),
      `${pool.instance} has no local NVMe, so the size of its disk must be given`,
      {
        fix: 'ephemeralStorage of the volume that its node class attaches, as gib(200)',
      },
    );
  }
  if (bandwidth === undefined) {
    faults.add(
      'DiskUnknown',
      childPath(place, 'diskBandwidth'),
      `${pool.instance} has no local NVMe, so the bandwidth of its disk must be given`,
      {
        fix: 'diskBandwidth of the volume that its node class attaches, in bytes per second, as mib(125)',
      },
    );
  }
  return size === undefined || bandwidth === undefined ? undefined : { size, bandwidth };
}

function provisionerOf(
  faults: FaultList,
  pool: CloudPoolInput,
  { cloud }: Instance,
  place: Path,
): Provisioner | undefined {
  const provisioner = pool.provisioner ?? 'karpenter';
  if (cloudsOf[provisioner].includes(cloud)) return provisioner;
  const fitting = Object.entries(cloudsOf)
    .filter(([, clouds]) => clouds.includes(cloud))
    .map(([name]) => `'${name}'`);
  faults.add(
    'ProvisionerMismatch',
    childPath(place, 'provisioner'),
    `'${provisioner}' makes no machines of ${cloud}, and ${pool.instance} is one`,
    { allowed: fitting },
  );
  return undefined;
}

function cloudPool(
  faults: FaultList,
  name: string,
  pool: CloudPoolInput,
  { gpus, instances }: BuiltInCatalogs,
  place: Path,
): NodePool | undefined {
  const possible = isPossible(faults, pool.nodes, childPath(place, 'nodes'));
  const instance = findInstance(instances, pool.instance, childPath(place, 'instance'));
  if (isFault(instance)) {
    faults.take([instance]);
    return undefined;
  }
  const capacity = pool.capacity ?? 'on-demand';
  const provisioner = provisionerOf(faults, pool, instance, place);
  const disk = cloudDisk(faults, pool, instance, place);
  if (instance.gpu === undefined && pool.sharing !== undefined) sharingWithoutGpus(faults, place);
  const places = { gpu: childPath(place, 'instance'), sharing: childPath(place, 'sharing') };
  const gpu = instance.gpu && poolGpu(faults, gpus, instance.gpu, pool.sharing, places);
  const allocatable = withoutDaemons(
    faults,
    {
      millicores: instance.allocatable.millicores,
      memory: mib(instance.allocatable.memoryMib),
      ephemeralStorage: disk?.size ?? bytes(0),
      pods: instance.allocatable.pods,
    },
    pool.daemons,
    place,
  );
  if (!possible || !provisioner || !disk || !allocatable || (instance.gpu && !gpu)) return undefined;
  return {
    name,
    selector: cloudSelector(pool, instance.type, provisioner, capacity),
    taints: joined(automaticTaints(provisioner, capacity, gpu !== undefined), pool.taints ?? []),
    on: 'cloud',
    capacity,
    contention: pool.contention ?? 'reserved',
    nodes: pool.nodes,
    nodeNames: undefined,
    allocatable,
    gpu,
    pods: pool.pods ?? {},
    diskBandwidth: disk.bandwidth,
    nvme: [],
    spotNotice: capacity === 'spot' ? spotNotices[instance.cloud] : undefined,
    instance,
    usdPerNodeHour: priceOf(instance, capacity),
  };
}

/** The GPUs of one's own machine: `gpu` and `gpus` go together. */
function metalGpu(
  faults: FaultList,
  pool: MetalPoolInput,
  { gpus }: BuiltInCatalogs,
  place: Path,
): PoolGpu | 'none' | undefined {
  const { gpu: product, gpus: count } = pool.hardware;
  const hardware = childPath(place, 'hardware');
  if (product === undefined && count === undefined) {
    if (pool.sharing !== undefined) sharingWithoutGpus(faults, place);
    return 'none';
  }
  if (product === undefined || count === undefined) {
    const [absent, given] = product === undefined ? ['gpu', 'gpus'] : ['gpus', 'gpu'];
    faults.add('MissingField', childPath(hardware, absent ?? ''), `${given} is given and this is not`, {
      fix:
        product === undefined
          ? "gpu as the product label of its GPUs, as 'NVIDIA-L40S'"
          : 'gpus as the number of them in one node',
    });
    return undefined;
  }
  return poolGpu(faults, gpus, { product, count }, pool.sharing, {
    gpu: childPath(hardware, 'gpu'),
    sharing: childPath(place, 'sharing'),
  });
}

function metalPool(
  faults: FaultList,
  name: string,
  pool: MetalPoolInput,
  catalogs: BuiltInCatalogs,
  place: Path,
): NodePool | undefined {
  const { hardware, nodes } = pool;
  const gpu = metalGpu(faults, pool, catalogs, place);
  if (typeof nodes !== 'number') refuseTwice(faults, nodes, childPath(place, 'nodes'), (node) => `node '${node}'`);
  refuseTwice(faults, hardware.nvme ?? [], childPath(place, 'hardware', 'nvme'), ({ path }) => `disk '${path}'`);
  checkVolumes(faults, pool, place);
  const allocatable = withoutDaemons(
    faults,
    {
      millicores: cores(hardware.cpu),
      memory: hardware.memory,
      ephemeralStorage: hardware.ephemeralStorage,
      pods: defaultPods,
    },
    pool.daemons,
    place,
  );
  if (gpu === undefined || allocatable === undefined) return undefined;
  const count = typeof nodes === 'number' ? nodes : nodes.length;
  return {
    name,
    selector: metalSelector(pool),
    taints: joined(pool.taints ?? []),
    on: 'metal',
    capacity: 'on-demand',
    contention: pool.contention ?? 'reserved',
    nodes: { min: count, max: count },
    nodeNames: typeof nodes === 'number' ? undefined : nodes,
    allocatable,
    gpu: gpu === 'none' ? undefined : gpu,
    pods: pool.pods ?? {},
    diskBandwidth: hardware.diskBandwidth,
    nvme: hardware.nvme ?? [],
    spotNotice: undefined,
    instance: undefined,
    usdPerNodeHour: pool.usdPerNodeHour,
  };
}

/** Each volume of each disk of each node becomes a PersistentVolume. */
function checkVolumes(faults: FaultList, { nodes, hardware: { nvme = [] } }: MetalPoolInput, place: Path): void {
  const volumes = (typeof nodes === 'number' ? 0 : nodes.length) * nvme.reduce((sum, disk) => sum + disk.volumes, 0);
  if (volumes <= mostStaticVolumes) return;
  faults.add(
    'TooManyVolumes',
    childPath(place, 'hardware', 'nvme'),
    `the disks of these nodes would become ${volumes} volumes`,
    {
      allowed: `at most ${mostStaticVolumes} volumes in a pool`,
      fix: 'fewer volumes for each disk, or two pools',
    },
  );
}

/** A pool, complete; `undefined` when something is wrong with it, which is reported. */
export function readPool(
  faults: FaultList,
  name: string,
  input: unknown,
  catalogs: BuiltInCatalogs,
  place: Path,
): NodePool | undefined {
  if (!isLabel(name)) {
    faults.add('BadName', place, `'${name}' is no name for a pool`, {
      allowed: 'a DNS label: lower-case letters, digits and inner hyphens',
    });
  }
  const shape = read<NodePoolInput>(nodePoolSchema, input, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const pool = shape.value;
  return pool.on === 'cloud'
    ? cloudPool(faults, name, pool, catalogs, place)
    : metalPool(faults, name, pool, catalogs, place);
}
