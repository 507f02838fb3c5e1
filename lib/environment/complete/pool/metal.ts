/** A pool of one's own machines, whose hardware the overlay states. */
import { childPath, cores, type Path } from '../../../core';
import { mostStaticVolumes } from '../../../schema';
import type { FaultList } from '../../fault-codes';
import type { MetalPoolInput, NodePool, PoolGpu } from '../../node-pool';
import type { BuiltInCatalogs } from '../catalog';
import { refuseTwice } from '../lists';
import { poolGpu, withNodeMemory, withoutGpus } from '../pool-gpu';
import { metalSelector } from '../selector';
import { completeTuning } from '../tuning';
import { architectureOf } from './architecture';
import { checkDisks, checkHostnames } from './machines';
import { checkMarks } from './marks';
import { joined, withoutDaemons, withoutTuning } from './parts';

/** Pods of one node unless the kubelet is set otherwise. */
const defaultPods = 110;

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

/** The GPUs of one's own machine: `gpu` and `gpus` go together. */
function metalGpu(
  faults: FaultList,
  pool: MetalPoolInput,
  { gpus }: BuiltInCatalogs,
  place: Path,
): PoolGpu | 'none' | undefined {
  const { gpu: product, gpus: count, deviceGroups: groups } = pool.hardware;
  const hardware = childPath(place, 'hardware');
  const places = { pool: place, gpu: childPath(hardware, 'gpu'), groups: childPath(hardware, 'deviceGroups') };
  if (product === undefined && count === undefined) {
    withoutGpus(faults, { ...pool, groups }, places);
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
  return poolGpu(faults, gpus, { product, count }, { ...pool, groups }, places);
}

/** The labels that nodes are found by; `undefined`, and reported, where none names their GPUs. */
function selectorOf(faults: FaultList, pool: MetalPoolInput, gpu: PoolGpu | 'none', place: Path) {
  const selector = metalSelector(pool, gpu === 'none' ? undefined : gpu.gpu);
  if (selector === undefined)
    faults.add(
      'GpuLabelMissing',
      childPath(place, 'nodes'),
      `no label shows which nodes have ${pool.hardware.gpu ?? 'these GPUs'}, so a number of nodes does not find them`,
      { fix: ['the names of the nodes', 'labels that these nodes carry and no others'] },
    );
  return selector;
}

/** A pool of one's own machines, complete; `undefined` when something is wrong with it, which is reported. */
export function metalPool(
  faults: FaultList,
  name: string,
  pool: MetalPoolInput,
  catalogs: BuiltInCatalogs,
  place: Path,
): NodePool | undefined {
  const { hardware, nodes } = pool;
  const gpu = metalGpu(faults, pool, catalogs, place);
  const architecture = architectureOf(
    faults,
    { architecture: hardware.architecture, gpu: gpu === 'none' ? undefined : gpu?.gpu, labels: pool.labels },
    childPath(place, 'hardware', 'architecture'),
    place,
  );
  checkMarks(faults, pool, undefined, place);
  if (typeof nodes !== 'number') refuseTwice(faults, nodes, childPath(place, 'nodes'), (node) => `node '${node}'`);
  checkHostnames(faults, pool, place);
  checkDisks(faults, hardware.nvme ?? [], childPath(place, 'hardware', 'nvme'));
  checkVolumes(faults, pool, place);
  const tuning = completeTuning(faults, pool.tuning, 'metal', childPath(place, 'tuning'));
  const allocatable = withoutDaemons(
    faults,
    withoutTuning(
      {
        millicores: cores(hardware.cpu),
        memory: hardware.memory,
        ephemeralStorage: hardware.ephemeralStorage,
        pods: defaultPods,
      },
      tuning,
    ),
    pool.daemons,
    place,
  );
  const selector = gpu && selectorOf(faults, pool, gpu, place);
  if (gpu === undefined || allocatable === undefined || selector === undefined) return undefined;
  const count = typeof nodes === 'number' ? nodes : nodes.length;
  return {
    name,
    selector,
    taints: joined(pool.taints ?? []),
    on: 'metal',
    architecture,
    capacity: 'on-demand',
    contention: pool.contention ?? 'reserved',
    nodes: { min: count, max: count },
    nodeNames: typeof nodes === 'number' ? undefined : nodes,
    allocatable,
    gpu: gpu === 'none' ? undefined : withNodeMemory(gpu, allocatable.memory),
    pods: pool.pods ?? {},
    ...(tuning === undefined ? {} : { tuning }),
    diskBandwidth: hardware.diskBandwidth,
    nvme: hardware.nvme ?? [],
    spotNotice: undefined,
    instance: undefined,
    usdPerNodeHour: pool.usdPerNodeHour,
  };
}
