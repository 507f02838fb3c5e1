/**
 * Pools of machines that an environment does not have: those of the catalogue whose price is known, the cheapest first,
 * of the clouds that it uses.
 */
import type { Path } from '../../core';
import type { Instance } from '../../catalog';
import { type Environment, FaultList, type NodePool, type Provisioner, readPool } from '../../environment';

/** Most machine types for which a pool is planned. */
const mostMachines = 3;

/** A pool of another machine, and the GPUs that one pod takes of it. */
export interface OtherMachine {
  /** `aws/g6.12xlarge` */
  readonly instance: string;
  readonly gpus: number;
  readonly pool: NodePool;
}

/** What makes machines on each cloud, if the environment says nothing else. */
const provisioners: Readonly<Record<Instance['cloud'], Provisioner>> = { aws: 'karpenter', gcp: 'gke', azure: 'aks' };

/** The clouds of the pools; of an environment without any, the first of the catalogue. */
function cloudsOf({ nodePools }: Environment): ReadonlySet<Instance['cloud']> {
  const used = Object.values(nodePools).flatMap(({ instance }) => instance?.cloud ?? []);
  return new Set(used.length > 0 ? used : ['aws']);
}

/**
 * Pools with a node for each replica and one more.
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
    .flatMap(([instance, { gpu, onDemand, cloud }]) =>
      gpu === undefined || onDemand === undefined || !clouds.has(cloud)
        ? []
        : [{ instance, gpu, price: onDemand.usdPerHour, provisioner: provisioners[cloud] }],
    )
    .sort((a, b) => a.price - b.price);
  let tried = 0;
  for (const {
    instance,
    gpu: { count },
    provisioner,
  } of priced) {
    const pool = readPool(
      new FaultList(),
      'suggested',
      { on: 'cloud', instance, provisioner, nodes: { min: 0, max: replicas + 1 } },
      catalog,
      at,
    );
    const gpus = pool && Array.from({ length: count }, (_, i) => i + 1).find((each) => fits(pool, each));
    if (pool === undefined || gpus === undefined) continue;
    yield { instance, gpus, pool };
    tried += 1;
    if (tried === mostMachines) return;
  }
}
