/** Facts of a model, and of a projector, from the header of its file. */
export { architectureFacts } from './architecture-facts';
export type { FileTensor, Metadata, ModelHeader } from './model-header';
export { projectorFacts } from './projector-facts';
export { tensorFacts } from './tensor-facts';
