/** What public logs and runs of ours showed, each with the build that printed it. */
import type { Model } from '../../lib/catalog/model';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import type { GraphBuild } from '../../lib/sizing/memory/run';
import { models } from '../../overlays/models';
import { modelOfShape } from '../gguf/model-of-shape';
import { serverSettings } from './server-settings';

/** Buffers of one device in MiB; what a log does not say is left out. */
export interface MeasuredDevice {
  readonly weights: number;
  readonly cache: number;
  readonly compute: number;
}

export interface MeasuredRow {
  readonly name: string;
  readonly build: string;
  /** What that build does otherwise than the pinned one. */
  readonly graphs?: GraphBuild;
  readonly model: Model;
  readonly settings: LlamaServerSettings;
  readonly gpus: readonly MeasuredDevice[];
  readonly host: {
    readonly weights: number;
    readonly cache?: number;
    readonly compute: number;
    readonly output?: number;
  };
}

/**
 * What older builds do: masks in F32, and until `b5192` logits for every token of the physical batch.
 */
const graphs = {
  b9849: { logits: 'slots', maskElementBytes: 4 },
  b5192: { logits: 'batch', maskElementBytes: 4 },
} as const satisfies Readonly<Record<string, GraphBuild>>;

/** Weights that only the engine's log tells, dealt out evenly: for mixes that are no standard. */
const fromLog = (shape: Model, input: number, rest: number): Model => ({
  ...shape,
  tensors: {
    from: 'engine log',
    inputBytes: Math.round(input * 1024 ** 2),
    outputBytes: 0,
    tied: false,
    layers: [
      { layers: shape.architecture.blockCount, bytes: Math.round((rest * 1024 ** 2) / shape.architecture.blockCount) },
    ],
  },
});

const glm = modelOfShape(
  {
    architecture: 'glm4',
    blockCount: 61,
    contextLength: 32_768,
    embeddingLength: 6144,
    feedForwardLength: 23_040,
    headCount: 48,
    headCountKv: 2,
    keyLength: 128,
    valueLength: 128,
    vocabularySize: 151_552,
  },
  'Q4_K_M',
  { tied: false },
);

const llama8b = models['llama-3-8b-instruct/Q4_K_M'];
const beforeFlashAttention = serverSettings({ flashAttention: false });

const gpuOf = (weights: number, cache: number, compute: number): MeasuredDevice => ({ weights, cache, compute });

export const measuredRows: readonly MeasuredRow[] = [
  {
    name: 'Llama 3 8B Q4_K_M, one GPU',
    build: 'b2824 CUDA',
    graphs: graphs.b5192,
    model: llama8b,
    settings: beforeFlashAttention,
    gpus: [gpuOf(4403.49, 1024, 560)],
    host: { weights: 281.81, compute: 24.01, output: 0.49 },
  },
  {
    name: 'Llama 3 8B Q4_K_M, two RTX 4090',
    build: 'b2824 CUDA',
    graphs: graphs.b5192,
    model: llama8b,
    settings: beforeFlashAttention,
    gpus: [gpuOf(2113.28, 544, 640.01), gpuOf(2290.21, 480, 640.02)],
    host: { weights: 281.81, compute: 72.02, output: 0.49 },
  },
  {
    name: 'Llama 3 8B Q4_K_M, four RTX 4090',
    build: 'b2824 CUDA',
    graphs: graphs.b5192,
    model: llama8b,
    settings: beforeFlashAttention,
    gpus: [
      gpuOf(1130.62, 288, 640.01),
      gpuOf(982.66, 256, 640.01),
      gpuOf(982.66, 256, 640.01),
      gpuOf(1307.55, 224, 640.02),
    ],
    host: { weights: 281.81, compute: 72.02, output: 0.49 },
  },
  {
    name: 'GLM Z1 32B IQ4_XS',
    build: 'b5192 CUDA',
    graphs: graphs.b5192,
    model: fromLog(glm, 471.75, 16_303.48),
    settings: serverSettings({ contextLength: 32_768 }),
    gpus: [gpuOf(16_303.48, 1952, 353)],
    host: { weights: 471.75, compute: 76.01, output: 0.58 },
  },
  {
    name: 'Qwen3.5 9B UD-Q4_K_XL',
    build: 'b9849 Vulkan',
    graphs: graphs.b9849,
    model: models['qwen3.5-9b/UD-Q4_K_XL'],
    settings: serverSettings({ ubatchSize: 2048 }),
    gpus: [gpuOf(5133.63, 256 + 50.25, 416.16)],
    host: { weights: 545.62, compute: 96.07, output: 0.95 },
  },
  {
    name: 'Llama 3.1 8B Q4_K_M, CPU',
    build: 'b11382 CPU',
    model: models['llama-3.1-8b-instruct/Q4_K_M'],
    settings: serverSettings({ gpuLayers: 0 }),
    gpus: [],
    host: { weights: 4685.3, cache: 1024, compute: 124.01, output: 0.49 },
  },
  {
    name: 'Llama 3.3 70B, CPU, 4 slots',
    build: 'b11382 CPU',
    model: fromLog(models['llama-3.3-70b-instruct/Q4_K_M'], 563.63, 40_503.11 - 563.63),
    settings: serverSettings({ gpuLayers: 0, parallel: 4 }),
    gpus: [],
    host: { weights: 40_503.11, cache: 10_240, compute: 240.01, output: 1.96 },
  },
];
