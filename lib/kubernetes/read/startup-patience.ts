/** How long the kubelet waits for a container to start. */
import type { Probe } from '../kinds';

/**
 * Seconds that a container has to start before the kubelet restarts it: the first probe comes after the initial delay,
 * the last one all other periods later. A program may wait by itself, as long as its timeout.
 *
 * @see worker.go of the kubelet's prober: a failure counts when its probe ends, and the last one restarts the container.
 */
export function startupPatience({
  exec,
  initialDelaySeconds = 0,
  periodSeconds = 10,
  failureThreshold = 3,
  timeoutSeconds = 1,
}: Probe): number {
  const waits = exec === undefined ? 0 : timeoutSeconds;
  return initialDelaySeconds + Math.max(periodSeconds * (failureThreshold - 1), waits);
}

/** Probes after which a container has had so many seconds to start. */
export const probesWithin = (seconds: number, { initialDelaySeconds = 0, periodSeconds = 10 }: Probe): number =>
  Math.ceil((seconds - initialDelaySeconds) / periodSeconds) + 1;
