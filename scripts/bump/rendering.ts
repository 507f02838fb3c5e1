/**
 * What Corral's rendering relies on in an engine: flags and variables that it gives, metrics that it scales by, routes
 * that it opens.
 */
import { bytes, furtherFlagKinds, seconds } from '../../lib';
import {
  llamaServerArguments,
  llamaServerContract,
  forbiddenFlags,
  ollamaContract,
  ollamaEnvironment,
  type LlamaServerFlags,
} from '../../lib/internal';
import type { EngineName } from './request';

/** Why a change matters to us. */
export type Use = 'rendered' | 'offered to environments' | 'never given';

/** Both kinds of server with every flag that either may get. */
const everyFlag: readonly LlamaServerFlags[] = (['text', 'embeddings'] as const).map((serve): LlamaServerFlags => ({
  model: '/models/x.gguf',
  alias: 'x',
  host: '0.0.0.0',
  port: 1,
  apiKeyFile: '/key',
  ctxSize: 1,
  parallel: 1,
  predict: 1,
  kvUnified: serve === 'text',
  cacheTypeK: 'f16',
  cacheTypeV: 'f16',
  flashAttn: true,
  batchSize: 1,
  ubatchSize: 1,
  swaFull: true,
  devices: ['CUDA0'],
  nGpuLayers: 'all',
  nCpuMoe: 0,
  cacheRam: 0,
  ctxCheckpoints: 0,
  loadMode: 'mmap',
  repack: serve === 'text',
  threads: 1,
  threadsHttp: 1,
  timeout: 1,
  draft: { model: '/models/draft.gguf', tokens: 1, nGpuLayers: 'all' },
  images: { projector: '/models/mmproj.gguf', offload: serve === 'text', maxTokens: 1 },
  ...(serve === 'text'
    ? { serve, splitMode: 'layer', tensorSplit: [1, 1] }
    : { serve, pooling: 'mean', splitMode: 'none' }),
}));

const rendered: Readonly<Record<EngineName, ReadonlySet<string>>> = {
  'llama-server': new Set(
    everyFlag.flatMap((flags) => llamaServerArguments(flags).filter((argument) => argument.startsWith('--'))),
  ),
  ollama: new Set(
    Object.keys(
      ollamaEnvironment(
        {
          contextLength: 1,
          parallel: 1,
          maxOutputLength: 1,
          cacheType: 'f16',
          flashAttention: true,
          keepAlive: 'forever',
          maxLoadedModels: 1,
          maxQueue: 1,
          gpuOverhead: bytes(0),
        },
        { modelsPath: '/models', gpus: 0, startupBudget: seconds(1), threads: 1 },
      ),
    ),
  ),
};

/** Flags of a llama-server, or variables of an Ollama server, that every rendering gives. */
export const renderedNames = (engine: EngineName): readonly string[] => [...rendered[engine]].sort();

/** What a flag or variable is to us; `undefined` when it is nothing. */
export function useOf(engine: EngineName, spellings: readonly string[]): Use | undefined {
  if (spellings.some((spelling) => rendered[engine].has(spelling))) return 'rendered';
  if (engine === 'ollama') return undefined;
  if (spellings.some((spelling) => Object.hasOwn(furtherFlagKinds, spelling))) return 'offered to environments';
  return spellings.some((spelling) => Object.hasOwn(forbiddenFlags, spelling)) ? 'never given' : undefined;
}

/** Requests that tenants, probes and monitoring send, `GET /health`. */
export function openRoutes(engine: EngineName): readonly string[] {
  const { tenant, operator } = (engine === 'llama-server' ? llamaServerContract : ollamaContract).routes;
  return [...tenant, ...operator].map(({ method, path }) => `${method} ${path}`);
}

/** Metrics of the contract, by which autoscalers may scale and which dashboards show. */
export const knownMetrics = (engine: EngineName): readonly string[] =>
  engine === 'llama-server' ? llamaServerContract.metrics.names : [];
