/** How many tokens llama-server makes of an image, and what of it a setting decides. */
import type { ProjectorFacts } from '../../../catalog';

/** Tokens of one image. */
export interface ImageTokens {
  /**
   * Of a small image, which the server enlarges, rounding both sides up; up to 16 times as long as wide (8 for the last
   * two types).
   */
  readonly least: number;
  /** Of every image, where the projector scales all to one size. @default - as large as the image, up to the setting */
  readonly fixed?: number;
  /** Tokens of an image see each other, so that all of them must be in one physical batch. */
  readonly together: boolean;
}

/** Widths of the Gemma 4 models whose tokens of an image see only those before them: E2B and E4B. */
const causalGemma4: readonly number[] = [1536, 2560];

/** Most tokens of an image that is enlarged to `least`, where its short side is just above so many tokens. */
const enlarged = (least: number, short: number): number => (short + 1) * Math.ceil(least / short);

/**
 * @see llama.cpp tools/mtmd/clip.cpp `load_hparams`, mtmd-image.cpp `calc_size_preserved_ratio`, mtmd.cpp
 * `mtmd_decode_use_non_causal`, build b11382
 */
export function imageTokens({ type, imageSize, patchSize, mergeSize, projectionLength }: ProjectorFacts): ImageTokens {
  switch (type) {
    case 'gemma3': {
      const fixed = Math.floor(imageSize / patchSize / mergeSize) ** 2;
      return { least: fixed, fixed, together: true };
    }
    case 'gemma4v':
      return { least: enlarged(70, 2), together: !causalGemma4.includes(projectionLength) };
    case 'qwen3vl_merger':
      return { least: enlarged(8, 1), together: false };
    case 'pixtral':
      return { least: enlarged(8, 1), together: false };
  }
}
