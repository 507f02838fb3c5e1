/** Bytes of the weights on each device and on the host, exactly for a layer split. */
import type { LayerRun, Model } from '../../catalog';
import { bytes, type Bytes, childPath, type Path } from '../../core';
import { refuseSize } from '../fault-codes';
import { cumulatedShares, placeLayers, type LayerPlacement } from './layer-placement';
import type { Run } from './run';

/** Where the weights of one run lie. */
export interface PlacedWeights {
  readonly gpus: readonly Bytes[];
  /** Input embedding, layers and experts that stay on the host. */
  readonly host: Bytes;
  /** Most weights of the host that the first GPU copies at once to compute with them. */
  readonly copied: Bytes;
  readonly placement: LayerPlacement;
}

/** Most of a dense layer's bytes that are copied at once: its gate and up matrices. */
const gateAndUpShare = 2 / 3;

/**
 * Bytes that the engine sets aside to copy routed experts: one tensor at a time. Where a layer belongs to another GPU
 * than the first, which computes them, results that come and go leave a gap between the copies, so a second one is
 * counted; so it is where the gate and up matrices are one tensor, and the layer has a dense part as well (Gemma 4).
 *
 * @see llama.cpp ggml/src/ggml-backend.cpp `ggml_backend_sched_split_graph`, ggml/src/ggml-alloc.c
 * `ggml_dyn_tallocr_alloc`
 */
function copiedExperts(expertBytes: number, largest: number, elsewhere: boolean, tensors: number): number {
  const others = expertBytes - largest;
  if (others < 0.9 * largest) return expertBytes;
  return tensors * largest + (elsewhere ? Math.min(largest, others / 2) : 0);
}

/** The layers one by one; refuses a lock entry whose runs do not add up to the model's layers. */
function layerList(
  { tensors, architecture: { blockCount, nextnPredictLayers = 0 } }: Model,
  at: Path,
): readonly LayerRun[] {
  const layers = tensors.layers.flatMap((run) => Array.from({ length: run.layers }, () => run));
  if (layers.length !== blockCount - nextnPredictLayers) {
    refuseSize(
      'LayersDoNotAddUp',
      at,
      `the weights list ${layers.length} layers, the architecture has ${blockCount - nextnPredictLayers}`,
      {
        fix: 'run npm run lock for this model again',
      },
    );
  }
  return layers;
}

/**
 * The input embedding stays on the host; with tied embeddings the output has a copy of its own on a GPU. With
 * `--split-mode row` the matrices are divided by the shares, while experts, cache and norms follow their layer.
 *
 * @see llama.cpp src/llama-model.cpp `load_tensors`
 */
export function placeWeights(run: Run): PlacedWeights {
  const { model, architecture, settings, gpus, at } = run;
  const { inputBytes, outputBytes, tied } = model.tensors;
  const layers = layerList(model, at);
  if (settings.expertLayersOnHost > 0 && !layers.some(({ expertBytes = 0 }) => expertBytes > 0)) {
    refuseSize(
      'NoExpertsToKeepOnHost',
      childPath(at, 'settings', 'expertLayersOnHost'),
      `${settings.expertLayersOnHost} layers of experts are to stay on the host, and the model has none`,
      { fix: 'leave expertLayersOnHost out' },
    );
  }
  const placement = placeLayers(run);
  const shares = cumulatedShares(run);
  const onGpus = Array.from({ length: gpus }, () => 0);
  let host: number = inputBytes;
  let copied = 0;
  const share = architecture.encoder || architecture.fusedGateUp ? 1 : gateAndUpShare;
  const add = (device: LayerPlacement['output'], size: number, divisible: boolean): void => {
    if (device === 'host') host += size;
    else if (divisible && settings.splitMode === 'row')
      shares.forEach((share, gpu) => (onGpus[gpu] = (onGpus[gpu] ?? 0) + size * (share - (shares[gpu - 1] ?? 0))));
    else onGpus[device] = (onGpus[device] ?? 0) + size;
  };
  layers.forEach(({ bytes: size, expertBytes = 0, largestExpertTensorBytes = 0 }, layer) => {
    const device = placement.layers[layer] ?? 'host';
    const expertDevice = layer < settings.expertLayersOnHost ? 'host' : device;
    add(device, size, true);
    add(expertDevice, expertBytes, false);
    const experts =
      expertDevice === 'host'
        ? copiedExperts(
            expertBytes,
            largestExpertTensorBytes,
            device !== 'host' && device > 0,
            architecture.copiedExpertTensors ?? 1,
          )
        : 0;
    copied = Math.max(copied, experts + (device === 'host' ? size * share : 0));
  });
  // A tied output on the host is the input embedding itself: the same pages, or the same memory unless the architecture
  // reads it twice.
  const ownOutput = !tied || (settings.loadMode === 'none' && (settings.repack || architecture.ownTiedOutput));
  if (placement.output !== 'host' || ownOutput) add(placement.output, outputBytes, true);
  return {
    gpus: onGpus.map((size) => bytes(Math.ceil(size))),
    host: bytes(host),
    copied: bytes(Math.ceil(copied)),
    placement,
  };
}
