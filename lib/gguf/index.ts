/** The header of a GGUF file, and the architectures: which tensors, caches and states a model has. */
export { architectureOf, isEncoder } from './architecture-of';
export { type Architecture, layersOf } from './architectures/architecture';
export { queryLength } from './architectures/decoder';
export { ggufFaultCodes } from './fault-codes';
export {
  adapterFacts,
  architectureFacts,
  type FileTensor,
  type Metadata,
  type ModelHeader,
  projectorFacts,
  tensorFacts,
} from './header';
export { blockElements, tensorBytes, type TensorType, tensorTypeByNumber, tensorTypes } from './tensor-types';
