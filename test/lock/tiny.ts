/** A model of four layers, for files of no size. */
import type { ArchitectureFacts } from '../../lib/catalog/model';

export const tiny: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 4,
  contextLength: 4096,
  embeddingLength: 256,
  feedForwardLength: 512,
  headCount: 4,
  headCountKv: 2,
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 320,
  ropeDimensionCount: 64,
};
