/**
 * How often pods are asked, and how often they may fail to answer; how long a start may take is its budget's to say.
 */

/** Times of one probe, as Kubernetes counts them. */
export interface ProbeTimes {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** Seconds between two startup probes: the time by which readiness may be noticed late. */
export const startupPeriod = 5;

/** Out of the Service within 15 s of the engine saying so. */
export const engineReadiness: ProbeTimes = { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 };
/** Restarted after two minutes without a connection: the kernel accepts one even when every slot generates. */
export const engineLiveness: ProbeTimes = { periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 };

/** Out of the Service within 15 s of the first request without an answer. */
export const weightsServerReadiness: ProbeTimes = { periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 };
/**
 * Restarted after two minutes without an answer: slow clients are cut off well before that, and transfers resume at the
 * other replica. A store that hangs may take both, and a restart loses nothing then.
 */
export const weightsServerLiveness: ProbeTimes = { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 };
