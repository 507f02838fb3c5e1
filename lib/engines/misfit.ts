/** Devices of a model that are larger than the GPUs of a pod. */
import { bytes, type Bytes, mibText } from '../core';
import type { DeviceMemory } from '../sizing';
import type { Misfit, PodGpus } from './engine';

/** The fullest device of a pod. */
export const fullest = (devices: readonly DeviceMemory[]): DeviceMemory | undefined =>
  devices.reduce<DeviceMemory | undefined>(
    (most, device) => (most === undefined || device.total > most.total ? device : most),
    undefined,
  );

/**
 * Why a model is too large for the GPUs that it is spread over, `undefined` when it is not.
 *
 * @param subject - the model, where a pod has several: `llama3.1:8b `
 */
export function tooLarge(
  devices: readonly DeviceMemory[],
  { pool, unit }: PodGpus,
  usable: Bytes,
  subject = '',
): Misfit | undefined {
  const device = fullest(devices);
  if (device === undefined || device.total <= usable) return undefined;
  const terms = device.terms.map(({ name, bytes: size }) => `${name} ${mibText(size)}`).join(', ');
  const count = devices.length === 1 ? 'one' : `the fullest of ${devices.length}`;
  return {
    code: 'ModelDoesNotFit',
    found: `${subject}needs ${mibText(device.total)} MiB on ${count} ${unit} of pool ${pool} (${mibText(bytes(Math.max(0, usable)))} MiB usable): ${terms}`,
  };
}
