/** A GGUF file of a model's exact shape: its real metadata, a vocabulary of the real size, its real tensors. */
import type { ArchitectureFacts } from '../../lib/catalog/model';
import { isEncoder } from '../../lib/gguf/architecture-of';
import { keysOf } from './model-keys';
import { standardMixTypes, type MixVariant, type StandardMix } from './standard-mix';
import { tensorsOf } from './tensors';
import type { TensorVariant } from './tensors/tensor';
import { type HeaderValue, type TypedTensor, writeSparseGguf } from './writer';

const perLayerOrOne = (fact: number | readonly number[]): HeaderValue =>
  typeof fact === 'number' ? { uint32: fact } : { integers: fact };

const optional = (key: string, fact: number | undefined): Readonly<Record<string, HeaderValue>> =>
  fact === undefined ? {} : { [key]: { uint32: fact } };

/** The keys of the architecture, with values that every converter writes. */
export function architectureMetadata(
  facts: ArchitectureFacts,
  variant: Partial<TensorVariant> = {},
): Readonly<Record<string, HeaderValue>> {
  const { architecture: name, ssm, slidingWindowPattern: pattern } = facts;
  const own: Record<string, HeaderValue> = {
    block_count: { uint32: facts.blockCount },
    context_length: { uint32: facts.contextLength },
    embedding_length: { uint32: facts.embeddingLength },
    feed_forward_length: perLayerOrOne(facts.feedForwardLength),
    'attention.head_count': { uint32: facts.headCount },
    'attention.head_count_kv': perLayerOrOne(facts.headCountKv),
    'attention.key_length': { uint32: facts.keyLength },
    'attention.value_length': { uint32: facts.valueLength },
    'attention.layer_norm_rms_epsilon': { float32: 1e-6 },
    'attention.layer_norm_epsilon': { float32: 1e-6 },
    'rope.dimension_count': { uint32: facts.ropeDimensionCount ?? facts.keyLength },
    'rope.freq_base': { float32: 10_000 },
    vocab_size: { uint32: facts.vocabularySize },
    ...keysOf(name, variant),
    ...optional('rope.dimension_count_swa', facts.keyLengthSwa),
    ...optional('attention.key_length_swa', facts.keyLengthSwa),
    ...optional('attention.value_length_swa', facts.valueLengthSwa),
    ...optional('attention.key_length_mla', facts.keyLengthMla),
    ...optional('attention.value_length_mla', facts.valueLengthMla),
    ...optional('attention.sliding_window', facts.slidingWindow),
    ...optional('attention.shared_kv_layers', facts.sharedKvLayers),
    ...optional('expert_count', facts.expertCount),
    ...optional('expert_used_count', facts.expertUsedCount),
    ...optional('expert_shared_count', facts.expertSharedCount),
    ...optional('expert_feed_forward_length', facts.expertFeedForwardLength),
    ...optional('expert_shared_feed_forward_length', facts.expertSharedFeedForwardLength),
    ...optional('leading_dense_block_count', facts.leadingDenseBlockCount),
    ...optional('attention.kv_lora_rank', facts.kvLoraRank),
    ...optional('attention.q_lora_rank', facts.qLoraRank),
    ...optional('nextn_predict_layers', facts.nextnPredictLayers),
    ...optional('shortconv.l_cache', facts.shortConvolutionLength),
    ...optional('full_attention_interval', facts.fullAttentionInterval),
    ...optional('embedding_length_per_layer_input', facts.embeddingLengthPerLayer),
    ...optional('ssm.conv_kernel', ssm?.convKernel),
    ...optional('ssm.inner_size', ssm?.innerSize),
    ...optional('ssm.state_size', ssm?.stateSize),
    ...optional('ssm.group_count', ssm?.groupCount),
    ...optional('ssm.time_step_rank', ssm?.timeStepRank),
    ...(pattern === undefined
      ? {}
      : ({
          'attention.sliding_window_pattern': typeof pattern === 'number' ? { uint32: pattern } : { bools: pattern },
        } satisfies Record<string, HeaderValue>)),
    ...(facts.classCount === undefined
      ? {}
      : ({
          'classifier.output_labels': {
            texts: Array.from({ length: facts.classCount }, (_, label) => `class ${label}`),
          },
        } satisfies Record<string, HeaderValue>)),
    ...(facts.recurrentLayers === undefined
      ? {}
      : ({ 'attention.recurrent_layers': { bools: facts.recurrentLayers } } satisfies Record<string, HeaderValue>)),
    ...(ssm
      ? ({ 'rope.dimension_sections': { integers: [11, 11, 10, 0] } } satisfies Record<string, HeaderValue>)
      : {}),
    ...(isEncoder({ architecture: facts })
      ? ({ 'attention.causal': { bool: false }, pooling_type: { uint32: 1 } } satisfies Record<string, HeaderValue>)
      : {}),
  };
  return {
    'general.architecture': { text: name },
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [`${name}.${key}`, value])),
  };
}

/** A vocabulary of words that mean nothing, in SentencePiece form. */
export function vocabularyMetadata({
  vocabularySize,
  tokenTypeCount,
}: ArchitectureFacts): Readonly<Record<string, HeaderValue>> {
  const special = ['<unk>', '<s>', '</s>'];
  const bytePieces = Array.from(
    { length: 256 },
    (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
  );
  const known = [...special, ...bytePieces, '\u2581'];
  const tokens = Array.from({ length: vocabularySize }, (_, index) => known[index] ?? `w${index}`);
  return {
    'tokenizer.ggml.model': { text: 'llama' },
    'tokenizer.ggml.tokens': { texts: tokens },
    'tokenizer.ggml.scores': { floats: tokens.map((_, index) => -index) },
    'tokenizer.ggml.token_type': {
      integers: tokens.map((_, index) => (index === 0 ? 2 : index < 3 ? 3 : index < 259 ? 6 : 1)),
    },
    'tokenizer.ggml.bos_token_id': { uint32: 1 },
    'tokenizer.ggml.eos_token_id': { uint32: 2 },
    'tokenizer.ggml.unknown_token_id': { uint32: 0 },
    ...(tokenTypeCount === undefined
      ? {}
      : ({ 'tokenizer.ggml.token_type_count': { uint32: tokenTypeCount } } satisfies Record<string, HeaderValue>)),
  };
}

/** The tensors of a model, each with the type that a mix gives it. */
export function modelTensors(
  facts: ArchitectureFacts,
  mix: StandardMix,
  variant: TensorVariant & MixVariant,
): readonly TypedTensor[] {
  const tensors = tensorsOf(facts, variant);
  const types = standardMixTypes(mix, tensors, facts, variant);
  return tensors.map(({ name, shape }, index) => ({ name, shape, type: types[index] ?? 'F32' }));
}

/**
 * Writes the file of a model's exact shape, which llama-server loads, maps and serves with words that mean nothing.
 * Returns its length.
 */
export const writeModelFile = (
  path: string,
  facts: ArchitectureFacts,
  mix: StandardMix,
  variant: TensorVariant & MixVariant,
): number =>
  writeSparseGguf(
    path,
    { ...architectureMetadata(facts, variant), ...vocabularyMetadata(facts) },
    modelTensors(facts, mix, variant),
  );
