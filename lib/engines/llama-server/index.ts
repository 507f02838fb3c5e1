/** The engine llama-server of llama.cpp. */
import { images } from '../../catalog';
import type { Path } from '../../core';
import { llamaServerMemory } from '../../sizing';
import type { Engine } from '../engine';
import { flagValue, type Invocation } from '../invocation';
import { forbiddenVariable } from './flags/forbidden';
import { llamaServerContract } from './llama-server';
import { tooLarge } from '../misfit';
import { checkLlamaServer } from './conflicts';
import { complete } from './complete';
import type { ModelInput } from './input';
import { llamaServerPodOf } from './container';
import { objections } from './flags/objections';
import { allImages, imageOf } from './image';
import { managedVariable } from './flags/managed-variables';
import { measuredText } from './conflicts/measured';
import { llamaServerPod } from './pod';
import { slug } from '../../core';
import { proposals } from './proposals';
import { publicModels } from './public-models';
import { tracks } from './tracks';
import { modelSchema } from './schema';
import type { ModelWorkload } from './workload';
import { llamaServerQueue } from './queue';

/** Tokens of one slot: the flag has those of all slots. */
function contextOf(invocation: Invocation): string | undefined {
  const all = flagValue(invocation, '--ctx-size');
  return all === undefined ? undefined : `${Number(all) / Number(flagValue(invocation, '--parallel') ?? 1)}`;
}

const memoryOf = ({ model, settings, gpus, draft }: ModelWorkload, at: Path) =>
  llamaServerMemory(model, settings, gpus, at, { draft: draft?.model });

export const llamaServer = {
  name: 'llama-server',
  section: 'models',
  schema: modelSchema,
  tiers: ['ephemeral', 'csi', 'direct', 'image'],
  complete,
  furtherNames: () => [],
  publicModels,
  tracks,
  replacedBy: 'deployment',
  chart: 'model',
  contract: llamaServerContract,
  images: allImages,
  imagesWithEveryGpu: [images.llamaServerCuda],
  checksKeys: true,
  queue: llamaServerQueue,
  quickPaths: ['/health', '/v1/health'],
  weightsFrom: { flag: '--model' },
  managedVariable,
  forbiddenVariable,
  objections,
  shownSettings: (invocation) => {
    const types = ['--cache-type-k', '--cache-type-v'].flatMap((flag) => flagValue(invocation, flag) ?? []);
    return {
      context: contextOf(invocation),
      slots: flagValue(invocation, '--parallel'),
      cacheTypes: types.length === 0 ? undefined : types.join(' and '),
    };
  },
  advice: [
    'more gpus',
    'a shorter contextLength',
    'a smaller parallel',
    'a smaller cacheTypeK and cacheTypeV',
    'a smaller quantisation',
    'a pool with larger GPUs',
  ],
  proposals,
  title: ({ weights, draft }) => ({
    runs: draft === undefined ? weights : `${weights}, with the draft model ${draft.weights},`,
  }),
  measured: ({ model }) => measuredText(model),
  image: ({ gpus }, resource) => imageOf(gpus, resource),
  check: ({ settings, gpus, model }, at) => checkLlamaServer(settings, { gpus, model }, at),
  pod: (workload, hardware, at) => {
    const { memory, speed, ...pod } = llamaServerPod(workload.model, workload.settings, hardware, at, workload);
    return {
      ...pod,
      memory: { [workload.weights]: memory },
      ...(speed === undefined ? {} : { speed: { [workload.weights]: speed } }),
      localWeights: memory.disk,
      slots: workload.settings.parallel,
    };
  },
  misfit: (workload, gpus, at) => tooLarge(memoryOf(workload, at).devices, gpus, gpus.usable),
  hostBytes: (workload, at) => memoryOf(workload, at).host.total,
  podOf: (workload, run) =>
    llamaServerPodOf({ ...workload, alias: workload.track === undefined ? undefined : slug(workload.track.of) }, run),
  onGpus: ({ settings }, gpus) => ({
    settings: {
      ...settings,
      splitMode: gpus <= 1 ? 'none' : settings.splitMode === 'none' ? 'layer' : settings.splitMode,
      tensorSplit: Array.from({ length: gpus }, () => 1),
    },
  }),
  onCpu: ({ settings }) => ({
    settings: { ...settings, gpuLayers: 0, expertLayersOnHost: 0, splitMode: 'none', tensorSplit: [] },
  }),
} as const satisfies Engine<ModelWorkload, ModelInput>;
