/** What a model is: files with hashes, the facts of its architecture, and where its bytes lie. Data, no arithmetic. */
import type { Adapter } from './adapter';
import type { LayerRun } from './layer-run';
import type { ModelOrigin } from './origin';
import type { Projector } from './projector';
import type { WeightsFile } from './weights-file';

/** Architectures, by the name in `general.architecture` of the GGUF header. */
export const architectures = [
  'llama',
  'qwen2',
  'qwen3',
  'qwen3moe',
  'qwen35',
  'gemma2',
  'gemma3',
  'gemma4',
  'gpt-oss',
  'phi3',
  'deepseek2',
  'glm4',
  'nomic-bert',
  'bert',
  'gemma',
  'granite',
  'granitemoe',
  'command-r',
  'cohere2',
  'mistral3',
  'seed_oss',
  'glm4moe',
  'ernie4_5-moe',
  'minimax-m2',
  'llama4',
  'qwen3next',
  'qwen35moe',
  'granitehybrid',
  'nemotron_h',
  'lfm2',
  'jina-bert-v2',
  'modern-bert',
  'gemma-embedding',
  'nomic-bert-moe',
  'gemma3n',
] as const;
export type ArchitectureName = (typeof architectures)[number];

/** Whether an architecture has a memory model. */
export const isArchitecture = (name: unknown): name is ArchitectureName =>
  architectures.some((known) => known === name);

/** Any name of an architecture; one without a memory model needs measured memory. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export type AnyArchitectureName = ArchitectureName | (string & {});

/** Header facts, in GGUF's words (`<architecture>.block_count` is `blockCount`). An array holds one value per layer. */
export interface ArchitectureFacts {
  readonly architecture: AnyArchitectureName;
  /** Layers, with those that only predict further tokens. */
  readonly blockCount: number;
  /** Trailing layers for multi-token prediction, which the engine does not load. @default 0 */
  readonly nextnPredictLayers?: number;
  /** Longest context that the model was trained for, in tokens. */
  readonly contextLength: number;
  readonly embeddingLength: number;
  readonly feedForwardLength: number | readonly number[];
  readonly headCount: number;
  readonly headCountKv: number | readonly number[];
  /** Elements of one attention head's key; `attention.key_length`, else embedding over heads. */
  readonly keyLength: number;
  readonly valueLength: number;
  /** Key and value lengths of sliding-window layers where they differ (gemma4). */
  readonly keyLengthSwa?: number;
  readonly valueLengthSwa?: number;
  readonly vocabularySize: number;
  /** Tokens that a sliding-window layer looks back. @default - every layer sees the whole context */
  readonly slidingWindow?: number;
  /** Every n-th layer is global, or for each layer whether it slides. @default - the architecture's own pattern */
  readonly slidingWindowPattern?: number | readonly boolean[];
  /** Trailing layers that reuse an earlier layer's cache (gemma4 E-models). */
  readonly sharedKvLayers?: number;
  readonly expertCount?: number;
  readonly expertUsedCount?: number;
  readonly expertSharedCount?: number;
  readonly expertFeedForwardLength?: number;
  /** Width of the expert that every token takes. @default - `expertSharedCount` times the width of a routed one */
  readonly expertSharedFeedForwardLength?: number;
  readonly leadingDenseBlockCount?: number;
  /** Every n-th layer has experts, the others are dense (llama4). @default - any layer may be dense */
  readonly interleaveMoeLayerStep?: number;
  /** Multi-head latent attention (deepseek2): compressed cache row and its rotary part, in elements. */
  readonly kvLoraRank?: number;
  readonly qLoraRank?: number;
  /** Lengths of one head after decompression; a file without them caches every head in full. */
  readonly keyLengthMla?: number;
  readonly valueLengthMla?: number;
  readonly ropeDimensionCount?: number;
  /** Kinds of segments that an encoder distinguishes. @default 1 */
  readonly tokenTypeCount?: number;
  /** Classes of the head that scores a text (`cls.output`). @default - the file has no such head */
  readonly classCount?: number;
  /** Width of a second embedding that each layer has of its own (gemma4 E-models). @default 0 */
  readonly embeddingLengthPerLayer?: number;
  /** Recurrent layers (Qwen 3.5, Qwen 3 Next, Granite 4, Nemotron). */
  readonly ssm?: {
    readonly convKernel: number;
    readonly innerSize: number;
    readonly stateSize: number;
    readonly groupCount: number;
    readonly timeStepRank: number;
  };
  /** Tokens that a short convolution looks at (`shortconv.l_cache`, lfm2). */
  readonly shortConvolutionLength?: number;
  /** Every n-th layer has full attention, the others are recurrent (qwen35, qwen3next). @default 4 */
  readonly fullAttentionInterval?: number;
  /**
   * For each layer, whether it is recurrent (qwen35, qwen3next); the engine prefers this list.
   * @default - by `fullAttentionInterval`
   */
  readonly recurrentLayers?: readonly boolean[];
  /** Context before YaRN, in tokens (`rope.scaling.original_context_length`). @default contextLength */
  readonly ropeOriginalContextLength?: number;
  /** Factor by which the file itself stretches positions (`rope.scaling.factor`). @default 1 */
  readonly ropeScalingFactor?: number;
}

/** Where the bytes of the weights lie. */
export interface TensorFacts {
  /**
   * `header`: read from the file's own header. `standard mix`: computed from the shapes and llama-quantize's mix for
   * this type. `engine log`: what the engine printed when it loaded the file, dealt out evenly over the layers.
   */
  readonly from: 'header' | 'standard mix' | 'engine log';
  /** Token embedding and whatever else only the input needs: always on the host. */
  readonly inputBytes: number;
  /** Output matrix and final norm. With tied embeddings the matrix is the input embedding once more. */
  readonly outputBytes: number;
  readonly tied: boolean;
  /** Vision encoder and projector inside the file, on the first GPU or the host. @default 0 */
  readonly projectorBytes?: number;
  /** The layers that the engine loads, in order; their counts add up to `blockCount` without `nextnPredictLayers`. */
  readonly layers: readonly LayerRun[];
}

/**
 * Memory that llama-server printed when it loaded a model, for an architecture without a memory model. It holds for the
 * settings and the build that it was measured with; all other settings have their defaults. `corral measure` prints it.
 */
export interface MeasuredMemory {
  /** MiB of all buffers on each GPU, in the engine's order; none where the CPU computes. */
  readonly gpu: readonly number[];
  /** MiB of all buffers on the host. */
  readonly host: number;
  /** Tokens of one slot. */
  readonly contextLength: number;
  /** Slots. */
  readonly parallel: number;
  /** Pooling of a server for embeddings. @default - one that generates text */
  readonly embedding?: 'mean' | 'cls' | 'last';
  /** Build of llama.cpp: `b11382`. */
  readonly build: string;
  /** Who measured, on what and when: `corral measure, 2 × NVIDIA-L40S, 2026-11-29`. */
  readonly by: string;
}

/**
 * A model in one quantisation. Its key is `llama-3.3-70b-instruct/Q4_K_M`, or the tag of an Ollama model:
 * `llama3.1:8b`.
 */
export interface Model {
  readonly origin: ModelOrigin;
  /** The GGUF file, or its shards in order. For an Ollama model: its `model` layer. */
  readonly files: readonly WeightsFile[];
  readonly quantisation: string;
  readonly architecture: ArchitectureFacts;
  readonly tensors: TensorFacts;
  /** Measured memory, for an architecture without a memory model. @default - computed */
  readonly memory?: { readonly measured: MeasuredMemory };
  /** What llama-server makes tokens of images with, in a file of its own. @default - the model reads text */
  readonly projector?: Projector;
  /** A Jinja template of conversations in a file of its own, in the repository. @default - the one in the GGUF file */
  readonly chatTemplate?: WeightsFile;
  /**
   * Licence of the model: its name in SPDX, or its own name and its address (`llama3.1, https://…`).
   * @default - the file does not state it
   */
  readonly licence?: string;
  /** LoRA adapters of the model, by the name that a server asks for. @default - none */
  readonly adapters?: Readonly<Record<string, Adapter>>;
  /**
   * Engines that can read these files.
   * @default - both, except that llama-server cannot be fed from Ollama's own GPT-OSS files
   */
  readonly engines?: readonly string[];
}

/** The models that an environment can name, by key: `models.lock.json`, and what a user adds. */
export type ModelCatalog = Readonly<Record<string, Model>>;
