/** One tensor of a model file, and what builds lists of them. */
import type { ArchitectureFacts } from '../../../lib/catalog/model';

/** One tensor of a model file, without its type. */
export interface ModelTensor {
  readonly name: string;
  /** Dimensions, the row first, as GGUF counts them. */
  readonly shape: readonly number[];
  /**
   * `input`: only looked up, always on the host. `expert`: routed experts of a layer, which `--n-cpu-moe` may keep on
   * the host.
   */
  readonly role: 'input' | 'output' | 'layer' | 'expert';
  readonly layer?: number;
  /** Norms, biases, routers: stored as F32 whatever the file's type. */
  readonly fullPrecision?: boolean;
}

/** What differs between files of one architecture and shape. */
export interface TensorVariant {
  /** The output matrix is the token embedding. */
  readonly tied: boolean;
  /** The file carries factors of its rotary positions (Llama 3.1 and later; Phi with long context). @default false */
  readonly ropeFactors?: boolean;
  /**
   * Layers that see the whole context have no matrix of values: their keys are their values (Gemma 4 from 26B on).
   * @default false
   */
  readonly keysAreValues?: boolean;
  /** A norm on each head's query and key (GLM 4.5, not Air). @default false */
  readonly headNorms?: boolean;
  /** Every n-th layer has experts (Llama 4, ERNIE 4.5). @default 1 */
  readonly expertLayerStep?: number;
}

/** The tensors of one architecture. */
export type Tensors = (facts: ArchitectureFacts, variant: TensorVariant) => readonly ModelTensor[];

/** A matrix or norm of a layer: `blk.<layer>.<name>`. */
export const inLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}.weight`,
  shape,
  role: 'layer',
  layer,
});
/** A tensor of a layer that stays F32. */
export const preciseInLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}`,
  shape,
  role: 'layer',
  layer,
  fullPrecision: true,
});
/** Routed experts of a layer, one matrix for each stacked into one tensor. */
export const expertsInLayer = (layer: number, name: string, ...shape: readonly number[]): ModelTensor => ({
  name: `blk.${layer}.${name}.weight`,
  shape,
  role: 'expert',
  layer,
});

/** Token embedding, final norm and, unless tied, the output matrix. */
export function embeddings(
  { embeddingLength, vocabularySize }: ArchitectureFacts,
  { tied }: TensorVariant,
): readonly ModelTensor[] {
  return [
    { name: 'token_embd.weight', shape: [embeddingLength, vocabularySize], role: 'input' },
    { name: 'output_norm.weight', shape: [embeddingLength], role: 'output', fullPrecision: true },
    ...(tied ? [] : [{ name: 'output.weight', shape: [embeddingLength, vocabularySize], role: 'output' } as const]),
  ];
}

/** Factors of the rotary positions, where a file carries them. */
export const ropeFactors = ({ keyLength }: ArchitectureFacts, variant: TensorVariant): readonly ModelTensor[] =>
  variant.ropeFactors
    ? [{ name: 'rope_freqs.weight', shape: [keyLength / 2], role: 'layer', layer: 0, fullPrecision: true }]
    : [];
