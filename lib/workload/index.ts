/** The types of a workload, whatever its engine: input, server, pod, probe times. */
export {
  type FolderSource,
  type NodeRemoval,
  type ObjectAdditions,
  type PodAdditions,
  type PodAdditionsBase,
  type VariableValue,
} from './additions';
export { coveredBy, imageFolders, isBeside, loadingVariable } from './image-facts';
export type { WorkloadInput, WorkloadInputBase } from './input';
export {
  type Autoscaling,
  type Budgets,
  type Compute,
  type ConfigMapKey,
  type ContainerWants,
  type DisruptionBudget,
  oneAtATime,
  type Replicas,
  type RolloutStrategy,
  type Scheduling,
  type SecretKey,
} from './pod';
export {
  engineLiveness,
  engineReadiness,
  type ProbeTimes,
  startupPeriod,
  weightsServerLiveness,
  weightsServerReadiness,
} from './probe-times';
export {
  type LocalTier,
  priorities,
  type Priority,
  type ReplicaRange,
  type ServedModel,
  type ServedSettings,
  type ServerWorkload,
} from './server';
export {
  collectorDeadline,
  collectorWants,
  copyGrace,
  copyWants,
  helperCpuLimit,
  unstatedWants,
  weightsServerGrace,
  weightsServerReplicas,
  weightsServerRollout,
  weightsServerWants,
} from './small-pods';
