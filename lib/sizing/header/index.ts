/** Facts of a model from the header of its file. */
export { architectureFacts } from './architecture-facts';
export type { FileTensor, Metadata, ModelHeader } from './model-header';
export { tensorFacts } from './tensor-facts';
