/** SigLIP, the vision encoder of Gemma 3: every image is 256 tokens. */
import type { ProjectorFacts } from '../../lib/catalog/projector';

export const siglip = {
  imageSize: 896,
  patchSize: 14,
  mergeSize: 4,
  embeddingLength: 1152,
  feedForwardLength: 4304,
  headCount: 16,
  blockCount: 27,
} as const satisfies Partial<ProjectorFacts>;
