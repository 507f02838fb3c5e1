/**
 * Pools of machines that an environment does not have: those of the catalogue whose price is known, the cheapest first.
 */
import type { Path } from '../../core';
import { type Environment, FaultList, type NodePool, readPool } from '../../environment';

/** Most machine types for which a pool is planned. */
const mostMachines = 3;

/** A pool of another machine, and the GPUs that one pod takes of it. */
export interface OtherMachine {
  /** `aws/g6.12xlarge` */
  readonly instance: string;
  readonly gpus: number;
  readonly pool: NodePool;
}

/**
 * Pools with a node for each replica and one more.
 *
 * @param fits whether a pod fits so many GPUs of a pool
 */
export function* otherMachines(
  { catalog }: Environment,
  replicas: number,
  fits: (pool: NodePool, gpus: number) => boolean,
  at: Path,
): Generator<OtherMachine> {
  const priced = Object.entries(catalog.instances)
    .flatMap(([instance, { gpu, onDemand }]) =>
      gpu === undefined || onDemand === undefined ? [] : [{ instance, gpu, price: onDemand.usdPerHour }],
    )
    .sort((a, b) => a.price - b.price);
  let tried = 0;
  for (const {
    instance,
    gpu: { count },
  } of priced) {
    const pool = readPool(
      new FaultList(),
      'suggested',
      { on: 'cloud', instance, nodes: { min: 0, max: replicas + 1 } },
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
