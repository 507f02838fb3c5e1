/** A pool of machines of a cloud: one machine type, whose facts the catalogue has. */
import { bytes, type Bytes, childPath, gigabytes, mib, type Path, seconds } from '../../../core';
import { findInstance, type Instance, isFault } from '../../../catalog';
import type { FaultList } from '../../fault-codes';
import type { CapacityType, CloudPoolInput, NodePool, Provisioner } from '../../node-pool';
import type { BuiltInCatalogs } from '../catalog';
import { isPossible } from '../lists';
import { checkProvisioner } from '../pool-claim';
import { poolGpu, withNodeMemory, withoutGpus } from '../pool-gpu';
import { automaticTaints, cloudSelector } from '../selector';
import { completeTuning } from '../tuning';
import { architectureOf } from './architecture';
import { usableLocalDisk } from './local-disk';
import { checkMarks } from './marks';
import { joined, withoutDaemons, withoutTuning } from './parts';

/** Lowest sequential rate of the local NVMe disks that clouds attach, in bytes per second. */
const nvmeBandwidth = gigabytes(1);

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

function priceOf({ onDemand, spot }: Instance, capacity: CapacityType): number | undefined {
  if (capacity === 'on-demand') return onDemand?.usdPerHour;
  return spot === undefined ? undefined : (spot.low.usdPerHour + spot.high.usdPerHour) / 2;
}

/** The disk for images, logs and weights: the machine's local NVMe, else what the overlay says. */
function cloudDisk(
  faults: FaultList,
  pool: CloudPoolInput,
  instance: Instance,
  place: Path,
): { readonly size: Bytes; readonly bandwidth: Bytes } | undefined {
  const local = usableLocalDisk(instance);
  const size = pool.ephemeralStorage ?? local;
  const bandwidth = pool.diskBandwidth ?? (local === undefined ? undefined : nvmeBandwidth);
  const why =
    (instance.localNvmeGb ?? 0) > 0
      ? `nodes of ${pool.instance} keep images and files of pods elsewhere than on its local NVMe`
      : `${pool.instance} has no local NVMe`;
  if (size === undefined) {
    faults.add('DiskUnknown', childPath(place, 'ephemeralStorage'), `${why}, so the size of its disk must be given`, {
      fix: 'ephemeralStorage of the volume that its node class attaches, as gib(200)',
    });
  }
  if (bandwidth === undefined) {
    faults.add('DiskUnknown', childPath(place, 'diskBandwidth'), `${why}, so the bandwidth of its disk must be given`, {
      fix: 'diskBandwidth of the volume that its node class attaches, in bytes per second, as mib(125)',
    });
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

/** On each cloud all provisioners let the same be set. */
const origins = { aws: 'aws', gcp: 'gke', azure: 'aks' } as const;

/** A pool of a cloud, complete; `undefined` when something is wrong with it, which is reported. */
export function cloudPool(
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
  checkMarks(faults, pool, capacity, place);
  if (instance.gpu !== undefined) checkProvisioner(faults, pool, place);
  const places = { pool: place, gpu: childPath(place, 'instance'), groups: childPath(place, 'deviceGroups') };
  const asked = { ...pool, groups: pool.deviceGroups, cloud: instance.cloud };
  if (instance.gpu === undefined) withoutGpus(faults, asked, places);
  const gpu = instance.gpu && poolGpu(faults, gpus, instance.gpu, asked, places);
  const architecture = architectureOf(
    faults,
    { architecture: instance.architecture, gpu: gpu?.gpu, labels: pool.labels },
    childPath(place, 'instance'),
    place,
  );
  const tuning = completeTuning(faults, pool.tuning, origins[instance.cloud], childPath(place, 'tuning'));
  const allocatable = withoutDaemons(
    faults,
    withoutTuning(
      {
        millicores: instance.allocatable.millicores,
        memory: mib(instance.allocatable.memoryMib),
        ephemeralStorage: disk?.size ?? bytes(0),
        pods: instance.allocatable.pods,
      },
      tuning,
    ),
    pool.daemons,
    place,
  );
  if (!possible || !provisioner || !disk || !allocatable || (instance.gpu && !gpu)) return undefined;
  return {
    name,
    selector: cloudSelector(pool, instance.type, provisioner, capacity),
    taints: joined(automaticTaints(provisioner, capacity, gpu?.gpu, architecture), pool.taints ?? []),
    on: 'cloud',
    architecture,
    capacity,
    contention: pool.contention ?? 'reserved',
    nodes: pool.nodes,
    nodeNames: undefined,
    allocatable,
    gpu: gpu && withNodeMemory(gpu, allocatable.memory),
    pods: pool.pods ?? {},
    ...(tuning === undefined ? {} : { tuning }),
    diskBandwidth: disk.bandwidth,
    nvme: [],
    spotNotice: capacity === 'spot' ? spotNotices[instance.cloud] : undefined,
    instance,
    usdPerNodeHour: priceOf(instance, capacity),
  };
}
