/** The facts of a projector from the metadata of its header; what has no memory model is refused. */
import { type Projector, type ProjectorFacts, type ProjectorType, projectorTypes } from '../../catalog';
import { suggest } from '../../core';
import { refuseFile } from '../fault-codes';
import { requireNumber, type MetadataValue, type ModelHeader } from './model-header';
import { placedBytes } from './tensor-facts';

const isProjector = (type: MetadataValue): type is ProjectorType => projectorTypes.some((known) => known === type);

/** Where a type keeps how many patches become one token, and what the engine takes where the header leaves it out. */
const merging: Readonly<Record<ProjectorType, { readonly key: string; readonly usual: number }>> = {
  gemma3: { key: 'projector.scale_factor', usual: 4 },
  gemma4v: { key: 'projector.scale_factor', usual: 3 },
  qwen3vl_merger: { key: 'spatial_merge_size', usual: 2 },
  pixtral: { key: 'spatial_merge_size', usual: 1 },
};

/**
 * Reads the facts in GGUF's own words. Refuses an unknown type, an encoder of sound, and features of several layers.
 */
export function projectorFacts({ metadata, tensors }: ModelHeader): Pick<Projector, 'tensorBytes' | 'facts'> {
  const type = metadata['clip.projector_type'] ?? metadata['clip.vision.projector_type'];
  if (type === undefined)
    return refuseFile('InconsistentFile', 'clip.projector_type', 'it is missing: the file is no projector', {
      fix: 'the file mmproj-….gguf of this model',
    });
  if (!isProjector(type)) {
    return refuseFile('UnknownArchitecture', 'clip.projector_type', `projector '${String(type)}' has no memory model`, {
      'did you mean': suggest(String(type), projectorTypes),
      allowed: projectorTypes,
    });
  }
  if (metadata['clip.has_audio_encoder'] === true) {
    refuseFile('UnknownArchitecture', 'clip.has_audio_encoder', 'an encoder of sound has no memory model', {
      fix: 'a projector for images alone',
    });
  }
  const deepstack = tensors.find(({ name }) => name.startsWith('v.deepstack.'));
  if (deepstack)
    refuseFile('UnknownTensor', deepstack.name, 'features of several layers have no memory model', {
      fix: 'a model without them: Qwen 3.5 and later',
    });
  const vision = (key: string, least?: 0 | 1): number => requireNumber(metadata, `clip.vision.${key}`, least);
  const { key, usual } = merging[type];
  const facts: ProjectorFacts = {
    type,
    imageSize: vision('image_size'),
    patchSize: vision('patch_size'),
    mergeSize: metadata[`clip.vision.${key}`] === undefined ? usual : vision(key),
    embeddingLength: vision('embedding_length'),
    feedForwardLength: vision('feed_forward_length', 0),
    headCount: vision('attention.head_count'),
    blockCount: vision('block_count', 0),
    projectionLength: vision('projection_dim'),
  };
  return { tensorBytes: tensors.reduce((sum, tensor) => sum + placedBytes(tensor), 0), facts };
}
