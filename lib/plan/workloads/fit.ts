/** The GPUs that a pod of a workload gets on a pool. */
import { bytes, type Bytes } from '../../core';
import type { PodGpus } from '../../engines';
import type { NodePool } from '../../environment';
import { freeOfUnit, usableOfUnit } from '../../sizing';

/** What one unit of a pool's GPUs is called. */
const unitText = ({ gpu }: NodePool): string =>
  gpu === undefined
    ? 'no GPU'
    : gpu.sharing.by === 'none'
      ? gpu.gpu.product
      : `${gpu.sharing.by} unit (${gpu.memoryMibPerUnit} MiB) of ${gpu.gpu.product}`;

/** Memory that one unit of a pool's GPUs leaves to a workload. */
export const usableUnit = ({ gpu }: NodePool): Bytes => (gpu === undefined ? bytes(0) : usableOfUnit(gpu).value);

/** So many GPUs of a pool. */
export const gpusOf = (pool: NodePool, count: number): PodGpus => ({
  pool: pool.name,
  unit: unitText(pool),
  count,
  free: pool.gpu === undefined ? bytes(0) : freeOfUnit(pool.gpu),
  usable: usableUnit(pool),
});
