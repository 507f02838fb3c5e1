/** Arithmetic of one workload: memory, disk, speed and time. Pure formulas over a model, settings and hardware. */
export type { TensorType } from '../gguf/tensor-types';
export { sizingFaultCodes } from './fault-codes';
export { freeMemory, usableGpu, usableMemory } from './memory/gpu-memory';
export { llamaServerMemory } from './memory/memory';
export { diskBytes, roomFor } from './pods/disk';
export type { MemoryBandwidth } from './time/throughput';
