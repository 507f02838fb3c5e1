/**
 * Pools of machines that an environment does not have: those of the catalogue whose price is known, the cheapest first,
 * of the clouds that it uses.
 */
import type { Path } from '../../core';
import type { Instance } from '../../catalog';
import {
  type Environment,
  FaultList,
  type NodePool,
  type Provisioner,
  readPool,
  usableLocalDisk,
} from '../../environment';

/** Most machine types for which a pool is planned. */
const mostMachines = 3;

/** A pool of another machine, and the GPUs that one pod takes of it. */
export interface OtherMachine {
  /** `aws/g6.12xlarge` */
  readonly instance: string;
  readonly gpus: number;
  readonly pool: NodePool;
  /** The pool whose disk it has too, where the machine itself has none that pods can use. */
  readonly disk?: string;
}

/** What makes machines on each cloud, if the environment says nothing else. */
const provisioners: Readonly<Record<Instance['cloud'], Provisioner>> = { aws: 'karpenter', gcp: 'gke', azure: 'aks' };

/** The clouds of the pools; of an environment without any, the first of the catalogue. */
function cloudsOf({ nodePools }: Environment): ReadonlySet<Instance['cloud']> {
  const used = Object.values(nodePools).flatMap(({ instance }) => instance?.cloud ?? []);
  return new Set(used.length > 0 ? used : ['aws']);
}

/** A pool of a cloud whose nodes have an attached disk, as the overlay states it. */
const withVolume = ({ nodePools }: Environment, cloud: Instance['cloud']): NodePool | undefined =>
  Object.values(nodePools).find(({ instance }) => instance?.cloud === cloud && usableLocalDisk(instance) === undefined);

/**
 * Pools with a node for each replica and one more. A machine that has no disk for pods gets one as another pool of the
 * same cloud has it.
 *
 * @param fits whether a pod fits so many GPUs of a pool
 */
export function* otherMachines(
  environment: Environment,
  replicas: number,
  fits: (pool: NodePool, gpus: number) => boolean,
  at: Path,
): Generator<OtherMachine> {
  const { catalog } = environment;
  const clouds = cloudsOf(environment);
  const priced = Object.entries(catalog.instances)
    .flatMap(([instance, facts]) => {
      const { gpu, onDemand, cloud } = facts;
      const disk = usableLocalDisk(facts) === undefined ? withVolume(environment, cloud) : undefined;
      return gpu === undefined || onDemand === undefined || !clouds.has(cloud)
        ? []
        : [{ instance, gpu, price: onDemand.usdPerHour, provisioner: provisioners[cloud], disk }];
    })
    .sort((a, b) => a.price - b.price);
  let tried = 0;
  for (const {
    instance,
    gpu: { count },
    provisioner,
    disk,
  } of priced) {
    const pool = readPool(
      new FaultList(),
      'suggested',
      {
        on: 'cloud',
        instance,
        provisioner,
        nodes: { min: 0, max: replicas + 1 },
        ...(disk && { ephemeralStorage: disk.allocatable.ephemeralStorage, diskBandwidth: disk.diskBandwidth }),
      },
      catalog,
      at,
    );
    const gpus = pool && Array.from({ length: count }, (_, i) => i + 1).find((each) => fits(pool, each));
    if (pool === undefined || gpus === undefined) continue;
    yield { instance, gpus, pool, disk: disk?.name };
    tried += 1;
    if (tried === mostMachines) return;
  }
}
