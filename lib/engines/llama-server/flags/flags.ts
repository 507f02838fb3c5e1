/**
 * The flags that Corral gives every llama-server, typed: one property for each, and pairs that do not go together do
 * not compile.
 */
import type { CacheType, LoadMode, SplitMode } from '../../../sizing';

/** Types of the V cache that work without flash attention. */
type PlainCacheType = Extract<CacheType, 'f32' | 'f16' | 'bf16'>;

/** A quantised V cache needs flash attention: the server ends without it. */
type AttentionFlags =
  | { /** `--flash-attn on` */ readonly flashAttn: true; /** `--cache-type-v` */ readonly cacheTypeV: CacheType }
  | {
      /** `--flash-attn off` */ readonly flashAttn: false;
      /** `--cache-type-v` */ readonly cacheTypeV: PlainCacheType;
    };

/** Several GPUs share by a stated split; one GPU, or none, has nothing to split. */
type SplitFlags =
  | { /** `--split-mode none`, with `--main-gpu 0` */ readonly splitMode: 'none'; readonly tensorSplit?: undefined }
  | {
      /** `--split-mode` */
      readonly splitMode: Exclude<SplitMode, 'none'>;
      /** `--tensor-split`: parts of each GPU. Left to itself, the server takes the free memory of the moment. */
      readonly tensorSplit: readonly [number, number, ...number[]];
    };

/** What the server answers. */
type ServeFlags =
  | { readonly serve: 'text' }
  | { /** `--rerank`: scores of documents for a query. */ readonly serve: 'scores' }
  | { /** `--embedding` */ readonly serve: 'embeddings'; /** `--pooling` */ readonly pooling: 'mean' | 'cls' | 'last' };

interface PlainFlags {
  /** `--model`: absolute path of the file, or of the first shard. */
  readonly model: string;
  /** `--alias`: the name that requests use. */
  readonly alias: string;
  /** `--host` */
  readonly host: string;
  /** `--port` */
  readonly port: number;
  /** `--api-key-file`: path of a file of a Secret. @default - no key */
  readonly apiKeyFile?: string;
  /** `--api-key-file` again: keys of both files are accepted. @default - none */
  readonly noKeyFile?: string;
  /** `--chat-template-file`: absolute path of a Jinja template. @default - the one in the GGUF file */
  readonly chatTemplateFile?: string;
  /** `--ctx-size`: tokens of all slots together. */
  readonly ctxSize: number;
  /** `--parallel`: slots. */
  readonly parallel: number;
  /** `--predict`: tokens of an answer whose request names no limit. A default, not a cap. */
  readonly predict: number;
  /** `--kv-unified` or `--no-kv-unified` */
  readonly kvUnified: boolean;
  /** `--cache-type-k` */
  readonly cacheTypeK: CacheType;
  /** `--batch-size` in tokens. */
  readonly batchSize: number;
  /** `--ubatch-size` in tokens. */
  readonly ubatchSize: number;
  /** `--swa-full` @default false */
  readonly swaFull: boolean;
  /** `--rope-scaling yarn`. @default - positions as the file has them */
  readonly yarn?: {
    /** `--rope-scale` */
    readonly factor: number;
    /** `--yarn-orig-ctx` @default - as the file states it */
    readonly originalContext?: number;
  };
  /**
   * `--device`: the GPUs by name. Without it a server that finds no GPU serves on the CPU.
   * @default - none, on the CPU
   */
  readonly devices?: readonly string[];
  /** `--n-gpu-layers` */
  readonly nGpuLayers: 'all' | number;
  /** `--n-cpu-moe`: layers whose routed experts stay on the host. */
  readonly nCpuMoe: number;
  /** `--cache-ram` in MiB. */
  readonly cacheRam: number;
  /** `--ctx-checkpoints` for each slot. */
  readonly ctxCheckpoints: number;
  /** `--load-mode` */
  readonly loadMode: LoadMode;
  /** `--repack` or `--no-repack` */
  readonly repack: boolean;
  /** `--threads` and `--threads-batch`: the server counts the cores of the host otherwise. */
  readonly threads: number;
  /** `--threads-http`: threads that always live; up to 1024 more come and go with requests. */
  readonly threadsHttp: number;
  /** `--timeout` in seconds: how long a connection may be silent. */
  readonly timeout: number;
  /** `--lora-scaled`: absolute paths, without a colon or a comma, each with its scale. @default - none */
  readonly adapters?: readonly { readonly path: string; readonly scale: number }[];
  /** A draft model of the same vocabulary. @default - none */
  readonly draft?: {
    /** `--spec-draft-model`: absolute path of its file. */
    readonly model: string;
    /** `--spec-draft-n-max` */
    readonly tokens: number;
    /** `--spec-draft-ngl` */
    readonly nGpuLayers: 'all' | 0;
  };
  /** A projector, which makes tokens of images. @default - none */
  readonly images?: {
    /** `--mmproj`: absolute path of its file. */
    readonly projector: string;
    /** `--mmproj-offload` or `--no-mmproj-offload` */
    readonly offload: boolean;
    /** `--image-max-tokens`, and `--mtmd-batch-max-tokens`: images that are encoded at once have no more together. */
    readonly maxTokens: number;
  };
}

/** The flags of one llama-server. */
export type LlamaServerFlags = PlainFlags & AttentionFlags & SplitFlags & ServeFlags;
