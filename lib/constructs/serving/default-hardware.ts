/**
 * The machine under a pod of which nothing, or only a part, is said: small, so that what is sized for it runs nearly
 * anywhere.
 */
import type { PodHardware } from '../../sizing';
import { stagedFrom, type WeightsVolume } from './weights-volume';

/** The machine as a construct gets it: whether weights count as ephemeral storage follows from where they are. */
export type Hardware = Omit<PodHardware, 'weightsAreEphemeral'>;

/** Four cores, no GPU, a disk of 1 GB/s. */
const usual: Hardware = { cpu: 4, diskBandwidth: 1e9 };

/** Bytes per second of a store of which nothing is said: a gigabit network, which all pods share. */
const gigabit = 125e6;

/**
 * Completes a machine.
 *
 * @param readers pods that may read the store at the same time, where the hardware does not say
 */
export const completeHardware = (weights: WeightsVolume, readers: number, hardware: Hardware = usual): PodHardware => ({
  ...hardware,
  store: stagedFrom(weights) === undefined ? undefined : (hardware.store ?? { bandwidth: gigabit, readers }),
  weightsAreEphemeral: weights.kind === 'ephemeral',
});
