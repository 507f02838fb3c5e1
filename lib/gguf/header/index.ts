/** Facts of a model, of a projector and of an adapter, from the header of its file. */
export { adapterFacts } from './adapter-facts';
export { architectureFacts } from './architecture-facts';
export type { FileTensor, Metadata, ModelHeader } from './model-header';
export { projectorFacts } from './projector-facts';
export { tensorFacts } from './tensor-facts';
