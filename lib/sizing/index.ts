/** Arithmetic of one workload: memory, disk, speed and time. Pure formulas over a model, settings and hardware. */
export { architectureByName } from './architectures';
export { architectureFacts, tensorFacts, type FileTensor, type Metadata, type ModelHeader } from './header';
export type { Architecture, CacheRow, GraphSize, ModelTensor, TensorVariant } from './architectures/architecture';
export { buildFlavours, type BuildFlavour } from './compute-buffer';
export { diskBytes, roomFor } from './disk';
export { sizingFaultCodes } from './fault-codes';
export { gracePeriod, longestGeneration } from './drain';
export { cudaContext, usableGpu, usableMemory, usableShare, usableSlice } from './gpu-memory';
export { stagingTime, startupBudget, type Bandwidth, type Staging } from './load-time';
export { llamaServerMemory, type ModelMemory } from './memory';
export { deviceMemory, memoryTermNames, termBytes, type DeviceMemory, type MemoryTerm, type MemoryTermName } from './memory-term';
export { ollamaModelMemory, serverOfOllama } from './ollama';
export { isStandardMix, standardMixes, standardMixTypes, type MixVariant, type StandardMix } from './standard-mix';
export { tensorBytes, tensorTypeByNumber, tensorTypeNumber, tensorTypes, type TensorType } from './tensor-types';
export { activeWeightBytes, tokensPerSecond, type MemoryBandwidth } from './throughput';
export { weightsBytes } from './weights';
