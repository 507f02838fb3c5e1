/** Every field of a model and of a fleet. */
import { gib, mib } from '../../../lib/core/bytes';
import { minutes, seconds } from '../../../lib/core/duration';
import type { ModelInput } from '../../../lib/engines/llama-server/input';
import type { OllamaFleetInput, OllamaNamedModel } from '../../../lib/engines/ollama/input';
import type { OllamaParameters } from '../../../lib/engines/ollama/modelfile';
import type { LlamaServerSettings } from '../../../lib/sizing/settings';
import type { OllamaSettings } from '../../../lib/engines/ollama/settings';
import { fleetPods, modelPods, objectsOf } from './additions';

export const llamaServer = {
  contextLength: 2048,
  parallel: 3,
  maxOutputLength: 700,
  cacheTypeK: 'bf16',
  cacheTypeV: 'f32',
  kvCache: 'unified',
  flashAttention: false,
  batchSize: 4096,
  ubatchSize: 4096,
  gpuLayers: 3,
  expertLayersOnHost: 2,
  splitMode: 'none',
  tensorSplit: [7],
  cacheRam: mib(64),
  contextCheckpoints: 4,
  loadMode: 'none',
  repack: true,
  swaFull: true,
  yarn: { factor: 2, originalContextLength: 1024 },
  imageMaxTokens: 640,
  embedding: 'cls',
} as const satisfies Required<Omit<LlamaServerSettings, 'draftTokens' | 'adapters'>>;

/** All but a draft and a template, which a model for embeddings has no use for. */
export const model: Required<Omit<ModelInput, 'draft' | 'chatTemplate' | 'tracks'>> = {
  engine: 'llama-server',
  weights: 'experts',
  settings: llamaServer,
  pools: ['cloud'],
  gpus: 1,
  cpu: 3,
  memory: gib(9),
  priority: 'batch',
  tokensPerSecond: 42,
  replicas: { min: 2, max: 6 },
  schedule: [{ days: ['sat'], from: '08:00', to: '02:30', timeZone: 'Africa/Dar_es_Salaam', replicas: 3 }],
  local: { kind: 'csi', tier: 'fast-ssd' },
  affinity: 'session',
  aliases: ['embed'],
  flags: { '--temp': 0.7, '--no-warmup': true },
  pods: modelPods,
  objects: objectsOf('model'),
};

const ollama: Required<OllamaSettings> = {
  contextLength: 2048,
  parallel: 3,
  maxOutputLength: 700,
  cacheType: 'q8_0',
  flashAttention: true,
  keepAlive: minutes(10),
  maxLoadedModels: 1,
  maxQueue: 7,
  loadTimeout: seconds(90),
  gpuOverhead: mib(128),
};

export const support: Required<OllamaNamedModel> = {
  name: 'support',
  from: 'adapted/Q4_K_M',
  system: 'You help.',
  template: '{{ .System }}{{ .Prompt }}',
  parameters: {
    temperature: 0.5,
    top_k: 20,
    top_p: 0.8,
    min_p: 0.1,
    repeat_last_n: 32,
    repeat_penalty: 1.1,
    presence_penalty: 0.2,
    frequency_penalty: 0.3,
    seed: 7,
    num_predict: 100,
    stop: ['END'],
  } satisfies Required<OllamaParameters>,
  adapter: 'legal',
};

export const fleet: Required<OllamaFleetInput> = {
  models: {
    byOrdinal: [
      ['small:1b', 'tiny:1b', support],
      ['tiny:1b', { name: 'llama3.2', from: 'tiny:1b' }],
    ],
  },
  settings: ollama,
  pools: ['metal'],
  gpus: 1,
  cpu: 5,
  memory: gib(10),
  priority: 'critical',
  affinity: 'session',
  tokensPerSecond: 43,
  replicas: 2,
  swap: 'accepted',
  local: { kind: 'static' },
  volumeSize: gib(40),
  pods: fleetPods,
  objects: objectsOf('fleet'),
};
