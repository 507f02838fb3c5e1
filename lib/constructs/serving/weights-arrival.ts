/**
 * How a pod waits for its weights before its engine starts: it stages them, waits for the loader or the verifier, or has them in
 * its image.
 */
import type { Duration } from '../../core';
import { type ProgramRun, proofWait, stager, type Weights, weightsWait } from '../../programs';
import { stagedFrom, type WeightsVolume } from './weights-volume';

/** The program of the init container; none where the weights come with an image. */
export function weightsArrival(
  volume: WeightsVolume,
  weights: readonly Weights[],
  patience: Duration,
): ProgramRun | undefined {
  const from = stagedFrom(volume);
  if (from !== undefined) return stager.run({ weights, server: from.url, patience });
  if (volume.kind === 'existing') return proofWait.run({ weights, place: volume, patience });
  return volume.kind === 'direct' ? weightsWait.run({ weights, patience }) : undefined;
}
