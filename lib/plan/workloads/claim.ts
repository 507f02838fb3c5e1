/** What the devices of a pool must have for the pods of a workload, where pods claim them. */
import { derived, type Derived, type Bytes, largestBelow, mib, mibText, type Path } from '../../core';
import { engineOf, type Environment, type NodePool, type PoolClaim, type PoolGpu } from '../../environment';
import type { DeviceClaim, ServerWorkload } from '../../workload';
import { poolsOf } from '../scheduling';
import { gpusOf } from './fit';

type Claimed = NodePool & { readonly gpu: PoolGpu & { readonly claim: PoolClaim } };

const isClaimed = (pool: NodePool): pool is Claimed => pool.gpu?.claim !== undefined;

/** Memory of a GPU below which the workload does not fit; that of the pool where it does not fit at all. */
function leastMemory(environment: Environment, workload: ServerWorkload, pool: Claimed, at: Path): number {
  const engine = engineOf(environment, workload);
  const tooSmall = (memoryMibPerUnit: number): boolean =>
    engine.misfit(workload, gpusOf({ ...pool, gpu: { ...pool.gpu, memoryMibPerUnit } }, workload.gpus), at) !==
    undefined;
  const { memoryMibPerUnit } = pool.gpu;
  return Math.min(memoryMibPerUnit, 1 + (largestBelow(memoryMibPerUnit, 1, 0, tooSmall) ?? 0));
}

function memoryOf(
  environment: Environment,
  workload: ServerWorkload,
  pools: readonly Claimed[],
  at: Path,
): Derived<Bytes> {
  const least = Math.max(...pools.map((pool) => leastMemory(environment, workload, pool, at)));
  const has = pools
    .map(({ name, gpu: { memoryMibPerUnit } }) => `${mibText(mib(memoryMibPerUnit))} MiB on pool ${name}`)
    .join(', ');
  return derived(mib(least), `the least memory of a GPU on which it fits; planned with ${has}`);
}

/** The claim of a workload; `undefined` where its pods ask for a number of GPUs, or for none. */
export function claimOf(environment: Environment, workload: ServerWorkload, at: Path): DeviceClaim | undefined {
  if (workload.gpus === 0) return undefined;
  const pools = poolsOf(environment, workload.pools).filter(isClaimed);
  const [first] = pools;
  if (first === undefined) return undefined;
  const claims = pools.map(({ gpu }) => gpu.claim);
  const keys = [...new Set(claims.flatMap(({ attributes }) => Object.keys(attributes)))];
  const products = claims.map(({ product }) => product);
  return {
    deviceClass: first.gpu.claim.deviceClass,
    driver: first.gpu.claim.driver,
    attributes: Object.fromEntries(
      keys.map((key) => [key, [...new Set(claims.flatMap(({ attributes }) => attributes[key] ?? []))].sort()]),
    ),
    ...(products.includes(undefined)
      ? {}
      : { products: [...new Set(products.filter((product) => product !== undefined))].sort() }),
    memory: memoryOf(environment, workload, pools, at),
  };
}
