/**
 * The facts of an architecture from the metadata of a header; what the header does not say and nothing implies is
 * refused.
 */
import { type ArchitectureFacts, type ArchitectureName, architectures, isArchitecture } from '../../catalog';
import { suggest } from '../../core';
import { architectureByName } from '../architectures';
import { refuseFile } from '../fault-codes';
import {
  countOf,
  requireNumber,
  type FileTensor,
  type Metadata,
  type MetadataValue,
  type ModelHeader,
} from './model-header';

const isNumeric = (value: MetadataValue): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

const isTrue = (value: MetadataValue): boolean => value === true || (isNumeric(value) && Number(value) !== 0);

/** Keys of one architecture, without its name in front. */
class Keys {
  constructor(
    private readonly metadata: Metadata,
    private readonly architecture: string,
  ) {}

  number(key: string): number {
    return requireNumber(this.metadata, `${this.architecture}.${key}`);
  }

  /** A whole number of `least` or more; `undefined` where the header does not have the key. @default least - 0 */
  optional(key: string, least: 0 | 1 = 0): number | undefined {
    const value = this.metadata[`${this.architecture}.${key}`];
    return isNumeric(value) ? countOf(value, `${this.architecture}.${key}`, least) : undefined;
  }

  /** A number above 0, whole or not; the engine takes 0 for a key that is not there. */
  factor(key: string): number | undefined {
    const name = `${this.architecture}.${key}`;
    const value = this.metadata[name];
    if (!isNumeric(value) || Number(value) === 0) return undefined;
    return Number(value) > 0 && Number.isFinite(Number(value))
      ? Number(value)
      : refuseFile('InconsistentFile', name, `the header says ${value}`, {
          allowed: 'a number above 0',
          fix: 'get the file again',
        });
  }

  /**
   * One number for all layers, `least` or more; a list is only accepted where its numbers are equal.
   * @default least - 0
   */
  uniform(key: string, least: 0 | 1 = 0): number | undefined {
    const value = this.metadata[`${this.architecture}.${key}`];
    if (!Array.isArray(value)) return this.optional(key, least);
    const [first, ...others] = new Set(
      value.filter(isNumeric).map((each) => countOf(each, `${this.architecture}.${key}`, least)),
    );
    return first !== undefined && others.length === 0 ? first : this.refuse(key, 'differs from layer to layer');
  }

  /** The numbers of a list; none where the header does not have it. */
  list(key: string): readonly number[] {
    const value = this.metadata[`${this.architecture}.${key}`];
    return Array.isArray(value) ? value.filter(isNumeric).map(Number) : [];
  }

  /** For each layer, yes or no. */
  flags(key: string, layers: number): readonly boolean[] | undefined {
    const value = this.metadata[`${this.architecture}.${key}`];
    if (value === undefined || value === null) return undefined;
    const list = Array.isArray(value) ? value.map(isTrue) : Array.from({ length: layers }, () => isTrue(value));
    return list.length === layers
      ? list
      : refuseFile('InconsistentFile', `${this.architecture}.${key}`, `${list.length} values for ${layers} layers`, {
          fix: 'get the file again',
        });
  }

  /** Refuses a key that changes what the engine allocates, in a way that has no memory model. */
  refuse(key: string, found: string): never {
    return refuseFile(
      'UnsupportedMetadata',
      `${this.architecture}.${key}`,
      `${found}, and there is no memory model for that`,
      {
        fix: 'serve another file of this model, or another model',
      },
    );
  }

  /** One number for all layers, or a list with one for each; a list of equal numbers is one number. */
  perLayer(key: string): number | readonly number[] {
    const value = this.metadata[`${this.architecture}.${key}`];
    if (!Array.isArray(value)) return this.number(key);
    const name = `${this.architecture}.${key}`;
    const numbers = value.map((each: MetadataValue) =>
      isNumeric(each)
        ? countOf(each, name, 0)
        : refuseFile('InconsistentFile', name, 'the list has an entry that is no number', {
            fix: 'get the file again',
          }),
    );
    this.checkLength(numbers, name);
    const [first = 0] = numbers;
    return numbers.every((each) => each === first) ? first : numbers;
  }

  pattern(key: string): number | readonly boolean[] | undefined {
    const name = `${this.architecture}.${key}`;
    const value = this.metadata[name];
    if (Array.isArray(value)) this.checkLength(value, name);
    if (Array.isArray(value)) return value.map(isTrue);
    return isNumeric(value) ? countOf(value, name, 0) : undefined;
  }

  /** A list with an entry for each layer. */
  private checkLength({ length }: readonly unknown[], name: string): void {
    const layers = this.number('block_count');
    if (length === layers) return;
    refuseFile('InconsistentFile', name, `the list has ${length} entries, and the model has ${layers} layers`, {
      fix: 'get the file again',
    });
  }
}

/** Rows of the token embedding: the vocabulary that the matrices really have. */
function vocabularySize(tensors: readonly FileTensor[]): number {
  return (
    tensors.find(({ name }) => name === 'token_embd.weight')?.shape[1] ??
    refuseFile('MissingTensor', 'token_embd.weight', 'the file has no token embedding', {
      fix: 'lock the model itself, not its projector or adapter',
    })
  );
}

/** Rows of the matrix that scores a text; a matrix of one row may be written as a list. */
function classCount(tensors: readonly FileTensor[]): number | undefined {
  const head = tensors.find(({ name }) => name === 'cls.output.weight');
  return head && (head.shape[1] ?? 1);
}

function recurrentFacts(keys: Keys): ArchitectureFacts['ssm'] {
  const convKernel = keys.optional('ssm.conv_kernel');
  if (convKernel === undefined) return undefined;
  return {
    convKernel,
    innerSize: keys.number('ssm.inner_size'),
    stateSize: keys.number('ssm.state_size'),
    groupCount: keys.number('ssm.group_count'),
    timeStepRank: keys.number('ssm.time_step_rank'),
  };
}

/** Architectures whose layers slide whatever the window is. */
const alwaysSliding: readonly ArchitectureName[] = [
  'gemma2',
  'gemma4',
  'gpt-oss',
  'cohere2',
  'gemma-embedding',
  'gemma3n',
];

/** Tokens of one chunk of Llama 4, which the engine takes whatever the file says. */
const chunk = 8192;

/** A window of 0 means that nothing slides in Gemma 3; Phi 3's is disabled in the engine whatever it says. */
const slidingWindow = (keys: Keys, architecture: ArchitectureName): number | undefined => {
  if (['cohere2', 'gemma-embedding', 'gemma3n'].includes(architecture)) keys.number('attention.sliding_window');
  const window = keys.optional('attention.sliding_window');
  if (architecture === 'lfm2' && window) keys.refuse('attention.sliding_window', `is ${window}`);
  if (architecture === 'llama4') return window === 0 ? undefined : chunk;
  if (window === 0 && alwaysSliding.includes(architecture)) return keys.refuse('attention.sliding_window', 'is 0');
  if (architecture === 'phi3' || window === 0) return undefined;
  return architecture === 'gemma2' ? (window ?? 4096) : window;
};

/** Architectures whose recurrent layers are listed, or follow from an interval. */
const deltaNets: readonly ArchitectureName[] = ['qwen35', 'qwen35moe', 'qwen3next'];

/** Layers of Gemma 3n with a cache of their own, which the engine takes whatever the file says. */
const cachedLayers = 20;

const sharedLayers = (keys: Keys, architecture: ArchitectureName, blockCount: number): number | undefined =>
  architecture === 'gemma3n' ? Math.max(0, blockCount - cachedLayers) : keys.optional('attention.shared_kv_layers');

/**
 * The layers that recur, where the file lists them otherwise than by the interval. Source: llama.cpp
 * src/models/qwen35.cpp.
 */
function recurrentLayers(keys: Keys, blockCount: number): readonly boolean[] | undefined {
  const list = keys.flags('attention.recurrent_layers', blockCount);
  const interval = keys.optional('full_attention_interval', 1) ?? 4;
  const loaded = blockCount - (keys.optional('nextn_predict_layers') ?? 0);
  return list?.slice(0, loaded).some((recurs, layer) => recurs !== ((layer + 1) % interval !== 0)) === true
    ? list
    : undefined;
}

/**
 * Refuses what the engine reads and no formula knows: attention in both directions for a decoder, results of another
 * width, heads of sliding layers that differ. Source: llama.cpp src/llama-model.cpp `load_hparams`.
 */
function checkKeys(
  keys: Keys,
  architecture: ArchitectureName,
  { keyLength, valueLength, embeddingLength }: ArchitectureFacts,
): void {
  if (!architectureByName[architecture].encoder && keys.flags('attention.causal', 1)?.[0] === false)
    keys.refuse('attention.causal', 'is false');
  if (architecture === 'nemotron_h' && keys.optional('expert_count')) keys.refuse('expert_count', 'is above 0');
  if (keys.optional('decision.block_count')) keys.refuse('decision.block_count', 'is above 0');
  if (keys.list('deepstack_mapping').some((index) => index >= 0))
    keys.refuse('deepstack_mapping', 'has layers that images enter');
  const widths = [
    ['embedding_length_out', embeddingLength],
    ...(architecture === 'gemma4'
      ? []
      : ([
          ['attention.key_length_swa', keyLength],
          ['attention.value_length_swa', valueLength],
        ] as const)),
  ] as const;
  for (const [key, expected] of widths) {
    const found = keys.optional(key);
    if (found !== undefined && found !== 0 && found !== expected) keys.refuse(key, `is ${found} beside ${expected}`);
  }
}

/** What is read of a model whose memory was measured: what its context, speed and vocabulary are checked against. */
function unknownFacts({ metadata, tensors }: ModelHeader, architecture: string): ArchitectureFacts {
  const keys = new Keys(metadata, architecture);
  const embeddingLength = keys.number('embedding_length');
  const headCount = keys.uniform('attention.head_count', 1) ?? 1;
  return {
    architecture,
    blockCount: keys.number('block_count'),
    nextnPredictLayers: keys.optional('nextn_predict_layers'),
    contextLength: keys.number('context_length'),
    embeddingLength,
    feedForwardLength:
      metadata[`${architecture}.feed_forward_length`] === undefined ? 0 : keys.perLayer('feed_forward_length'),
    headCount,
    headCountKv:
      metadata[`${architecture}.attention.head_count_kv`] === undefined
        ? headCount
        : keys.perLayer('attention.head_count_kv'),
    keyLength: keys.optional('attention.key_length', 1) ?? Math.ceil(embeddingLength / headCount),
    valueLength: keys.optional('attention.value_length', 1) ?? Math.ceil(embeddingLength / headCount),
    vocabularySize: vocabularySize(tensors),
    expertCount: keys.optional('expert_count'),
    expertUsedCount: keys.uniform('expert_used_count'),
    ropeOriginalContextLength: keys.optional('rope.scaling.original_context_length', 1),
    ropeScalingFactor: keys.factor('rope.scaling.factor') ?? keys.factor('rope.scale_linear'),
  };
}

/**
 * Reads the facts in GGUF's own words; heads' lengths follow the embedding where the header leaves them out, as in the
 * engine.
 */
export function architectureFacts(
  { metadata, tensors }: ModelHeader,
  { measured = false }: { readonly measured?: boolean } = {},
): ArchitectureFacts {
  const name = metadata['general.architecture'];
  if (!isArchitecture(name)) {
    if (measured && typeof name === 'string') return unknownFacts({ metadata, tensors }, name);
    return refuseFile(
      'UnknownArchitecture',
      'general.architecture',
      `a model of architecture '${String(name)}' is not offered, because it has no memory model`,
      {
        'did you mean': suggest(String(name), architectures),
        fix: [
          'lock a model of another architecture',
          'measure its memory: corral measure FILE --server PATH, and lock it with --measured',
        ],
        allowed: architectures,
      },
    );
  }
  const architecture = name;
  const keys = new Keys(metadata, architecture);
  const headCount = keys.uniform('attention.head_count', 1) ?? keys.number('attention.head_count');
  const embeddingLength = keys.number('embedding_length');
  const headLength = embeddingLength / headCount;
  const blockCount = keys.number('block_count');
  const facts: ArchitectureFacts = {
    architecture,
    blockCount,
    nextnPredictLayers: keys.optional('nextn_predict_layers'),
    contextLength: keys.number('context_length'),
    embeddingLength,
    feedForwardLength:
      // The engine needs none where every layer has experts.
      metadata[`${architecture}.feed_forward_length`] === undefined && keys.uniform('expert_feed_forward_length')
        ? 0
        : keys.perLayer('feed_forward_length'),
    headCount,
    headCountKv:
      metadata[`${architecture}.attention.head_count_kv`] === undefined
        ? headCount
        : keys.perLayer('attention.head_count_kv'),
    keyLength: keys.optional('attention.key_length', 1) ?? headLength,
    valueLength: keys.optional('attention.value_length', 1) ?? headLength,
    keyLengthSwa: keys.optional('attention.key_length_swa', 1),
    valueLengthSwa: keys.optional('attention.value_length_swa', 1),
    vocabularySize: vocabularySize(tensors),
    slidingWindow: slidingWindow(keys, architecture),
    slidingWindowPattern: keys.pattern('attention.sliding_window_pattern'),
    sharedKvLayers: sharedLayers(keys, architecture, blockCount),
    expertCount: keys.optional('expert_count'),
    expertUsedCount: keys.uniform('expert_used_count'),
    expertSharedCount: keys.optional('expert_shared_count'),
    expertFeedForwardLength: keys.uniform('expert_feed_forward_length'),
    expertSharedFeedForwardLength: keys.optional('expert_shared_feed_forward_length') || undefined,
    leadingDenseBlockCount: keys.optional('leading_dense_block_count'),
    interleaveMoeLayerStep: architecture === 'llama4' ? keys.optional('interleave_moe_layer_step') : undefined,
    kvLoraRank: keys.optional('attention.kv_lora_rank', 1),
    qLoraRank: keys.optional('attention.q_lora_rank', 1),
    keyLengthMla: keys.optional('attention.key_length_mla', 1),
    valueLengthMla: keys.optional('attention.value_length_mla', 1),
    ropeDimensionCount: keys.optional('rope.dimension_count', 1),
    tokenTypeCount: tensors.find(({ name }) => name === 'token_types.weight')?.shape[1],
    classCount: classCount(tensors),
    embeddingLengthPerLayer: keys.optional('embedding_length_per_layer_input'),
    ssm: recurrentFacts(keys),
    shortConvolutionLength: keys.optional('shortconv.l_cache', 1),
    fullAttentionInterval: keys.optional('full_attention_interval', 1),
    recurrentLayers: deltaNets.includes(architecture) ? recurrentLayers(keys, blockCount) : undefined,
    ropeOriginalContextLength: keys.optional('rope.scaling.original_context_length', 1),
    ropeScalingFactor: keys.factor('rope.scaling.factor') ?? keys.factor('rope.scale_linear'),
  };
  checkKeys(keys, architecture, facts);
  return facts;
}
