/** Probes of engines: patient while weights load, strict about readiness, and a liveness that a busy server passes. */
import { durationText, type Duration } from '../core/duration';
import type { Derived } from '../core/derived';
import type { Probe } from '../kubernetes/kinds';

/** Seconds between two startup probes: the time by which readiness may be noticed late. */
const startupPeriod = 5;

/** A startup probe whose patience is the startup budget. */
export const startupProbe = (ask: Probe, budget: Derived<Duration>): Probe => ({
  ...ask,
  periodSeconds: startupPeriod,
  timeoutSeconds: ask.timeoutSeconds ?? startupPeriod,
  failureThreshold: Math.ceil(budget.value / startupPeriod),
});

/** Ready as long as the engine says so. */
export const readinessProbe = (path: string): Probe => ({
  httpGet: { path, port: 'http' },
  periodSeconds: 5,
  timeoutSeconds: 5,
  failureThreshold: 3,
});

/** Alive while the port accepts connections: the kernel does that even when every slot generates, so load never kills a pod. */
export const livenessProbe: Probe = {
  tcpSocket: { port: 'http' },
  periodSeconds: 20,
  timeoutSeconds: 10,
  failureThreshold: 6,
};

/** `twice … (1 min 3 s)`: a budget as an annotation shows it. */
export const budgetText = ({ value, because }: Derived<Duration>): string => `${durationText(value)}: ${because}`;
