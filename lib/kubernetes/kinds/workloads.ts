/** Kinds of Kubernetes that hold pods, and those that act on them. */
import type { IDaemonSet, IDeployment, IReplicaSet, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import type { ICronJob, IJob } from 'kubernetes-models/batch/v1';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1';
import type { IPod } from 'kubernetes-models/v1';
import { namespaced, type FactsOf } from './kind';

export interface WorkloadKinds {
  readonly CronJob: ICronJob;
  readonly DaemonSet: IDaemonSet;
  readonly Deployment: IDeployment;
  readonly HorizontalPodAutoscaler: IHorizontalPodAutoscaler;
  readonly Job: IJob;
  readonly Pod: IPod;
  readonly PodDisruptionBudget: IPodDisruptionBudget;
  readonly ReplicaSet: IReplicaSet;
  readonly StatefulSet: IStatefulSet;
}

export const workloadKinds: FactsOf<WorkloadKinds> = {
  CronJob: namespaced('batch/v1', 'cronjobs'),
  DaemonSet: namespaced('apps/v1', 'daemonsets'),
  Deployment: namespaced('apps/v1', 'deployments'),
  HorizontalPodAutoscaler: namespaced('autoscaling/v2', 'horizontalpodautoscalers'),
  Job: namespaced('batch/v1', 'jobs'),
  Pod: namespaced('v1', 'pods'),
  PodDisruptionBudget: namespaced('policy/v1', 'poddisruptionbudgets'),
  ReplicaSet: namespaced('apps/v1', 'replicasets'),
  StatefulSet: namespaced('apps/v1', 'statefulsets'),
};
