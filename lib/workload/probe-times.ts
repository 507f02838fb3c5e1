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

/** Out of the Service within 15 s of Envoy saying so. */
export const gatewayReadiness: ProbeTimes = { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 };
/** Restarted after two minutes without a connection. */
export const envoyLiveness: ProbeTimes = { periodSeconds: 20, timeoutSeconds: 5, failureThreshold: 6 };
/** Two minutes to read the files of models, clients and keys. */
export const gatewayPolicyStartup: ProbeTimes = { periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 120 };
export const gatewayPolicyReadiness: ProbeTimes = { periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 3 };
/** Restarted after a minute without an answer: no request passes meanwhile. */
export const gatewayPolicyLiveness: ProbeTimes = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 };
