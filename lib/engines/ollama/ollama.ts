/** Ollama of the pinned version: its contract, and the environment variables that a fleet's settings become. */
import { type ArchitectureFacts, vendorOrNvidia } from '../../catalog';
import { isEncoder } from '../../gguf';
import { childPath, type Duration, type Fault, fault, FaultError, hostText, type Path } from '../../core';
import { type EngineContract, get, post } from '../contract';
import { ollamaBuild, ollamaClosedRoutes } from './build';
import type { OllamaSettings } from './settings';

/**
 * What the platform relies on. The server answers `/` at once and loads a model with the first request for it. It has
 * no metrics and no authentication: a client that reaches the port reaches all of it.
 *
 * @see https://github.com/ollama/ollama/blob/v0.34.2/server/routes.go
 */
export const ollamaContract = {
  engine: 'ollama',
  build: ollamaBuild,
  port: 11434,
  health: { path: '/' },
  routes: {
    tenant: [
      post('/v1/chat/completions'),
      post('/v1/completions'),
      post('/v1/embeddings'),
      post('/v1/responses'),
      post('/v1/messages'),
      post('/api/chat'),
      post('/api/generate'),
      post('/api/embed'),
      get('/v1/models'),
      get('/api/tags'),
    ],
    operator: [get('/'), post('/api/show'), get('/api/ps'), get('/api/version')],
    closed: ollamaClosedRoutes,
  },
} as const satisfies EngineContract;

/** Home of the server, where it writes a key when it starts: a volume of the pod. */
export const ollamaHome = '/home/ollama';

/** Where and with what a server runs: what its settings do not say. */
export interface OllamaRun {
  /** Folder with `blobs` and `manifests`, mounted read-only. */
  readonly modelsPath: string;
  /** GPUs, or shares or slices, of the pod. */
  readonly gpus: number;
  /** Resource of them, by which their vendor is known. @default 'nvidia.com/gpu' */
  readonly gpuResource?: string;
  /** Longest time that loading a model may take: the load timeout where the settings name none. */
  readonly startupBudget: Duration;
  /**
   * Whether templates are used wherever a model has one, also where its GGUF file has another.
   * @default - Ollama chooses by what each of the two can do
   */
  readonly goTemplates?: boolean;
  /**
   * Threads of a model's runner, a whole number: what a CPU limit allows. @default - the runner counts the cores of the
   * host, which starves it under a CPU limit (ollama/ollama#17916)
   */
  readonly threads?: number;
  /** Address at which it listens. @default '0.0.0.0' */
  readonly host?: string;
}

/** Model families that Ollama runs with one slot whatever the settings say (`server/sched.go`). */
const singleSlotFamilies: readonly string[] = [
  'mllama',
  'qwen3vl',
  'qwen3vlmoe',
  'qwen35',
  'qwen35moe',
  'qwen3next',
  'lfm2',
  'lfm2moe',
  'nemotron_h',
  'nemotron_h_moe',
  'nemotron_h_omni',
];

/** Slots that a model gets: one for embeddings and for the families that are not safe with more. */
export const ollamaParallel = ({ parallel }: OllamaSettings, architecture: ArchitectureFacts): number =>
  singleSlotFamilies.includes(architecture.architecture) || isEncoder({ architecture }) ? 1 : parallel;

/**
 * Largest batch, logical and physical, that Ollama may pick for a model, in tokens: it follows the context of all
 * slots, and takes less when memory is short; without flash attention a GPU gets 512, and the CPU what the context asks
 * for. A model for embeddings takes a whole text at once, up to 2048.
 *
 * @see https://github.com/ollama/ollama/blob/v0.34.2/server/sched.go - `automaticGenerationBatch`, and
 * `llm/llama_server.go`
 */
export function ollamaLargestBatch(settings: OllamaSettings, facts: ArchitectureFacts, gpus: number): number {
  if (isEncoder({ architecture: facts })) return Math.min(2048, settings.contextLength);
  if (!settings.flashAttention && gpus > 0) return 512;
  const tokens = Math.min(settings.contextLength, facts.contextLength) * ollamaParallel(settings, facts);
  if (tokens > 32768) return 2048;
  return tokens > 4096 ? 1024 : 512;
}

/**
 * Settings that Ollama would ignore or change. Codes `SettingRange`, `OutputBeyondContext`, `CacheNeedsFlashAttention`.
 */
export function checkOllama(settings: OllamaSettings, at: Path): readonly Fault[] {
  const { contextLength, maxOutputLength, cacheType, flashAttention } = settings;
  const found = (['contextLength', 'parallel', 'maxOutputLength', 'maxLoadedModels', 'maxQueue'] as const)
    .filter((key) => !Number.isSafeInteger(settings[key]) || settings[key] < 1)
    .map((key) => fault('SettingRange', childPath(at, key), `${settings[key]} is not a whole number above 0`));
  if (maxOutputLength > contextLength) {
    found.push(
      fault(
        'OutputBeyondContext',
        childPath(at, 'maxOutputLength'),
        `${maxOutputLength} tokens do not fit a context of ${contextLength}`,
        { fix: [`maxOutputLength ${contextLength}`, `contextLength ${maxOutputLength}`] },
      ),
    );
  }
  if (cacheType !== 'f16' && !flashAttention) {
    found.push(
      fault('CacheNeedsFlashAttention', childPath(at, 'cacheType'), `a cache of ${cacheType} needs flash attention`, {
        fix: ['flashAttention true', "cacheType 'f16'"],
      }),
    );
  }
  return found;
}

const flag = (on: boolean): string => (on ? '1' : '0');

/**
 * The environment of the container, by name. The llama-server that Ollama starts inherits it: `LLAMA_ARG_*` set what
 * Ollama does not pass (`llm/llama_server.go`), above all a prompt cache of 8 GiB of host memory for each model, and
 * the fitting of a model to the memory of the moment, which would move layers to the CPU without a word. Throws every
 * fault of `checkOllama`.
 *
 * @see https://github.com/ollama/ollama/blob/v0.34.2/envconfig/config.go
 */
export function ollamaEnvironment(
  settings: OllamaSettings,
  run: OllamaRun,
  at: Path = 'ollama',
): Readonly<Record<string, string>> {
  const faults = checkOllama(settings, childPath(at, 'settings'));
  if (faults.length > 0) throw new FaultError(faults);
  return {
    ...(run.gpus === 0 ? { NVIDIA_VISIBLE_DEVICES: 'void' } : vendorOrNvidia(run.gpuResource).variables),
    HOME: ollamaHome,
    LLAMA_ARG_CACHE_RAM: '0',
    LLAMA_ARG_CTX_CHECKPOINTS: '0',
    LLAMA_ARG_FIT: 'off',
    LLAMA_ARG_KV_UNIFIED: '0',
    ...(run.threads === undefined ? {} : { LLAMA_ARG_THREADS: `${run.threads}` }),
    OLLAMA_CONTEXT_LENGTH: `${settings.contextLength}`,
    OLLAMA_DEBUG: '0',
    OLLAMA_DEBUG_LOG_REQUESTS: '0',
    OLLAMA_FLASH_ATTENTION: flag(settings.flashAttention),
    ...(run.goTemplates === true ? { OLLAMA_GO_TEMPLATE: '1' } : {}),
    OLLAMA_GPU_OVERHEAD: `${settings.gpuOverhead}`,
    OLLAMA_HOST: `${hostText(run.host ?? '0.0.0.0')}:${ollamaContract.port}`,
    OLLAMA_IGPU_ENABLE: '0',
    OLLAMA_KEEP_ALIVE: settings.keepAlive === 'forever' ? '-1' : `${settings.keepAlive}s`,
    OLLAMA_KV_CACHE_TYPE: settings.cacheType,
    OLLAMA_LOAD_TIMEOUT: `${settings.loadTimeout ?? run.startupBudget}s`,
    OLLAMA_MAX_LOADED_MODELS: `${settings.maxLoadedModels}`,
    OLLAMA_MAX_QUEUE: `${settings.maxQueue}`,
    OLLAMA_MODELS: run.modelsPath,
    OLLAMA_NOHISTORY: '1',
    OLLAMA_NOPRUNE: '1',
    OLLAMA_NO_CLOUD: '1',
    OLLAMA_NUM_PARALLEL: `${settings.parallel}`,
    OLLAMA_ORIGINS: 'http://localhost',
    OLLAMA_SCHED_SPREAD: flag(run.gpus > 1),
    OLLAMA_VULKAN: '0',
  };
}
