/** Decode speeds that others measured with llama.cpp and Ollama on GPUs of the catalogue, one answer at a time. */
import type { gpus } from '../../lib/catalog/gpus';
import type { Model } from '../../lib/catalog/model';
import { models } from '../../overlays/models';
import { modelOfShape } from '../gguf/model-of-shape';
import { recordedModel, shapes } from './engine/shapes';

/** One measured speed. */
export interface MeasuredSpeed {
  readonly gpu: keyof typeof gpus;
  /** GPUs that the layers were split over. */
  readonly count: number;
  readonly model: Model;
  readonly name: string;
  /** Tokens of the context at the end of the answer; the least that the source says. */
  readonly contextLength: number;
  /** Tokens per second. */
  readonly measured: number;
  readonly source: keyof typeof speedSources;
}

/** Where the rows come from. */
export const speedSources = {
  XD: 'github.com/XiongjieDai/GPU-Benchmarks-on-LLM-Inference, README at aa72e0e: llama-bench of May 2024, `tg 1024` and `tg 8192`',
  PK: 'pavlokhmel.com, "LLM throughput benchmark on 13 GPUs and 10 models", June 2026: llama.cpp, one request, Q4_K_M',
  LV: 'github.com/kxz2009-crypto/localvram, 2026: Ollama 0.20.2, context 4096',
} as const;

const llama8b = models['llama-3-8b-instruct/Q4_K_M'];
const llama70b = models['llama-3-70b-instruct/Q4_K_M'];

const measuredModels = {
  'Llama 3 8B Q4_K_M': llama8b,
  'Llama 3 8B F16': modelOfShape(llama8b.architecture, 'F16', { tied: false }),
  'Llama 3 70B Q4_K_M': llama70b,
  'Llama 3 70B F16': modelOfShape(llama70b.architecture, 'F16', { tied: false }),
  'Qwen 3.5 9B Q4_K_M': recordedModel(shapes['qwen35-9b']),
  'Qwen 3.6 27B Q4_K_M': recordedModel(shapes['qwen35-27b']),
  'Gemma 4 E4B Q4_K_M': modelOfShape(models['gemma-4-e4b-it-qat/Q4_0'].architecture, 'Q4_K_M', {
    tied: true,
    ropeFactors: true,
  }),
  'Gemma 4 31B Q4_K_M': modelOfShape(models['gemma-4-31b-it-qat/Q4_0'].architecture, 'Q4_K_M', {
    tied: true,
    ropeFactors: true,
  }),
  'Gemma 4 26B A4B Q4_K_M': recordedModel(shapes['gemma4-26b']),
  'gpt-oss 20B MXFP4': models['gpt-oss-20b/MXFP4'],
  'Qwen 3 8B Q4_K_M': models['qwen3:8b'],
  'Qwen 2.5 14B Q4_K_M': models['qwen2.5:14b'],
  'Qwen 2.5 Coder 32B Q4_K_M': models['qwen2.5-coder:32b'],
  'Gemma 3 27B Q4_K_M': models['gemma3:27b'],
  'Qwen 3 Coder 30B A3B Q4_K_M': models['qwen3-coder-30b-a3b-instruct/Q4_K_M'],
} as const satisfies Readonly<Record<string, Model>>;

type Name = keyof typeof measuredModels;
type Speeds = Partial<Readonly<Record<Name, number>>>;

const rows = (
  source: MeasuredSpeed['source'],
  contextLength: number,
  gpu: MeasuredSpeed['gpu'],
  count: number,
  speeds: Speeds,
): readonly MeasuredSpeed[] =>
  Object.entries(speeds).map(([name, measured]) => ({
    source,
    contextLength,
    gpu,
    count,
    name,
    measured,
    model: measuredModels[name as Name],
  }));

/** Speeds of the three Llama files of one table, at 1024 and at 8192 tokens. */
const llama = (
  gpu: MeasuredSpeed['gpu'],
  count: number,
  small: readonly [number, number],
  wide: readonly [number, number] | undefined,
  large?: readonly [number, number],
  largest?: readonly [number, number],
): readonly MeasuredSpeed[] =>
  ([1024, 8192] as const).flatMap((contextLength, i) =>
    rows('XD', contextLength, gpu, count, {
      'Llama 3 8B Q4_K_M': small[i],
      ...(wide === undefined ? {} : { 'Llama 3 8B F16': wide[i] }),
      ...(large === undefined ? {} : { 'Llama 3 70B Q4_K_M': large[i] }),
      ...(largest === undefined ? {} : { 'Llama 3 70B F16': largest[i] }),
    }),
  );

/** Speeds of one column: Qwen 3.5 9B, Qwen 3.6 27B, Gemma 4 E4B, 31B, 26B A4B, gpt-oss 20B. */
const column = (
  gpu: MeasuredSpeed['gpu'],
  [qwen9, qwen27, e4b, gemma31, gemma26, oss]: readonly [
    number,
    number | undefined,
    number,
    number | undefined,
    number | undefined,
    number,
  ],
): readonly MeasuredSpeed[] =>
  rows('PK', 1024, gpu, 1, {
    'Qwen 3.5 9B Q4_K_M': qwen9,
    ...(qwen27 === undefined ? {} : { 'Qwen 3.6 27B Q4_K_M': qwen27 }),
    'Gemma 4 E4B Q4_K_M': e4b,
    ...(gemma31 === undefined ? {} : { 'Gemma 4 31B Q4_K_M': gemma31 }),
    ...(gemma26 === undefined ? {} : { 'Gemma 4 26B A4B Q4_K_M': gemma26 }),
    'gpt-oss 20B MXFP4': oss,
  });

export const measuredSpeeds: readonly MeasuredSpeed[] = [
  ...llama('NVIDIA-GeForce-RTX-3090', 1, [111.74, 87.49], [46.51, 42.62]),
  ...llama('NVIDIA-GeForce-RTX-3090', 2, [108.07, 90.77], [47.15, 43.61], [16.29, 14.34]),
  ...llama('NVIDIA-GeForce-RTX-3090', 6, [101.07, 85.93], [45.55, 42.15], [16.93, 15.45], [5.82, 5.53]),
  ...llama('NVIDIA-GeForce-RTX-4090', 1, [127.74, 110.66], [54.34, 50.88]),
  ...llama('NVIDIA-GeForce-RTX-4090', 2, [122.56, 106.18], [53.27, 49.83], [19.06, 17.92]),
  ...llama('NVIDIA-GeForce-RTX-4090', 8, [116.13, 100.95], [52.12, 48.72], [18.76, 17.57], [6.45, 6.31]),
  ...llama('NVIDIA-RTX-A6000', 1, [102.22, 86.73], [40.25, 37.73], [14.58, 13.42]),
  ...llama('NVIDIA-RTX-A6000', 4, [93.73, 80.88], [38.87, 36.51], [14.32, 13.32], [4.74, 4.63]),
  ...llama('NVIDIA-RTX-6000-Ada-Generation', 1, [130.99, 111.57], [51.97, 48.79], [18.36, 16.97]),
  ...llama('NVIDIA-RTX-6000-Ada-Generation', 4, [118.99, 103.18], [50.25, 47.18], [17.96, 16.89], [6.06, 5.94]),
  ...llama('NVIDIA-A40', 1, [88.95, 76.45], [33.95, 31.93], [12.08, 11.26]),
  ...llama('NVIDIA-A40', 4, [83.79, 72.7], [33.28, 31.38], [11.91, 11.17], [3.98, 3.9]),
  ...llama('NVIDIA-L40S', 1, [113.6, 97.98], [43.42, 41.05], [15.31, 14.45]),
  ...llama('NVIDIA-L40S', 4, [105.72, 92.2], [42.48, 40.19], [14.99, 14.17], [5.03, 4.94]),
  ...llama('NVIDIA-A100-80GB-PCIe', 1, [138.31, 117.6], [54.56, 51.24], [22.11, 19.53]),
  ...llama('NVIDIA-A100-80GB-PCIe', 4, [117.3, 103.87], [51.54, 48.73], [22.68, 19.96], [7.38, 7.06]),
  ...llama('NVIDIA-A100-SXM4-80GB', 1, [133.38, 115.92], [53.18, 50.52], [24.33, 21.32]),
  ...llama('NVIDIA-A100-SXM4-80GB', 4, [97.7, 86.27], [45.45, 43.09], [19.6, 17.19], [6.92, 6.58]),
  ...llama('NVIDIA-H100-PCIe', 1, [144.49, 126.83], [67.79, 63.55], [25.01, 22.39]),
  ...llama('NVIDIA-H100-PCIe', 4, [118.14, 110.34], [62.9, 59.72], [26.2, 23.68], [9.63, 9.23]),
  ...column('Tesla-V100-PCIE-32GB', [85, 31, 96, 28, 84, 138]),
  ...column('NVIDIA-A100-PCIE-40GB', [113, 41, 119, 37, 108, 180]),
  ...column('NVIDIA-A100-SXM4-80GB', [123, 46, 125, 43, 116, 189]),
  ...column('NVIDIA-GeForce-RTX-4090', [137, 47, 177, 35, 149, 266]),
  ...column('NVIDIA-H100-80GB-HBM3', [190, 74, 190, 68, 181, 286]),
  ...column('NVIDIA-H200', [197, 76, 195, 71, 188, 292]),
  ...rows('LV', 4096, 'NVIDIA-GeForce-RTX-3090', 1, {
    'Qwen 3 8B Q4_K_M': 128.3,
    'Qwen 2.5 14B Q4_K_M': 84,
    'Qwen 2.5 Coder 32B Q4_K_M': 33.1,
    'Gemma 3 27B Q4_K_M': 41.7,
    'gpt-oss 20B MXFP4': 156,
    'Qwen 3 Coder 30B A3B Q4_K_M': 151,
  }),
];
