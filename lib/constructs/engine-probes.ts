/** Probes of engines: patient while weights load, strict about readiness, and a liveness that a busy server passes. */
import { durationText, type Duration } from '../core/duration';
import type { Derived } from '../core/derived';
import type { Probe } from '../kubernetes/kinds';
import { engineLiveness, engineReadiness, startupPeriod } from '../sizing/probe-times';

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
  ...engineReadiness,
});

/** Alive while the port accepts connections: the kernel does that even when every slot generates, so load never kills a pod. */
export const livenessProbe: Probe = {
  tcpSocket: { port: 'http' },
  ...engineLiveness,
};

/** `twice … (1 min 3 s)`: a budget as an annotation shows it. */
export const budgetText = ({ value, because }: Derived<Duration>): string => `${durationText(value)}: ${because}`;
