/** Starts that the plan is held against: every kind of architecture with every cache, and random ones beyond. */
import { checkLlamaServer } from '../../../lib/engines/llama-server/conflicts';
import { isEncoder } from '../../../lib/gguf/architecture-of';
import { cacheTypes, type LlamaServerSettings } from '../../../lib/sizing/settings';
import { shapes, type ShapeName } from '../../sizing/engine/shapes';
import { serverSettings } from '../../sizing/server-settings';
import type { Buffers } from './buffers';
import type { Shape } from './shape';

/** A kind of architecture. */
interface Kind {
  readonly shape: ShapeName;
  /** Layers among which is every kind of layer that it has. */
  readonly period: number;
  /** Classes of its head, for a reranker. @default - it has none */
  readonly classes?: number;
}

/** Every architecture of the catalogue, and every way in which one keeps its cache. */
export const kinds = {
  llama: { shape: 'llama-3.2-1b-instruct/Q4_K_M', period: 1 },
  'llama with experts': { shape: 'mixtral:8x7b', period: 1 },
  qwen2: { shape: 'qwen2.5:0.5b', period: 1 },
  qwen3: { shape: 'qwen3-0.6b/Q4_K_M', period: 1 },
  qwen3moe: { shape: 'qwen3-30b-a3b/Q4_K_M', period: 1 },
  qwen35: { shape: 'qwen35-9b', period: 4 },
  gemma2: { shape: 'gemma-2-9b-it/Q4_K_M', period: 2 },
  gemma3: { shape: 'gemma-3-1b-it/Q4_K_M', period: 6 },
  'gemma4 with a shared cache': { shape: 'gemma4-e2b', period: 35 },
  'gemma4 with experts': { shape: 'gemma4-26b', period: 6 },
  'gpt-oss': { shape: 'gpt-oss-20b/MXFP4', period: 2 },
  phi3: { shape: 'phi-3.1-mini-4k-instruct/Q4_K_M', period: 1 },
  // The engine takes a file of 27 layers, and no other, for one without compressed queries.
  deepseek2: { shape: 'deepseek-v2-lite', period: 27 },
  'deepseek2 with latent attention': { shape: 'deepseek-v3-mla', period: 3 },
  glm4: { shape: 'glm4-9b', period: 1 },
  'nomic-bert': { shape: 'nomic-embed-text:latest', period: 1 },
  bert: { shape: 'bge-m3:latest', period: 1 },
  'bert that ranks': { shape: 'bge-m3:latest', period: 1, classes: 1 },
  'qwen3 that ranks': { shape: 'qwen3-0.6b/Q4_K_M', period: 1, classes: 2 },
  gemma: { shape: 'gemma-2b', period: 1 },
  granite: { shape: 'granite-3.3-2b', period: 1 },
  // With 24 layers, or 12, the engine aborts on quantised caches.
  granitemoe: { shape: 'granite-3.1-3b-a800m', period: 32 },
  'command-r': { shape: 'command-r-35b', period: 1 },
  cohere2: { shape: 'command-r7b', period: 4 },
  mistral3: { shape: 'ministral-3-3b', period: 1 },
  seed_oss: { shape: 'seed-oss-36b', period: 1 },
  glm4moe: { shape: 'glm-4.5-air', period: 2 },
  'ernie4_5-moe': { shape: 'ernie-4.5-21b-a3b', period: 2 },
  'minimax-m2': { shape: 'minimax-m2', period: 1 },
  llama4: { shape: 'llama-4-scout', period: 4 },
  qwen3next: { shape: 'qwen3-next-80b-a3b', period: 4 },
  qwen35moe: { shape: 'qwen3.5-35b-a3b', period: 4 },
  granitehybrid: { shape: 'granite-4.0-h-micro', period: 6 },
  nemotron_h: { shape: 'nemotron-nano-9b-v2', period: 15 },
  lfm2: { shape: 'lfm2-1.2b', period: 3 },
  'jina-bert-v2': { shape: 'jina-embeddings-v2-base', period: 1 },
  'modern-bert': { shape: 'modernbert-base', period: 3 },
  'gemma-embedding': { shape: 'embeddinggemma-300m', period: 6 },
  'nomic-bert-moe': { shape: 'nomic-embed-text-v2-moe', period: 2 },
  gemma3n: { shape: 'gemma-3n-e2b', period: 30 },
} as const satisfies Readonly<Record<string, Kind>>;
export type KindName = keyof typeof kinds;

const kindNames = Object.keys(kinds) as readonly KindName[];
const rerankers: readonly KindName[] = ['bert that ranks', 'qwen3 that ranks'];
const encoders: readonly KindName[] = kindNames.filter(
  (kind) => isEncoder({ architecture: shapes[kinds[kind].shape].facts }) && !rerankers.includes(kind),
);
const writesText = (kind: KindName): boolean => ![...encoders, ...rerankers].includes(kind);

/** The whole shape of a kind. */
export function shapeOfKind(name: KindName): Shape {
  const { shape, classes }: Kind = kinds[name];
  const { facts, mix, tied, ropeFactors } = shapes[shape];
  return { facts: { ...facts, classCount: classes }, mix, variant: { tied, ropeFactors } };
}

/** One start. */
export interface Combination {
  readonly kind: KindName;
  readonly settings: LlamaServerSettings;
}

const onCpu = (own: Partial<LlamaServerSettings>): LlamaServerSettings =>
  serverSettings({ contextLength: 2048, maxOutputLength: 128, gpuLayers: 0, splitMode: 'none', ...own });

const generators: readonly Combination[] = kindNames.filter(writesText).flatMap((kind) =>
  (['f16', 'q8_0', 'q4_0'] as const).flatMap((type) =>
    [1, 4].flatMap((parallel) =>
      (['split', 'unified'] as const).map((kvCache): Combination => ({
        kind,
        settings: onCpu({ cacheTypeK: type, cacheTypeV: type, parallel, kvCache }),
      })),
    ),
  ),
);

/** Caches that are copied before flash attention reads them. */
const copied: readonly Combination[] = kindNames.filter(writesText).map((kind) => ({
  kind,
  settings: onCpu({ cacheTypeK: 'f32', cacheTypeV: 'f32', contextLength: 4096, parallel: 2, kvCache: 'split' }),
}));

const embedders: readonly Combination[] = encoders.flatMap((kind) =>
  [1, 4].map((parallel): Combination => ({
    kind,
    settings: onCpu({ contextLength: 512, parallel, batchSize: 512, ubatchSize: 512, embedding: 'mean' }),
  })),
);

const rankings: readonly Combination[] = rerankers.flatMap((kind) =>
  [1, 4].map((parallel): Combination => ({
    kind,
    settings: onCpu({ contextLength: 512, parallel, batchSize: 512, ubatchSize: 512, embedding: 'rank' }),
  })),
);

/** Whole numbers below a bound that look random and are the same for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % below;
  };
}

function randomOne(roll: (below: number) => number): Combination {
  const pick = <T>(list: readonly T[]): T => list[roll(list.length)] as T;
  const kind = pick(kindNames.filter(writesText));
  const ubatchSize = pick([64, 128, 256, 512, 1024]);
  const cacheTypeK = pick(cacheTypes);
  return {
    kind,
    settings: onCpu({
      contextLength: pick([300, 512, 1000, 2048, 3000, 4096]),
      parallel: 1 + roll(6),
      kvCache: pick(['split', 'unified']),
      flashAttention: roll(4) > 0,
      cacheTypeK,
      cacheTypeV: pick([cacheTypeK, ...cacheTypes]),
      ubatchSize,
      batchSize: Math.max(ubatchSize, pick([512, 2048])),
      swaFull: roll(4) === 0,
    }),
  };
}

/** Random starts, less those that the engine's contract refuses. */
export function randomCombinations(seed: number, count: number): readonly Combination[] {
  const roll = dice(seed);
  const found: Combination[] = [];
  while (found.length < count) {
    const one = randomOne(roll);
    if (
      checkLlamaServer(one.settings, { gpus: 0, model: { architecture: shapeOfKind(one.kind).facts } }, 'random')
        .length === 0
    )
      found.push(one);
  }
  return found;
}

/** What of a start can be compared: of an encoder's output the engine prints only the rows that it starts with. */
export const comparable = ({ settings: { embedding } }: Combination, buffers: Buffers): Buffers =>
  embedding === undefined ? buffers : { ...buffers, output: 0 };

/** Every kind with every cache. */
export const allCombinations: readonly Combination[] = [...generators, ...copied, ...embedders, ...rankings];

/** So many of a list, picked by a seed. */
function sample<T>(list: readonly T[], seed: number, count: number): readonly T[] {
  const roll = dice(seed);
  const left = [...list];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(roll(left.length), 1)).flat();
}

/** One of each kind, picked by a seed. */
export const oneOfEach = (list: readonly Combination[], seed: number): readonly Combination[] =>
  kindNames.flatMap((kind, i) =>
    sample(
      list.filter((one) => one.kind === kind),
      seed + i,
      1,
    ),
  );

/** `2048 × 4, q8_0, split`: a start in few words. */
export const combinationText = ({
  settings: {
    contextLength,
    parallel,
    cacheTypeK,
    cacheTypeV,
    kvCache,
    flashAttention,
    ubatchSize,
    swaFull,
    embedding,
  },
}: Combination): string =>
  [
    `${contextLength} × ${parallel}`,
    embedding ?? (cacheTypeK === cacheTypeV ? cacheTypeK : `${cacheTypeK} and ${cacheTypeV}`),
    kvCache,
    ...(ubatchSize === 512 ? [] : [`batches of ${ubatchSize}`]),
    ...(flashAttention ? [] : ['no flash attention']),
    ...(swaFull ? ['full windows'] : []),
  ].join(', ');
