/** A third engine: an imaginary server of one GGUF model, with everything that the platform must know of it. */
import { z } from 'zod';
import type { Model } from '../../lib/catalog/model';
import { bytes, ceilMib, mib, mibText } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import { derived } from '../../lib/core/derived';
import type { Engine } from '../../lib/engines/engine';
import { get, post } from '../../lib/engines/contract';
import { flagValue } from '../../lib/engines/invocation';
import { tooLarge } from '../../lib/engines/misfit';
import { fallingBy } from '../../lib/engines/proposals';
import { decidedSettings, ephemeral, replicas, workloadFields } from '../../lib/schema/workload';
import { bounds } from '../../lib/schema/bounds';
import { whole } from '../../lib/schema/numbers';
import { key } from '../../lib/schema/scalars';
import { deviceMemory } from '../../lib/sizing/memory/memory-term';
import type { ModelMemory } from '../../lib/sizing/memory/memory-term';
import { diskBytes } from '../../lib/sizing/pods/disk';
import { podEphemeralStorage } from '../../lib/sizing/pods/pod-disk';
import { longestGeneration } from '../../lib/sizing/time/drain';
import { podBudgets } from '../../lib/sizing/time/pod-budgets';
import type { WorkloadInput } from '../../lib/workload/input';
import type { ServedSettings, ServerWorkload } from '../../lib/workload/server';

export interface GemInput extends WorkloadInput {
  readonly engine: 'gem';
  readonly weights: string;
}

interface GemWorkload extends ServerWorkload {
  readonly weights: string;
  readonly model: Model;
}

const image = {
  repository: 'registry.example/gem',
  tag: 'v1.0.0',
  digest: `sha256:${'7'.repeat(64)}`,
  version: [1, 0, 0],
  minimum: { version: [1, 0, 0], because: 'it is the first' },
  writes: ['/tmp'],
  proven: false,
};

/** Half a mebibyte a token, whatever the model. */
const cacheOf = ({ contextLength, parallel }: ServedSettings) => bytes(contextLength * parallel * mib(0.5));

function memoryOf({ model, settings, gpus }: GemWorkload): ModelMemory {
  const disk = diskBytes(model);
  const terms = [
    { name: 'weights', bytes: disk.value, because: 'the whole file' },
    { name: 'KV cache', bytes: cacheOf(settings), because: 'half a MiB for each token' },
  ] as const;
  const process = { name: 'process', bytes: mib(300), because: 'measured' } as const;
  return gpus > 0
    ? { devices: [deviceMemory(terms)], host: deviceMemory([process]), disk }
    : { devices: [], host: deviceMemory([...terms, process]), disk };
}

export const gem: Engine<GemWorkload, GemInput> = {
  name: 'gem',
  section: 'models',
  chart: 'gem',
  replacedBy: 'deployment',
  images: [image],
  imagesWithEveryGpu: [],
  quickPaths: ['/up'],
  queue: { waiting: 'gem_waiting', working: 'gem_working' },
  weightsFrom: { flag: '--weights' },
  advice: ['a shorter contextLength'],
  tiers: ['ephemeral'],
  contract: {
    engine: 'gem',
    build: '1.0.0',
    port: 9090,
    health: { path: '/ready' },
    metrics: { path: '/metrics', names: ['gem_waiting', 'gem_working'] },
    routes: { tenant: [post('/v1/chat/completions')], operator: [get('/ready'), get('/metrics')], closed: [] },
  },
  schema: z.strictObject({
    engine: z.literal('gem'),
    weights: key,
    settings: z.strictObject({ ...decidedSettings, parallel: whole(bounds.parallel) }),
    replicas,
    local: ephemeral.optional(),
    ...workloadFields,
  }),
  complete: ({ weights, settings }, reader) => {
    const model = reader.model(weights, reader.place);
    return model && { weights, model, settings, served: [{ key: weights, model }] };
  },
  furtherNames: () => [],
  publicModels: ({ key: name }) => [{ name, aliases: [], at: [], apis: ['chat'], images: false }],
  check: () => [],
  title: ({ weights }) => ({ runs: `${weights} with gem` }),
  image: () => image,
  hostBytes: (workload) => memoryOf(workload).host.total,
  misfit: (workload, gpus) => tooLarge(memoryOf(workload).devices, gpus, gpus.usable),
  onGpus: () => ({}),
  forbiddenVariable: (name) => (name.startsWith('GEM_') ? 'gem takes flags only' : undefined),
  objections: () => [],
  shownSettings: (invocation) => ({ context: flagValue(invocation, '--context') }),
  proposals: {
    starting: () => [],
    smallerOnGpus: ({ settings }, { helps }) => [
      () =>
        fallingBy(settings.contextLength - 1024, 1024, 1024)
          .map((contextLength) => ({
            says: `contextLength ${contextLength}`,
            change: { settings: { ...settings, contextLength } },
          }))
          .filter(({ change }) => helps(change)),
    ],
    smallerOnHost: () => [],
    quickerEnd: () => [],
  },
  pod: (workload, { gpus, cpu, diskBandwidth, store, weightsAreEphemeral }) => {
    const memory = memoryOf(workload);
    const neededMemory = derived(ceilMib(memory.host.total), `${mibText(memory.host.total)} MiB of the process`);
    return {
      memory: { [workload.weights]: memory },
      compute: {
        gpus: gpus && { resource: gpus.resource, count: gpus.count },
        cpu: derived(cores(cpu), `${cpu} cores`),
        threads: derived(cpu, 'a thread for each core'),
        memory: neededMemory,
        ephemeralStorage: podEphemeralStorage(memory.disk.value, weightsAreEphemeral),
      },
      budgets: podBudgets({
        weights: memory.disk.value,
        diskBandwidth,
        store,
        generation: longestGeneration(workload.settings.maxOutputLength, derived(10, 'measured')),
      }),
      neededMemory,
      localWeights: memory.disk,
      slots: workload.settings.parallel,
    };
  },
  podOf: ({ weights, model, settings }, { place }) => ({
    image,
    command: ['/gem'],
    args: ['--weights', place.file(weights, model), '--context', `${settings.contextLength}`],
    env: {},
    startup: { path: '/ready' },
    drain: { command: ['/gem', 'drain'], env: {}, files: {} },
    weights: [[{ key: weights, model, form: 'gguf' }]],
    programs: 'drain-first',
    annotations: { model: weights },
  }),
};
