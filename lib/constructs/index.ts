/**
 * The constructs, for anybody's cdk8s app, and every type that their props name. `import … from 'corral/constructs'`
 * loads no planner and no rules.
 */

// Serving: one model, or a fleet of several.
export { LlamaServer, type LlamaServerProps } from './serving/llama-server';
export type { EnginePod, ServingEngine } from '../engines/engine-pod';
export type { ClosedRoute, EngineContract, Route, Routes } from '../engines/contract';
export type { ProgramRun } from '../programs/program';
export { EngineWorkload, type EngineWorkloadProps, type PodReplacement } from './serving/engine-workload';
export { OllamaFleet, type OllamaFleetProps } from './serving/ollama-fleet';
export type { FleetModels, ModelList, TaggedModel } from './serving/ollama-models';
export { MemoryDefaults, type MemoryDefaultsProps } from './serving/memory-defaults';
export type { Hardware } from './serving/default-hardware';
export type { PodHardware } from '../sizing/pods/pod-hardware';
export type { Bandwidth } from '../sizing/time/load-time';
export type { MemoryBandwidth } from '../sizing/time/throughput';
export type { WeightsServerAddress, WeightsVolume } from './serving/weights-volume';
export type { EngineAccess } from './access';
export type { WithPrograms } from './program-files';

// Web services, and what every workload behind a Service gives to others.
export { WebWorkload, type HealthCheck, type WebVolume, type WebWorkloadProps } from './web/web-workload';
export { ServedWorkload, type ServedAs } from './served-workload';

// Weights: the store, what fills it, what reads from it, and the disks of nodes.
export { ModelLoader, type ModelLoaderProps } from './weights/model-loader';
export { ModelStore, type ModelStoreProps, type StoreBackend } from './weights/model-store';
export { StaticVolumes, type LocalDisk, type StaticVolumesProps } from './weights/static-volumes';
export { StoreCollector, type StoreCollectorProps } from './weights/store-collector';
export { WeightsServer, type WeightsServerProps } from './weights/weights-server';
export type { CollectorInputs } from '../programs/collector';
export type { Weights, WeightsForm } from '../programs/weights-layout';
export type { WeightsSource } from '../programs/weights-list';

// Tenancy: namespaces, quotas, priorities, and how GPUs are shared.
export { DevicePluginConfig, type DevicePluginConfigProps, type SharedGpus } from './tenancy/device-plugin-config';
export { GpuCap, type GpuCapProps } from './tenancy/gpu-cap';
export { GpuQuota, type GpuQuotaProps } from './tenancy/gpu-quota';
export { GpuRuntimeClass, type GpuRuntimeClassProps } from './tenancy/gpu-runtime-class';
export { PlatformNamespace, type PlatformNamespaceProps } from './tenancy/platform-namespace';
export { PriorityClasses, type PriorityClassesProps, type PriorityClassInput } from './tenancy/priority-classes';

// What a pod gets, how many there are, where they run and how they are replaced.
export type {
  Autoscaling,
  Budgets,
  Compute,
  ContainerWants,
  DisruptionBudget,
  Replicas,
  RolloutStrategy,
  Scheduling,
} from '../workload/pod';
export { taintEffects, type LabelRequirement, type NodeTarget, type Taint } from '../core/node-selection';
export type { AddressPeer, DnsPeer, Flow, Flows, PodPeer } from '../kubernetes/draw/network';
export type { Owner } from '../kubernetes/draw/labels';
export type { ProbeTimes } from '../workload/probe-times';

// Engines: their settings and flags.
export type { LlamaServerSettingsInput } from '../engines/llama-server/defaults';
export {
  cacheTypes,
  loadModes,
  splitModes,
  type CacheType,
  type LlamaServerSettings,
  type LoadMode,
  type SplitMode,
} from '../sizing/settings';
export {
  furtherFlagKinds,
  type FlagValue,
  type FurtherFlags,
  type UncheckedFlags,
} from '../engines/llama-server/further-flags';
export type { OllamaSettingsInput } from '../engines/ollama/defaults';
export { ollamaCacheTypes, type OllamaCacheType, type OllamaSettings } from '../engines/ollama/settings';

// Catalogues: facts of models, GPUs and images.
export {
  architectures,
  type ArchitectureFacts,
  type ArchitectureName,
  type LayerRun,
  type Model,
  type ModelCatalog,
  type ModelOrigin,
  type OllamaLayer,
  type TensorFacts,
} from '../catalog/model';
export { projectorTypes, type Projector, type ProjectorFacts, type ProjectorType } from '../catalog/projector';
export type { WeightsFile } from '../catalog/weights-file';
export type { TensorType } from '../sizing';
export { gpus } from '../catalog/gpus';
export type { Gpu, GpuCatalog, MigProfile } from '../catalog/gpu';
export { images } from '../catalog/images';
export { imageReference, type Image } from '../catalog/image';

// Quantities: `gib(8)`, `cores(2)`, `minutes(5)`.
export { bytes, gib, gigabytes, kib, mib, tib, type Bytes } from '../core/bytes';
export { cores, type Millicores } from '../core/cpu';
export { days, hours, minutes, seconds, type Duration } from '../core/duration';
export type { Derived } from '../core/derived';

// Faults: what a wrong value is refused with.
export { FaultError, formatFault, type Fault, type Remedy } from '../core/fault';
export type { Path } from '../core/path';
