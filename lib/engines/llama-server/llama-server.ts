/**
 * llama-server of the pinned build: its contract, and the command line that a model's settings become, with nothing
 * left to a default.
 */
import { vendorOrNvidia } from '../../catalog';
import { childPath, FaultError, inMib, type Path } from '../../core';
import { type EngineContract, get, post } from '../contract';
import { llamaServerBuild, llamaServerClosedRoutes, llamaServerMetrics } from './build';
import { checkLlamaServer } from './conflicts';
import type { CheckedModel } from './conflicts/check';
import { originalContext } from './conflicts/yarn';
import type { LlamaServerFlags } from './flags/flags';
import { checkFurtherFlags, furtherArguments, type UncheckedFlags } from './flags/further-flags';
import { draftCacheType, type LlamaServerSettings } from '../../sizing';

/**
 * What the platform relies on. With a key only `/health` and `/v1/health` answer without it, so the metrics and the
 * list of models need it too. While the model loads, every route answers 503.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
 */
export const llamaServerContract = {
  engine: 'llama-server',
  build: llamaServerBuild,
  port: 8080,
  health: { path: '/health' },
  metrics: {
    path: '/metrics',
    names: llamaServerMetrics,
  },
  routes: {
    tenant: [
      post('/v1/chat/completions'),
      post('/v1/completions'),
      post('/v1/embeddings'),
      post('/v1/responses'),
      post('/v1/messages'),
      post('/v1/rerank'),
      get('/v1/models'),
    ],
    operator: [get('/health'), get('/v1/health'), get('/metrics'), get('/props')],
    closed: llamaServerClosedRoutes,
  },
} as const satisfies EngineContract;

/** Where and with what a server runs: what its settings do not say. */
export interface LlamaServerRun {
  /** Path of the GGUF file in the container; of several shards, the first. */
  readonly modelPath: string;
  /** The name by which requests ask for the model. */
  readonly alias: string;
  /** Path of the draft model's file, where the settings have the server guess ahead. @default - none */
  readonly draftPath?: string;
  /** Cores that the container may use, a whole number: threads beyond them only wait for each other. */
  readonly threads: number;
  /** GPUs, or shares or slices, of the pod. */
  readonly gpus: number;
  /** Resource of them, by which their vendor is known. @default 'nvidia.com/gpu' */
  readonly gpuResource?: string;
  /** @default 8080 */
  readonly port?: number;
  /** Path of a file with the keys that are accepted, one a line. @default - no key */
  readonly apiKeyFile?: string;
  /** Address at which it listens. @default '0.0.0.0' */
  readonly host?: string;
  /** Path of a second such file, whose key no request can send. @default - an empty first file asks for no key */
  readonly noKeyFile?: string;
  /** Paths of the adapters of the settings, in their order. @default - none */
  readonly adapterPaths?: readonly string[];
  /** Path of a Jinja template of conversations. @default - the one in the GGUF file */
  readonly chatTemplateFile?: string;
  /** Path of the file of the model's projector, where the settings have the server take images. @default - none */
  readonly projectorPath?: string;
  /** The model, to check the settings against. @default - not checked */
  readonly model?: CheckedModel;
}

/** Time in seconds that a connection may be silent: a long prompt is read before the first token is sent. */
const silence = 3600;

/**
 * Seconds between two pings of a silent stream. A stream that was just begun looks only then whether the server is to
 * end: with the 30 that it has by itself, SIGTERM took 30 s, longer than the grace period leaves it.
 */
const ping = 5;

/**
 * The GPUs of a pod as the build for their vendor names them: `CUDA0`, `ROCm0`. They count from 0 in each container, whether the pod has whole GPUs,
 * shares or MIG slices. A device that the server does not find ends it with exit code 1; a server without `--device`
 * warns and runs on the CPU.
 */
export const devicesOf = (gpus: number, resource?: string): readonly string[] =>
  Array.from({ length: gpus }, (_, i) => `${vendorOrNvidia(resource).device}${i}`);

/** The flags that settings become. Throws every conflict that `checkLlamaServer` finds. */
export function llamaServerFlags(
  settings: LlamaServerSettings,
  run: LlamaServerRun,
  at: Path = 'llama-server',
): LlamaServerFlags {
  const faults = checkLlamaServer(settings, run, childPath(at, 'settings'));
  if (faults.length > 0) throw new FaultError(faults);
  const { contextLength, parallel } = settings;
  // The check above has ruled out the pairs that the type rules out.
  return {
    model: run.modelPath,
    alias: run.alias,
    host: run.host ?? '0.0.0.0',
    port: run.port ?? llamaServerContract.port,
    apiKeyFile: run.apiKeyFile,
    noKeyFile: run.noKeyFile,
    chatTemplateFile: run.chatTemplateFile,
    adapters: settings.adapters?.map(({ name, scale }, i) => ({ path: run.adapterPaths?.[i] ?? name, scale })),
    ctxSize: contextLength * parallel,
    parallel,
    predict: settings.maxOutputLength,
    kvUnified: settings.kvCache === 'unified',
    cacheTypeK: settings.cacheTypeK,
    cacheTypeV: settings.cacheTypeV,
    flashAttn: settings.flashAttention,
    batchSize: settings.batchSize,
    ubatchSize: settings.ubatchSize,
    swaFull: settings.swaFull,
    yarn: settings.yarn && {
      factor: settings.yarn.factor,
      originalContext: run.model
        ? originalContext(run.model.architecture, settings.yarn)
        : settings.yarn.originalContextLength,
    },
    devices: run.gpus > 0 ? devicesOf(run.gpus, run.gpuResource) : undefined,
    nGpuLayers: settings.gpuLayers,
    nCpuMoe: settings.expertLayersOnHost,
    splitMode: settings.splitMode,
    tensorSplit: settings.splitMode === 'none' ? undefined : settings.tensorSplit,
    cacheRam: Math.floor(inMib(settings.cacheRam)),
    ctxCheckpoints: settings.contextCheckpoints,
    loadMode: settings.loadMode,
    repack: settings.repack,
    threads: run.threads,
    threadsHttp: parallel + 4,
    timeout: silence,
    draft:
      run.draftPath === undefined
        ? undefined
        : { model: run.draftPath, tokens: settings.draftTokens, nGpuLayers: run.gpus > 0 ? 'all' : 0 },
    images:
      run.projectorPath === undefined
        ? undefined
        : { projector: run.projectorPath, offload: run.gpus > 0, maxTokens: settings.imageMaxTokens },
    serve: settings.embedding === undefined ? 'text' : settings.embedding === 'rank' ? 'scores' : 'embeddings',
    pooling: settings.embedding === 'rank' ? undefined : settings.embedding,
  } as LlamaServerFlags;
}

const either = (on: boolean, flag: string): string => (on ? `--${flag}` : `--no-${flag}`);
const onOff = (on: boolean): string => (on ? 'on' : 'off');

/**
 * The command line, in a stable order: flags of Corral, then further flags by name. Fixed for all: nothing fitted to
 * free memory (`--fit off`), nothing downloaded (`--offline`), no page, no list of slots, no shift of the context, no
 * other site's scripts, metrics on. Throws what is wrong with the further flags.
 */
export function llamaServerArguments(
  flags: LlamaServerFlags,
  further: UncheckedFlags = {},
  at: Path = 'llama-server',
): readonly string[] {
  const faults = checkFurtherFlags(further, childPath(at, 'flags'));
  if (faults.length > 0) throw new FaultError(faults);
  return [
    '--model',
    flags.model,
    '--alias',
    flags.alias,
    '--host',
    flags.host,
    '--port',
    `${flags.port}`,
    ...[flags.apiKeyFile, flags.noKeyFile].flatMap((file) => (file === undefined ? [] : ['--api-key-file', file])),
    ...(flags.chatTemplateFile === undefined ? [] : ['--chat-template-file', flags.chatTemplateFile]),
    '--ctx-size',
    `${flags.ctxSize}`,
    '--parallel',
    `${flags.parallel}`,
    '--predict',
    `${flags.predict}`,
    either(flags.kvUnified, 'kv-unified'),
    '--no-context-shift',
    '--cache-type-k',
    flags.cacheTypeK,
    '--cache-type-v',
    flags.cacheTypeV,
    '--flash-attn',
    onOff(flags.flashAttn),
    '--batch-size',
    `${flags.batchSize}`,
    '--ubatch-size',
    `${flags.ubatchSize}`,
    ...(flags.swaFull ? ['--swa-full'] : []),
    ...(flags.yarn === undefined
      ? []
      : [
          '--rope-scaling',
          'yarn',
          '--rope-scale',
          `${flags.yarn.factor}`,
          ...(flags.yarn.originalContext === undefined ? [] : ['--yarn-orig-ctx', `${flags.yarn.originalContext}`]),
        ]),
    ...(flags.devices === undefined ? [] : ['--device', flags.devices.join(',')]),
    '--n-gpu-layers',
    `${flags.nGpuLayers}`,
    '--n-cpu-moe',
    `${flags.nCpuMoe}`,
    '--split-mode',
    flags.splitMode,
    ...(flags.splitMode === 'none' ? ['--main-gpu', '0'] : ['--tensor-split', flags.tensorSplit.join(',')]),
    '--fit',
    'off',
    '--cache-ram',
    `${flags.cacheRam}`,
    '--no-cache-idle-slots',
    '--ctx-checkpoints',
    `${flags.ctxCheckpoints}`,
    '--load-mode',
    flags.loadMode,
    '--lazy-mode',
    'off',
    either(flags.repack, 'repack'),
    '--threads',
    `${flags.threads}`,
    '--threads-batch',
    `${flags.threads}`,
    '--threads-http',
    `${flags.threadsHttp}`,
    '--timeout',
    `${flags.timeout}`,
    '--sse-ping-interval',
    `${ping}`,
    ...(flags.adapters === undefined || flags.adapters.length === 0
      ? []
      : ['--lora-scaled', flags.adapters.map(({ path, scale }) => `${path}:${scale}`).join(',')]),
    ...(flags.draft === undefined
      ? []
      : [
          '--spec-type',
          'draft-simple',
          '--spec-draft-model',
          flags.draft.model,
          '--spec-draft-n-max',
          `${flags.draft.tokens}`,
          '--spec-draft-ngl',
          `${flags.draft.nGpuLayers}`,
          '--spec-draft-type-k',
          draftCacheType,
          '--spec-draft-type-v',
          draftCacheType,
        ]),
    ...(flags.images === undefined
      ? []
      : [
          '--mmproj',
          flags.images.projector,
          either(flags.images.offload, 'mmproj-offload'),
          '--image-max-tokens',
          `${flags.images.maxTokens}`,
          '--mtmd-batch-max-tokens',
          `${flags.images.maxTokens}`,
        ]),
    ...(flags.serve === 'embeddings' ? ['--embedding', '--pooling', flags.pooling] : []),
    ...(flags.serve === 'scores' ? ['--rerank'] : []),
    '--cors-origins',
    'localhost',
    '--cont-batching',
    '--offline',
    '--metrics',
    '--no-ui',
    '--no-slots',
    ...furtherArguments(further),
  ];
}

/** The environment of the container: a pod without GPUs sees none, although the image asks for all. */
export const llamaServerEnvironment = (gpus: number, resource?: string): Readonly<Record<string, string>> =>
  gpus === 0 ? { NVIDIA_VISIBLE_DEVICES: 'void' } : vendorOrNvidia(resource).variables;
