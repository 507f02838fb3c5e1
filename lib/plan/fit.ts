/** Whether a model fits the GPUs that one of its pods gets, on every pool that it may land on. */
import { mibText, type Bytes } from '../core/bytes';
import { fault, type Fault } from '../core/fault';
import type { Path } from '../core/path';
import type { NodePool } from '../environment/node-pool';
import { usableMemory, type DeviceMemory } from '../sizing';

const terms = ({ terms: parts }: DeviceMemory): string => parts.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');

/** What one unit of a pool's GPUs is called. */
export const unitText = ({ gpu }: NodePool): string =>
  gpu === undefined ? 'no GPU' : gpu.sharing.by === 'none' ? gpu.gpu.product : `${gpu.sharing.by} unit (${gpu.memoryMibPerUnit} MiB) of ${gpu.gpu.product}`;

/** Memory that one unit of a pool's GPUs leaves to a workload. */
export const usableUnit = ({ gpu }: NodePool): Bytes => usableMemory(gpu?.memoryMibPerUnit ?? 0).value;

/** The devices of a workload that are larger than the units of a pool: at most one fault for each pool. */
export function misfits(at: Path, devices: readonly DeviceMemory[], pools: readonly NodePool[]): readonly Fault[] {
  return pools.flatMap((pool) => {
    const usable = usableUnit(pool);
    const largest = devices.reduce<DeviceMemory | undefined>((most, device) => (most === undefined || device.total > most.total ? device : most), undefined);
    if (largest === undefined || largest.total <= usable) return [];
    const count = devices.length === 1 ? 'one' : `the fullest of ${devices.length}`;
    return [fault('ModelDoesNotFit', at, `needs ${mibText(largest.total)} MiB on ${count} ${unitText(pool)} of pool ${pool.name} (${mibText(usable)} MiB usable): ${terms(largest)}`, {
      mend: ['more gpus', 'a shorter contextLength', 'less parallel', 'a smaller cacheTypeK and cacheTypeV', 'a smaller quantisation', 'a pool with larger GPUs'],
    })];
  });
}
