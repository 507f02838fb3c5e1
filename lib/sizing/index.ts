/** Arithmetic of one workload: memory, disk, speed and time. Pure formulas over a model, settings and hardware. */
export { architectureByName } from './architectures';
export {
  architectureFacts,
  projectorFacts,
  tensorFacts,
  type FileTensor,
  type Metadata,
  type ModelHeader,
} from './header';
export type { TensorVariant } from './architectures/architecture';
export type { BuildFlavour } from './compute-buffer';
export { diskBytes, roomFor } from './disk';
export { sizingFaultCodes } from './fault-codes';
export { gracePeriod, longestGeneration } from './drain';
export { freeMemory, usableGpu, usableMemory } from './gpu-memory';
export { stagingTime, startupBudget } from './load-time';
export { llamaServerMemory, type ModelMemory } from './memory';
export { termBytes, type DeviceMemory, type MemoryTermName } from './memory-term';
export { ollamaModelMemory, serverOfOllama } from './ollama';
export { isStandardMix, standardMixTypes, type MixVariant, type StandardMix } from './standard-mix';
export { tensorBytes, tensorTypeByNumber, tensorTypeNumber, tensorTypes, type TensorType } from './tensor-types';
export { activeWeightBytes, tokensPerSecond, type MemoryBandwidth } from './throughput';
export { weightsBytes } from './weights';
