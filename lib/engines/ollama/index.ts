/** The engine Ollama. */
import { images } from '../../catalog';
import { bytes, ceilGib, counted, derived, mibText, type Path } from '../../core';
import type { PodHardware } from '../../sizing';
import type { Engine, SizedPod } from '../engine';
import { complete, furtherNames } from './complete';
import type { OllamaFleetInput } from './input';
import { managedVariable } from './managed-variables';
import { ollamaPodOf, weightsOf } from './container';
import { allImages, imageOf, whyNotOn } from './image';
import { ollamaModelMemory } from './memory';
import { ollamaExporter } from './exporter';
import { fleetMisfit } from './misfit';
import { onePerProcess } from './names';
import { ollamaPod } from './pod';
import { proposals } from './proposals';
import { publicModels } from './public-models';
import { ollamaFleetSchema } from './schema';
import type { OllamaFleetWorkload } from './workload';
import { forbiddenByFlag } from '../llama-server/flags/forbidden-variables';
import { checkOllama, ollamaContract } from './ollama';

const isOff = (value: string): boolean => /^(?:|0|off|false|disabled)$/.test(value);

/** Ollama hands its variables on to the llama-server that it starts, and has two of its own that open it. */
function forbiddenVariable(name: string, value: string): string | undefined {
  if (name === 'OLLAMA_DEBUG_LOG_REQUESTS' && !isOff(value)) return 'prompts are not written down';
  if (name === 'OLLAMA_NO_CLOUD' && isOff(value)) return 'requests would be passed on to ollama.com';
  return isOff(value) ? undefined : forbiddenByFlag.get(name);
}

/** What the memory of a fleet assumes of the requests that it gets. */
const assumption =
  'Ollama: this holds while no request sets keep_alive, shift, or any of options.num_ctx, num_batch, num_gpu, main_gpu, ' +
  'use_mmap, num_thread and draft_num_predict: Ollama would load the model again, with other memory. ' +
  'Remove them at the gateway: docs/explanation/placement.md.';

/** Names that are not the keys of the catalogue, for people. */
function ownNames(offers: OllamaFleetWorkload['offers']): string {
  const names = new Set(offers.flat().flatMap(({ key, name }) => (key === name ? [] : [`${name} (${key})`])));
  return names.size === 0 ? '' : `, and the names ${[...names].join(', ')}`;
}

function plannedPod(workload: OllamaFleetWorkload, hardware: PodHardware, at: Path): SizedPod {
  const { offers, settings, swap, volumeSize } = workload;
  const { files, reloadTime, ...pod } = ollamaPod(offers, settings, hardware, at, workload);
  return {
    ...pod,
    localWeights: derived(files, `${mibText(files)} MiB of models`),
    slots: settings.parallel,
    loadTimeout: pod.budgets.startup,
    reloadTime: swap ? reloadTime : undefined,
    volumeSize:
      volumeSize === undefined
        ? derived(ceilGib(bytes(2 * files)), `twice ${mibText(files)} MiB: old and new files during a change`)
        : derived(volumeSize, 'set in the environment'),
  };
}

export const ollama = {
  name: 'ollama',
  section: 'ollama',
  schema: ollamaFleetSchema,
  tiers: ['ephemeral', 'csi', 'static', 'direct'],
  complete,
  furtherNames,
  publicModels,
  replacedBy: 'stateful-set',
  chart: 'fleet',
  contract: ollamaContract,
  exporter: ollamaExporter,
  images: allImages,
  imagesWithEveryGpu: [images.ollama],
  quickPaths: ['/', '/api/version'],
  weightsFrom: { variable: 'OLLAMA_MODELS' },
  managedVariable,
  forbiddenVariable,
  objections: () => [],
  shownSettings: ({ variables }) => ({
    context: variables['OLLAMA_CONTEXT_LENGTH'],
    slots: variables['OLLAMA_NUM_PARALLEL'],
    cacheTypes: variables['OLLAMA_KV_CACHE_TYPE'],
  }),
  assumes: assumption,
  advice: [
    'fewer maxLoadedModels',
    'a shorter contextLength',
    'a smaller parallel',
    "cacheType 'q8_0'",
    'a pool with larger GPUs',
  ],
  proposals,
  title: ({ settings, offers }) => ({
    runs: 'Ollama',
    limits: `up to ${counted(settings.maxLoadedModels, 'model')} loaded${ownNames(offers)}`,
  }),
  image: (_workload, resource) => imageOf(resource),
  whyNotOn,
  check: ({ settings }, at) => checkOllama(settings, at),
  pod: plannedPod,
  misfit: fleetMisfit,
  hostBytes: ({ offers, settings, gpus }, at) =>
    onePerProcess(offers.flat())
      .map(({ model, modelfile }) => ollamaModelMemory(model, settings, gpus, at, modelfile?.adapter).host.total)
      .sort((a, b) => b - a)
      .slice(0, settings.maxLoadedModels)
      .reduce((sum, size) => sum + size, 0),
  podOf: ({ offers, byOrdinal, settings }, run) =>
    ollamaPodOf({ lists: offers, byOrdinal: byOrdinal !== undefined, settings }, run),
  weights: ({ offers }) => offers.flat().map(weightsOf),
  onGpus: () => ({}),
} as const satisfies Engine<OllamaFleetWorkload, OllamaFleetInput>;
