/**
 * The type that llama-quantize gives each tensor under its named mixes; a lookup of another mix is refused.
 */
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { perLayer } from '../../lib/gguf/architectures/architecture';
import { blockElements, type TensorType } from '../../lib/gguf/tensor-types';
import type { ModelTensor } from './tensors/tensor';

/**
 * What `llama-quantize` calls the file type, and the type that most matrices get. Source: llama.cpp
 * src/llama-quant.cpp.
 */
const defaultTypes = {
  F32: 'F32',
  F16: 'F16',
  BF16: 'BF16',
  Q4_0: 'Q4_0',
  Q4_1: 'Q4_1',
  Q5_0: 'Q5_0',
  Q8_0: 'Q8_0',
  Q2_K: 'Q2_K',
  Q3_K_S: 'Q3_K',
  Q3_K_M: 'Q3_K',
  Q3_K_L: 'Q3_K',
  Q4_K_S: 'Q4_K',
  Q4_K_M: 'Q4_K',
  Q5_K_S: 'Q5_K',
  Q5_K_M: 'Q5_K',
  Q6_K: 'Q6_K',
  MXFP4: 'MXFP4',
} as const satisfies Readonly<Record<string, TensorType>>;

export type StandardMix = keyof typeof defaultTypes;
export const isStandardMix = (name: string): name is StandardMix => name in defaultTypes;

/** What changed between builds of llama-quantize or was asked for when a file was made. */
export interface MixVariant {
  /** Made with an importance matrix: the first eighth of `ffn_down` of Q4_0 becomes Q4_1. @default false */
  readonly importanceMatrix?: boolean;
  /**
   * Fused `attn_qkv`: builds before 2026 gave it one type of its own, later ones treat it as `attn_v`.
   * @default 'own type'
   */
  readonly fusedQkv?: 'own type' | 'as attn_v';
  /** Made by Ollama's own converter in 2025, which left `attn_v` and fused `attn_qkv` at F16. @default false */
  readonly preciseValues?: boolean;
  /**
   * The type of `attn_kv_b` in latent attention. Builds since 2026 give it the type of `attn_v`; earlier builds, that
   * of other matrices.
   * @default 'as attn_v'
   */
  readonly latentValues?: 'as attn_v' | 'as others';
  /**
   * The projection of inputs of each layer (Gemma 4): llama-quantize leaves it as it is converted, BF16.
   * @default 'kept'
   */
  readonly perLayerProjection?: 'kept' | 'quantised';
}

type Category = 'output' | 'token_embd' | 'attn_v' | 'attn_qkv' | 'attn_k' | 'attn_output' | 'ffn_down' | 'other';

function category({ name }: ModelTensor, variant: MixVariant): Category {
  if (name === 'output.weight') return 'output';
  if (name === 'token_embd.weight' || name === 'per_layer_token_embd.weight') return 'token_embd';
  if (name.includes('attn_qkv.weight')) return variant.fusedQkv === 'as attn_v' ? 'attn_v' : 'attn_qkv';
  if (name.includes('attn_v.weight')) return 'attn_v';
  if (name.includes('attn_kv_b.weight')) return variant.latentValues === 'as others' ? 'other' : 'attn_v';
  if (name.includes('attn_k.weight')) return 'attn_k';
  if (name.includes('attn_output.weight')) return 'attn_output';
  return name.includes('ffn_down') ? 'ffn_down' : 'other';
}

/** `use_more_bits`: the first and the last eighth of the layers, and every third between. */
const useMoreBits = (index: number, count: number): boolean =>
  index < Math.floor(count / 8) || index >= Math.floor((7 * count) / 8) || (index - Math.floor(count / 8)) % 3 === 2;

/** Models that llama.cpp calls 70B: eighty layers with grouped queries; their `attn_v` gets more bits. */
const is70B = (facts: ArchitectureFacts): boolean =>
  facts.blockCount === 80 &&
  (facts.architecture === 'qwen2' ||
    (facts.architecture === 'llama' && facts.headCount !== perLayer(facts.headCountKv, 0)));

/** Position of a tensor among its like. */
interface Position {
  readonly index: number;
  readonly count: number;
}

function attentionValueType(
  mix: StandardMix,
  base: TensorType,
  { index, count }: Position,
  facts: ArchitectureFacts,
): TensorType {
  if (facts.expertCount === 8) return 'Q8_0';
  const type = ((): TensorType => {
    if ((mix === 'Q4_K_M' || mix === 'Q5_K_M') && useMoreBits(index, count)) return 'Q6_K';
    if (mix === 'Q4_K_S' && index < 4) return 'Q5_K';
    if (mix === 'Q3_K_M') return index < 2 ? 'Q5_K' : 'Q4_K';
    if (mix === 'Q3_K_L') return 'Q5_K';
    if (mix === 'Q2_K') return facts.headCount / perLayer(facts.headCountKv, 0) >= 4 ? 'Q4_K' : 'Q3_K';
    return base;
  })();
  return is70B(facts) && (type === 'Q3_K' || type === 'Q4_K') ? 'Q5_K' : type;
}

function feedForwardDownType(
  mix: StandardMix,
  base: TensorType,
  { index, count }: Position,
  variant: MixVariant,
): TensorType {
  if ((mix === 'Q4_K_M' || mix === 'Q5_K_M') && useMoreBits(index, count)) return 'Q6_K';
  if (mix === 'Q4_K_S' && index < Math.floor(count / 8)) return 'Q5_K';
  if (mix === 'Q4_0' && variant.importanceMatrix && index < Math.floor(count / 8)) return 'Q4_1';
  if (mix === 'Q3_K_M') return index < Math.floor(count / 16) ? 'Q5_K' : 'Q4_K';
  if (mix === 'Q3_K_L') return 'Q5_K';
  return mix === 'Q2_K' ? 'Q3_K' : base;
}

function attentionOutputType(mix: StandardMix, base: TensorType, facts: ArchitectureFacts): TensorType {
  if (facts.expertCount === 8)
    return (['Q2_K', 'Q3_K_S', 'Q3_K_M', 'Q4_K_S', 'Q4_K_M'] as const).some((each) => each === mix) ? 'Q5_K' : base;
  const types: Partial<Record<StandardMix, TensorType>> = { Q2_K: 'Q3_K', Q3_K_M: 'Q4_K', Q3_K_L: 'Q5_K' };
  return types[mix] ?? base;
}

function fusedQkvType(mix: StandardMix, base: TensorType): TensorType {
  const types: Partial<Record<StandardMix, TensorType>> = {
    Q3_K_M: 'Q4_K',
    Q3_K_L: 'Q4_K',
    Q4_K_M: 'Q5_K',
    Q5_K_M: 'Q6_K',
  };
  return types[mix] ?? base;
}

/** A type whose blocks the row divides into: `tensor_type_fallback`. */
function fitting(type: TensorType, row: number): TensorType {
  if (row % blockElements(type) === 0) return type;
  const smaller: Partial<Record<TensorType, TensorType>> = {
    Q2_K: 'Q4_0',
    Q3_K: 'Q4_0',
    Q4_K: 'Q5_0',
    Q5_K: 'Q5_1',
    Q6_K: 'Q8_0',
  };
  const fallback = smaller[type] ?? type;
  return row % blockElements(fallback) === 0 ? fallback : 'F16';
}

/**
 * The type of each tensor of a model under a mix, in the order given.
 *
 * @see llama.cpp src/llama-quant.cpp `llama_tensor_get_type`
 */
export function standardMixTypes(
  mix: StandardMix,
  tensors: readonly ModelTensor[],
  facts: ArchitectureFacts,
  variant: MixVariant = {},
): readonly TensorType[] {
  const base = defaultTypes[mix];
  const tied = !tensors.some(({ name }) => name === 'output.weight');
  const categories = tensors.map((tensor) => category(tensor, variant));
  const valueCount = categories.filter((each) => each === 'attn_v').length;
  let values = 0;
  let downs = 0;
  return tensors.map((tensor, index) => {
    if (tensor.fullPrecision) return 'F32';
    if (mix === 'F32' || mix === 'F16' || mix === 'BF16') return base;
    if (variant.perLayerProjection !== 'quantised' && tensor.name === 'per_layer_model_proj.weight') return 'BF16';
    const kind = categories[index] ?? 'other';
    const row = tensor.shape[0] ?? 1;
    if (variant.preciseValues && (kind === 'attn_v' || kind === 'attn_qkv')) return 'F16';
    if (kind === 'output' || (tied && kind === 'token_embd')) {
      if (mix === 'MXFP4' || row % blockElements(base) !== 0) return fitting('Q8_0', row);
      return fitting(base === 'Q8_0' ? 'Q8_0' : 'Q6_K', row);
    }
    if (mix === 'MXFP4') return fitting((tensor.shape[2] ?? 1) > 1 ? 'MXFP4' : 'Q8_0', row);
    if (kind === 'attn_v')
      return fitting(attentionValueType(mix, base, { index: values++, count: valueCount }, facts), row);
    if (kind === 'attn_k' && facts.expertCount === 8) return fitting('Q8_0', row);
    if (kind === 'ffn_down') {
      const position = (facts.expertCount ?? 0) > 1 ? (tensor.layer ?? 0) : downs++;
      return fitting(feedForwardDownType(mix, base, { index: position, count: facts.blockCount }, variant), row);
    }
    if (kind === 'attn_output') return fitting(attentionOutputType(mix, base, facts), row);
    return fitting(kind === 'attn_qkv' ? fusedQkvType(mix, base) : base, row);
  });
}
