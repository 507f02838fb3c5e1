/** Memory of one model under llama-server, term by term, on every GPU and on the host; refuses what it cannot compute. */
import type { Model } from '../catalog/model';
import { bytes, gib, mibText, sumBytes, type Bytes } from '../core/bytes';
import type { Derived } from '../core/derived';
import { refuse } from '../core/fault';
import { at as pathAt, type Path } from '../core/path';
import type { LlamaServerSettings } from '../engines/llama-server-settings';
import { architectureOf } from './architecture-of';
import { computeBuffers, type BuildFlavour } from './compute-buffer';
import { diskBytes } from './disk';
import { cudaContext } from './gpu-memory';
import { hostTerms } from './host-memory';
import { cacheBytesByLayer } from './kv-cache';
import type { Device } from './layer-placement';
import { deviceMemory, type DeviceMemory } from './memory-term';
import { recurrentBytesByLayer } from './recurrent-state';
import { runShape } from './run-shape';
import { placeWeights } from './weights';

export type { DeviceMemory, MemoryTerm, MemoryTermName } from './memory-term';

/** Memory of one model: what each GPU, the container's limit and the disk must hold. */
export interface ModelMemory {
  /** One for each GPU, in the engine's order. */
  readonly devices: readonly DeviceMemory[];
  /** What the container's memory limit must hold. */
  readonly host: DeviceMemory;
  readonly disk: Derived<Bytes>;
}

const positive = ['contextLength', 'parallel', 'batchSize', 'ubatchSize'] as const satisfies readonly (keyof LlamaServerSettings)[];

function checkSettings(settings: LlamaServerSettings, gpus: number, at: Path): void {
  for (const key of positive) {
    if (!Number.isSafeInteger(settings[key]) || settings[key] < 1) refuse('NotAPositiveNumber', pathAt(at, key), `${settings[key]} is not a whole number above zero`);
  }
  if (!Number.isSafeInteger(gpus) || gpus < 0) refuse('NotANumberOfGpus', pathAt(at, 'gpus'), `${gpus} is not a number of GPUs`);
}

/** Encoders compute all slots' texts as one block, and build b11382 aborts when the batch does not divide among the slots. */
function checkEncoder(model: Model, settings: LlamaServerSettings, at: Path): void {
  const { slots, physicalBatch } = runShape(settings);
  if (!architectureOf(model, at).encoder || physicalBatch % slots === 0) return;
  refuse('SlotsDoNotDivideBatch', pathAt(at, 'parallel'), `${slots} slots do not divide a physical batch of ${physicalBatch} tokens, which build b11382 aborts on for encoders`, {
    'fits with': ['parallel 1', `ubatchSize ${Math.ceil(physicalBatch / slots) * slots} and batchSize to match`],
  });
}

/** Memory that Ollama reserves for a vision encoder to compute in. Source: ollama llm/llama_server.go; the largest seen is 1136 MiB with its weights. */
const projectorCompute = gib(1);

const projectorMemory = ({ tensors: { projectorBytes = 0 } }: Model, here: boolean): Bytes => bytes(here && projectorBytes > 0 ? projectorBytes + projectorCompute : 0);

/** What lies on a device of things that follow their layer. */
const onDevice = (byLayer: readonly Bytes[], layers: readonly Device[], device: Device): Bytes =>
  sumBytes(byLayer.filter((_, layer) => layers[layer] === device));

/**
 * Memory of a model under one llama-server.
 *
 * @param gpus GPUs of the pod; 0 for the CPU alone
 * @param flavour the build whose graphs are meant; the pinned one when left out
 * @throws FaultError for an unknown architecture, a lock entry that does not add up, or settings that the engine would refuse
 */
export function llamaServerMemory(model: Model, settings: LlamaServerSettings, gpus: number, at: Path, flavour: BuildFlavour = 'b11382'): ModelMemory {
  checkSettings(settings, gpus, at);
  checkEncoder(model, settings, at);
  const { cells, streams, slots } = runShape(settings);
  const weights = placeWeights(model, settings, gpus, at);
  const { layers } = weights.placement;
  const cache = cacheBytesByLayer(model, settings, at);
  const recurrent = recurrentBytesByLayer(model, slots, at);
  const complete = weights.placement.complete && settings.expertLayersOnHost === 0;
  const hostCache = cache.filter((_, layer) => gpus > 0 && layers[layer] === 'host');
  const copied = bytes(weights.copied + Math.max(0, ...hostCache));
  const compute = computeBuffers(model, settings, { gpus, output: weights.placement.output, pipeline: gpus > 1 && settings.splitMode === 'layer' && complete, complete, copied }, at, flavour);
  if (gpus > 1 && (model.architecture.sharedKvLayers ?? 0) > 0 && settings.splitMode !== 'none') {
    refuse('SharedCacheCannotSplit', pathAt(at, 'gpus'), `${gpus} GPUs would copy the cache that trailing layers share from one to another`, { 'fits with': ['gpus 1', "splitMode 'none'"] });
  }
  const context = cudaContext(gpus);
  const count = (byLayer: readonly Bytes[], device: Device): number => byLayer.filter((size, layer) => size > 0 && layers[layer] === device).length;
  const devices = weights.gpus.map((size, gpu) => deviceMemory([
    { name: 'weights', bytes: size, because: `${layers.filter((device) => device === gpu).length} of ${layers.length} layers${weights.placement.output === gpu ? ' and the output' : ''}` },
    {
      name: 'KV cache', bytes: onDevice(cache, layers, gpu),
      because: `${count(cache, gpu)} layers of ${cells} cells in ${streams} ${streams === 1 ? 'stream' : 'streams'}, ${settings.cacheTypeK} and ${settings.cacheTypeV}`,
    },
    { name: 'recurrent state', bytes: onDevice(recurrent, layers, gpu), because: `${count(recurrent, gpu)} layers for ${slots} slots` },
    { name: 'compute', bytes: compute.gpus[gpu] ?? bytes(0), because: `the widest graph of ${settings.ubatchSize} tokens${gpus > 1 && complete ? ', with inputs for a pipeline' : ''}${copied > 0 ? `, with ${mibText(copied)} MiB copied from the host` : ''}` },
    { name: 'projector', bytes: projectorMemory(model, gpu === 0), because: 'vision encoder of the same file on the first GPU, with 1 GiB to compute in' },
    { name: 'context', bytes: context.value, because: context.because },
  ]));
  const disk = diskBytes(model);
  const host = deviceMemory(hostTerms(model, settings, {
    gpus, weights: weights.host, computedWeights: bytes(weights.host - model.tensors.inputBytes), fileBytes: sumBytes(model.files.map((file) => file.bytes)),
    projector: projectorMemory(model, gpus === 0), cache: onDevice(cache, layers, 'host'), recurrentState: onDevice(recurrent, layers, 'host'), compute: compute.host,
  }, at));
  return { devices, host, disk };
}
