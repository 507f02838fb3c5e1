/** Whether a model fits the GPUs that one of its pods gets, on every pool that it may land on. */
import { mibText, type Bytes } from '../../core/bytes';
import type { Path } from '../../core/path';
import type { NodePool } from '../../environment/node-pool';
import { usableMemory, type DeviceMemory } from '../../sizing';
import { planFault } from '../fault-codes';
import { finding, type Finding, type Ladder } from '../finding';

const termsText = ({ terms }: DeviceMemory): string =>
  terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');

/** What one unit of a pool's GPUs is called. */
export const unitText = ({ gpu }: NodePool): string =>
  gpu === undefined
    ? 'no GPU'
    : gpu.sharing.by === 'none'
      ? gpu.gpu.product
      : `${gpu.sharing.by} unit (${gpu.memoryMibPerUnit} MiB) of ${gpu.gpu.product}`;

/** Memory that one unit of a pool's GPUs leaves to a workload. */
export const usableUnit = ({ gpu }: NodePool): Bytes => usableMemory(gpu?.memoryMibPerUnit ?? 0).value;

/** The fullest device of a pod. */
export const fullest = (devices: readonly DeviceMemory[]): DeviceMemory | undefined =>
  devices.reduce<DeviceMemory | undefined>(
    (most, device) => (most === undefined || device.total > most.total ? device : most),
    undefined,
  );

/** The pools whose units are smaller than a workload's fullest device: at most one finding for each. */
export function misfits(
  at: Path,
  devices: readonly DeviceMemory[],
  pools: readonly NodePool[],
  ladders: readonly Ladder[],
): readonly Finding[] {
  const largest = fullest(devices);
  return pools.flatMap((pool) => {
    const usable = usableUnit(pool);
    if (largest === undefined || largest.total <= usable) return [];
    const count = devices.length === 1 ? 'one' : `the fullest of ${devices.length}`;
    return [
      finding(
        planFault(
          'ModelDoesNotFit',
          at,
          `needs ${mibText(largest.total)} MiB on ${count} ${unitText(pool)} of pool ${pool.name} (${mibText(usable)} MiB usable): ${termsText(largest)}`,
          {
            fix: [
              'more gpus',
              'a shorter contextLength',
              'a smaller parallel',
              'a smaller cacheTypeK and cacheTypeV',
              'a smaller quantisation',
              'a pool with larger GPUs',
            ],
          },
        ),
        ladders,
      ),
    ];
  });
}
