/**
 * How a pod waits for its weights before its engine starts: it stages them, or waits for the loader, or has them in its
 * image.
 */
import type { Duration } from '../../core';
import { type ProgramRun, stager, type Weights, weightsWait } from '../../programs';
import { stagedFrom, type WeightsVolume } from './weights-volume';

/** The program of the init container; none where the weights come with an image. */
export function weightsArrival(
  volume: WeightsVolume,
  weights: readonly Weights[],
  patience: Duration,
): ProgramRun | undefined {
  const from = stagedFrom(volume);
  if (from !== undefined) return stager.run({ weights, server: from.url, patience });
  return volume.kind === 'direct' ? weightsWait.run({ weights, patience }) : undefined;
}
