/** What an alert is, and the names of all of them: each has a runbook page of its name in `docs/runbooks`. */
import type { Duration } from '../../core';
import type { Expression } from '../expressions/expression';
import type { RecordingRule } from '../records/cost';

/** `page`: users are affected now, and a person is woken. `ticket`: it has time until the working day. */
export type Severity = 'page' | 'ticket';

/** Every alert with what it means, in one sentence. */
export const alertMeanings = {
  AutoscalerAtMaximum: 'Requests wait, and the autoscaler may not add a pod.',
  BackupNotChecked: 'No check has found the copies of a backup whole for more than a week.',
  BackupTooOld: 'The newest copy of a backup is too old.',
  CacheDown: 'A cache does not answer.',
  CertificateExpires: 'A certificate was not renewed.',
  ContainerRestarts: 'A container restarts again and again.',
  DatabaseConnectionsHigh: 'A database has few connections left.',
  DatabaseDown: 'A database does not answer.',
  EngineMemoryHigh: 'An engine uses nearly all of its memory limit.',
  EngineStartTooLong: 'A pod runs for longer than its start may take, and is not ready.',
  GatewayConfigurationRefused: 'The gateway works with old settings, since it cannot read the new ones.',
  GatewayDown: 'No pod of the gateway is available.',
  GatewayReplicasMissing: 'The gateway has fewer pods than it asks for.',
  GpuFault: 'A GPU reports an error of its hardware.',
  GpuMemoryHigh: 'A GPU has more in its memory than was computed.',
  GpuSaturated: 'The GPUs of a pod are always busy, and requests wait.',
  KeyExpires: 'A key of a client is about to expire.',
  LoaderFailed: 'The weights of a model did not reach the store.',
  MetricsMissing: 'Metrics that alerts are made of are not there.',
  ModelErrors: 'Too many requests of a model end with an error of the server.',
  ModelFirstTokenSlow: 'Too many answers of a model begin late.',
  ModelUnavailable: 'A model has no pod that answers.',
  NodeDiskPressure: 'The disk of a node is nearly full.',
  OllamaDown: 'An Ollama does not answer.',
  OllamaOnCpu: 'Ollama computes a model on the CPU that belongs on GPUs.',
  OutOfMemory: 'A container was killed because it used more memory than its limit.',
  PodsUnschedulable: 'A pod finds no node.',
  QueueLong: 'Answers of a model begin half a minute late.',
  QuotaNearEnd: 'The quota has no room for one more pod.',
  RequestsWait: 'Requests wait for a slot for a long time.',
  RolloutStuck: 'A rollout makes no progress.',
  StoreNearlyFull: 'The store of weights is nearly full.',
  TargetDown: 'Metrics of a pod that is ready cannot be read.',
  VolumeNearlyFull: 'The volume of a pod is nearly full.',
  WeightsServerDown: 'No weights server is available.',
} as const;
export type AlertName = keyof typeof alertMeanings;
export const alertNames = Object.keys(alertMeanings) as readonly AlertName[];

/** An alert of an environment. */
export interface Alert {
  readonly name: AlertName;
  readonly severity: Severity;
  /** It is pending while this has a result, one for each series. */
  readonly expression: Expression;
  /** It fires after it was pending for so long. @default - at once */
  readonly for?: Duration;
  /** It fires for so long after its condition has ended. @default - not at all */
  readonly keepFiring?: Duration;
  /** One sentence with the labels of the series: `{{ $labels.pod }} …`. */
  readonly summary: string;
  /** Where the threshold and the times come from. @default - they need no reason */
  readonly because?: string;
  /** Labels beside those of the series. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Address of the dashboard that shows what it is about. @default - none */
  readonly dashboard?: string;
}

/** Rules that Prometheus evaluates one after the other. */
export interface RuleGroup {
  readonly name: string;
  /** Name of their object. */
  readonly object: string;
  /** Namespace of their object: that of the series that they read. */
  readonly namespace: string;
  readonly records: readonly RecordingRule[];
  readonly alerts: readonly Alert[];
}

/** Name of the object with all rules of a namespace but those of its workloads. */
export const sharedRules = 'alerts';

/** Name of the runbook page of an alert, without its ending: `model-errors`. */
export const runbookName = (name: AlertName): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
