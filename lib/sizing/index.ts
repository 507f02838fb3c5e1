/** Arithmetic of one workload: memory, disk, speed and time. Pure formulas over a model, settings and hardware. */
export { architectureByName } from '../gguf/architectures';
export {
  architectureFacts,
  projectorFacts,
  tensorFacts,
  type FileTensor,
  type Metadata,
  type ModelHeader,
} from '../gguf/header';
export type { TensorVariant } from '../gguf/architectures/architecture';
export type { BuildFlavour } from './memory/compute-buffer';
export { diskBytes, roomFor } from './pods/disk';
export { sizingFaultCodes } from './fault-codes';
export { gracePeriod, longestGeneration } from './time/drain';
export { freeMemory, usableGpu, usableMemory } from './memory/gpu-memory';
export { stagingTime, startupBudget } from './time/load-time';
export { llamaServerMemory, type ModelMemory } from './memory/memory';
export { termBytes, type DeviceMemory, type MemoryTermName } from './memory/memory-term';
export { isStandardMix, standardMixTypes, type MixVariant, type StandardMix } from '../gguf/standard-mix';
export { tensorBytes, tensorTypeByNumber, tensorTypeNumber, tensorTypes, type TensorType } from '../gguf/tensor-types';
export { activeWeightBytes, tokensPerSecond, type MemoryBandwidth } from './time/throughput';
export { weightsBytes } from './memory/weights';
