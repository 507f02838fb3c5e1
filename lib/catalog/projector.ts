/**
 * What a vision projector is: the encoder that turns an image into tokens of a model, in a GGUF file of its own. Data,
 * no arithmetic.
 */
import type { WeightsFile } from './weights-file';

/** Projectors that have a memory model, by `clip.projector_type` of their header. */
export const projectorTypes = ['gemma3', 'gemma4v', 'qwen3vl_merger', 'pixtral'] as const;
export type ProjectorType = (typeof projectorTypes)[number];

/** Header facts, in GGUF's words (`clip.vision.patch_size` is `patchSize`). */
export interface ProjectorFacts {
  readonly type: ProjectorType;
  /** Pixels of a side of the images that it was trained on; a `gemma3` scales every image to it. */
  readonly imageSize: number;
  /** Pixels of a side of one patch. */
  readonly patchSize: number;
  /**
   * Patches of a side that become one token: `projector.scale_factor` or `spatial_merge_size`, else what the type does.
   */
  readonly mergeSize: number;
  readonly embeddingLength: number;
  readonly feedForwardLength: number;
  readonly headCount: number;
  readonly blockCount: number;
  /** Width of a token as the model takes it. */
  readonly projectionLength: number;
}

/** The projector of a model. */
export interface Projector {
  /** Its file, in the repository of the model. */
  readonly file: WeightsFile;
  /**
   * `header`: read from the file's own header. `published shape`: computed from the facts that its makers publish, as
   * converters write them.
   */
  readonly from: 'header' | 'published shape';
  /** Bytes of its tensors, all on one device. */
  readonly tensorBytes: number;
  readonly facts: ProjectorFacts;
}
