/** A model of four layers and a projector of two, for files of no size. */
import type { ArchitectureFacts } from '../../lib/catalog/model';
import type { ProjectorFacts } from '../../lib/catalog/projector';

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

export const tinyProjector: ProjectorFacts = {
  type: 'qwen3vl_merger',
  imageSize: 224,
  patchSize: 16,
  mergeSize: 2,
  embeddingLength: 64,
  feedForwardLength: 128,
  headCount: 4,
  blockCount: 2,
  projectionLength: 256,
};
