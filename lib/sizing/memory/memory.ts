/**
 * Memory of one model under llama-server, term by term, on every GPU and on the host; refuses what it cannot compute.
 */
import { type Model, vendorOrNvidia } from '../../catalog';
import { addBytes, bytes, type Bytes, derived, type Derived, mibText, type Path, sumBytes } from '../../core';
import type { LlamaServerSettings } from '../settings';
import { adapterMemory } from './adapters';
import { computeBuffers } from './compute-buffer';
import { diskBytes } from '../pods/disk';
import { draftSettings, draftTerm } from './draft';
import { runtimeContext } from './gpu-memory';
import { hostTerms } from './host-memory';
import { cacheBytesByLayer } from './kv-cache';
import { refuseSize } from '../fault-codes';
import { measuredModelMemory } from './measured';
import type { Device } from './layer-placement';
import { deviceMemory, type MemoryTerm, type ModelMemory } from './memory-term';
import { projectorTerm, waitingImages } from './projector';
import { recurrentBytesByLayer } from './recurrent-state';
import { prepareRun, type GraphBuild, type Run } from './run';
import { checkNumbers, checkRun } from './run-checks';
import { placeWeights, type PlacedWeights } from './weights';

/** What lies on a device of things that follow their layer, and on how many layers. */
function onDevice(
  byLayer: readonly Bytes[],
  { placement: { layers } }: PlacedWeights,
  device: Device,
): { readonly size: Bytes; readonly layers: number } {
  const there = byLayer.filter((size, layer) => size > 0 && layers[layer] === device);
  return { size: sumBytes(there), layers: there.length };
}

/** Everything that a run places. */
interface Placed {
  readonly weights: PlacedWeights;
  readonly cache: readonly Bytes[];
  readonly recurrent: readonly Bytes[];
}

/** What one GPU holds beside the model itself. */
interface Beside {
  readonly compute: MemoryTerm;
  readonly projector?: MemoryTerm;
  readonly adapters?: MemoryTerm;
  readonly draft: MemoryTerm;
}

function gpuTerms(
  { settings, gpus, vendor, shape }: Run,
  { weights, cache, recurrent }: Placed,
  gpu: number,
  { compute, projector, adapters, draft }: Beside,
): readonly MemoryTerm[] {
  const { cells, streams, slots } = shape;
  const { layers, output } = weights.placement;
  const cached = onDevice(cache, weights, gpu);
  const recurring = onDevice(recurrent, weights, gpu);
  const context = runtimeContext(gpus, vendor);
  const count = layers.filter((device) => device === gpu).length;
  const types = `${settings.cacheTypeK} and ${settings.cacheTypeV}`;
  return [
    {
      name: 'weights',
      bytes: weights.gpus[gpu] ?? bytes(0),
      because: `${count} of ${layers.length} layers${output === gpu ? ' and the output' : ''}`,
    },
    {
      name: 'KV cache',
      bytes: cached.size,
      because: `${cached.layers} layers of ${cells} cells in ${streams} ${streams === 1 ? 'stream' : 'streams'}, ${types}`,
    },
    { name: 'recurrent state', bytes: recurring.size, because: `${recurring.layers} layers for ${slots} slots` },
    compute,
    ...[projector, adapters].filter((term) => term !== undefined),
    draft,
    { name: 'context', bytes: context.value, because: context.because },
  ];
}

/**
 * Bytes that the first GPU sets aside to copy caches and states of the host's layers. Keys and values of one layer are
 * copied together; a small result lands in the place that an earlier layer's copy left, so one of the next layer's two
 * finds none and is counted once more.
 *
 * @see llama.cpp ggml/src/ggml-alloc.c `ggml_dyn_tallocr_alloc`
 */
function copiedCache({
  cache,
  recurrent,
  weights: {
    placement: { layers },
  },
}: Placed): Bytes {
  const onHost = (sizes: readonly Bytes[]): readonly number[] =>
    sizes.filter((_, layer) => layers[layer] === 'host').sort((one, other) => other - one);
  const [largest = 0, next = 0] = onHost(cache);
  const [state = 0] = onHost(recurrent);
  return bytes(Math.ceil(largest + next / 2 + state));
}

/** The compute buffer of each GPU, and of the host. */
function computeTerms(run: Run, placed: Placed): { readonly gpus: readonly MemoryTerm[]; readonly host: Bytes } {
  const { settings, gpus } = run;
  const { copied: copiedWeights, placement } = placed.weights;
  const complete = placement.complete && settings.expertLayersOnHost === 0;
  const pipeline = gpus > 1 && settings.splitMode === 'layer' && complete;
  const copied = bytes(copiedWeights + copiedCache(placed));
  const empty = Array.from({ length: gpus }, (_, gpu) => gpu).filter((gpu) => !placement.layers.includes(gpu));
  const buffers = computeBuffers(run, { output: placement.output, empty, pipeline, complete, copied });
  const notes = [
    pipeline ? ', with inputs for a pipeline' : '',
    copied > 0 ? `, with ${mibText(copied)} MiB copied from the host` : '',
  ];
  const because = `the widest graph of ${settings.ubatchSize} tokens${notes.join('')}`;
  return { gpus: buffers.gpus.map((size) => ({ name: 'compute', bytes: size, because })), host: buffers.host };
}

const withDraft = (model: Derived<Bytes>, draft: Derived<Bytes>): Derived<Bytes> =>
  derived(addBytes(model.value, draft.value), `${model.because}; draft model: ${draft.because}`);

/** What differs between runs of the same settings. */
export interface MemoryVariant {
  /** The build whose graphs are meant. @default - the pinned one */
  readonly build?: GraphBuild;
  /** A smaller model that guesses ahead. @default - none */
  readonly draft?: Model;
  /** Resource of the GPUs, by which their vendor is known. @default 'nvidia.com/gpu' */
  readonly gpuResource?: string;
}

/**
 * Memory of a model under one llama-server.
 *
 * @param gpus GPUs of the pod; 0 for the CPU alone
 * @throws FaultError for an unknown architecture, a lock entry that does not add up, or settings that the engine would
 * refuse
 */
export function llamaServerMemory(
  model: Model,
  settings: LlamaServerSettings,
  gpus: number,
  at: Path,
  { build, draft, gpuResource }: MemoryVariant = {},
): ModelMemory {
  checkNumbers(settings, gpus, at);
  const vendor = vendorOrNvidia(gpuResource);
  if (model.memory !== undefined) return measuredModelMemory(model, model.memory.measured, settings, gpus, at, vendor);
  if (draft?.memory !== undefined) {
    refuseSize(
      'NotMeasuredFor',
      at,
      'the memory of its draft model was measured, and a draft shares settings and GPUs',
      {
        fix: 'a draft model of an architecture with a memory model',
      },
    );
  }
  const run = prepareRun({ model, settings, gpus, at, build, vendor });
  checkRun(run);
  const drafting = draft && llamaServerMemory(draft, draftSettings(settings, gpus), gpus, at, { build, gpuResource });
  const weights = placeWeights(run);
  const cache = cacheBytesByLayer(run);
  const recurrent = recurrentBytesByLayer(run);
  const placed: Placed = { weights, cache, recurrent };
  const compute = computeTerms(run, placed);
  const projector = projectorTerm(run);
  const adapters = adapterMemory(run, weights.placement);
  // A tied output shares the pages of the input embedding in a mapped file; rearranged, it is a copy of its own.
  const repackedTwice =
    model.tensors.tied && weights.placement.output === 'host' && settings.loadMode === 'mmap'
      ? model.tensors.outputBytes
      : 0;
  const host = hostTerms(run, {
    weights: weights.host,
    computedWeights: bytes(Math.max(0, weights.host - model.tensors.inputBytes) + repackedTwice),
    fileBytes: sumBytes(model.files.map((file) => file.bytes)),
    projector: gpus === 0 ? projector : undefined,
    images: waitingImages(run),
    adapters: adapters.host,
    cache: onDevice(cache, weights, 'host').size,
    recurrentState: onDevice(recurrent, weights, 'host').size,
    compute: compute.host,
    draft: draftTerm(drafting?.host),
  });
  return {
    devices: compute.gpus.map((term, gpu) =>
      deviceMemory(
        gpuTerms(run, placed, gpu, {
          compute: term,
          projector: gpu === 0 ? projector : undefined,
          adapters: adapters.gpus[gpu],
          draft: draftTerm(drafting?.devices[gpu]),
        }),
      ),
    ),
    host: deviceMemory(host),
    disk: drafting === undefined ? diskBytes(model) : withDraft(diskBytes(model), drafting.disk),
  };
}
