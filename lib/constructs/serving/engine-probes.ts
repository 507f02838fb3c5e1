/** Probes of engines: patient while weights load, strict about readiness, and a liveness that a busy server passes. */
import { ceilSeconds, type Derived, type Duration, durationText } from '../../core';
import type { Probe } from '../../kubernetes/kinds';
import { engineLiveness, engineReadiness, startupPeriod } from '../../workload';

/** A startup probe whose patience is the startup budget: the last probe comes when it is over. */
export const startupProbe = (ask: Probe, budget: Derived<Duration>): Probe => ({
  ...ask,
  periodSeconds: startupPeriod,
  timeoutSeconds: startupPeriod,
  // The first probe comes at once.
  failureThreshold: Math.ceil(budget.value / startupPeriod) + 1,
});

/** Seconds that a program has left to say why it gave up, before the kubelet ends it. */
const lastWords = 5;

/**
 * A startup probe by a program that tries again by itself for as long as the budget: once it has failed, the pod has.
 */
export const startupProgramProbe = (command: readonly string[], budget: Derived<Duration>): Probe => ({
  exec: { command: [...command] },
  periodSeconds: startupPeriod,
  timeoutSeconds: ceilSeconds(budget.value) + lastWords,
  failureThreshold: 1,
});

/** Ready as long as the engine says so. */
export const readinessProbe = (path: string): Probe => ({
  httpGet: { path, port: 'http' },
  ...engineReadiness,
});

/**
 * Alive while the port accepts connections: the kernel does that even when every slot generates, so load never kills a
 * pod.
 */
export const livenessProbe: Probe = {
  tcpSocket: { port: 'http' },
  ...engineLiveness,
};

/** `twice … (1 min 3 s)`: a budget as an annotation shows it. */
export const budgetText = ({ value, because }: Derived<Duration>): string => `${durationText(value)}: ${because}`;
