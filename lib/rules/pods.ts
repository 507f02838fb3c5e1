/** The pods of a workload among the charts: what every pod of a manifest is, and which object makes it. */
import { workloadPod, type WorkloadPod } from '../kubernetes/read';
import type { Seen } from './seen';

export { argumentsOf, type PodContainer } from '../kubernetes/read';

/** Pods that a workload makes. */
export interface Pod extends WorkloadPod {
  readonly workload: Seen;
  readonly namespace: string;
}

/** The pods of an object; `undefined` when its kind makes none. */
export function podOf(workload: Seen): Pod | undefined {
  const pod = workloadPod(workload.manifest);
  return pod === undefined ? undefined : { ...pod, workload, namespace: workload.namespace };
}
