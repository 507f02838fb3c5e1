/** Arithmetic of one workload: memory, disk, speed and time. Pure formulas over a model, settings and hardware. */
export type { TensorType } from '../gguf';
export { sizingFaultCodes } from './fault-codes';
export { freeOfUnit, usableGpu, usableOfUnit } from './memory/gpu-memory';
export { llamaServerMemory } from './memory/memory';
export { diskBytes, roomFor } from './pods/disk';
export type { MemoryBandwidth } from './time/throughput';
export { draftCacheType, draftSettings } from './memory/draft';
export {
  type DeviceMemory,
  type MemoryTerm,
  type MemoryTermName,
  memoryTermNames,
  type ModelMemory,
} from './memory/memory-term';
export { ollamaHomeSize, podEphemeralStorage, scratch } from './pods/pod-disk';
export { type PodHardware, stepHardware, wholeCores } from './pods/pod-hardware';
export {
  type AdapterUse,
  type CacheType,
  cacheTypes,
  type LlamaServerSettings,
  type LoadMode,
  loadModes,
  type Pooling,
  poolings,
  type SplitMode,
  splitModes,
  type Yarn,
} from './settings';
export { valkeyClientMemory, valkeyGrace, valkeyMemory, valkeyVolume } from './pods/valkey';
export { gracePeriod, longestGeneration, requestsGrace, shutdown } from './time/drain';
export { type Bandwidth, startupBudget } from './time/load-time';
export {
  autoscalingOf,
  demandScalingOf,
  drainDeadline,
  endpointPropagation,
  minReady,
  podBudgets,
  propagationOf,
  rolloutStep,
  untilKnown,
} from './time/pod-budgets';
export { draftedTokensPerSecond, slowest, type StepHardware, tokensPerSecond } from './time/throughput';
