/** How many tokens llama-server makes of an image, and what of it a setting decides. */
import type { ProjectorFacts } from '../catalog/projector';

/** Tokens of one image. */
export interface ImageTokens {
  /** Of the smallest image; `--image-max-tokens` below it ends the server. */
  readonly least: number;
  /** Of every image, where the projector scales all to one size. @default - as large as the image, up to the setting */
  readonly fixed?: number;
  /** Tokens of an image see each other, so that all of them must be in one physical batch. */
  readonly together: boolean;
}

/** Widths of the Gemma 4 models whose tokens of an image see only those before them: E2B and E4B. */
const causalGemma4: readonly number[] = [1536, 2560];

/**
 * @see llama.cpp tools/mtmd/clip.cpp `load_hparams`, tools/mtmd/mtmd.cpp `mtmd_decode_use_non_causal`, build b11382
 */
export function imageTokens({ type, imageSize, patchSize, mergeSize, projectionLength }: ProjectorFacts): ImageTokens {
  switch (type) {
    case 'gemma3': {
      const fixed = Math.floor(imageSize / patchSize / mergeSize) ** 2;
      return { least: fixed, fixed, together: true };
    }
    case 'gemma4v': return { least: 70, together: !causalGemma4.includes(projectionLength) };
    case 'gemma4uv': return { least: 70, together: true };
    case 'qwen3vl_merger': return { least: 8, together: false };
    case 'pixtral': return { least: 8, together: false };
  }
}
