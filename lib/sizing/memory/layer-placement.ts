/** Which device holds which layer: llama.cpp's own rule over the parts of `--tensor-split`. */
import { childPath } from '../../core';
import { refuseSize } from '../fault-codes';
import type { Run } from './run';

/** A GPU by its number from 0, or the host. */
export type Device = number | 'host';

/** Where each layer and the output lie. */
export interface LayerPlacement {
  readonly layers: readonly Device[];
  readonly output: Device;
  /** Every layer and the output are on GPUs. */
  readonly complete: boolean;
}

/** `--tensor-split` as cumulated shares; equal parts when none are given, and no parts without GPUs. */
export function cumulatedShares({ settings: { tensorSplit, splitMode }, gpus, at }: Run): readonly number[] {
  if (gpus === 0) return [];
  if (splitMode === 'none') return Array.from({ length: gpus }, () => 1);
  if (tensorSplit.length > 0 && tensorSplit.length !== gpus) {
    refuseSize(
      'TensorSplitDoesNotMatchGpus',
      childPath(at, 'settings', 'tensorSplit'),
      `${tensorSplit.length} parts for ${gpus} GPUs`,
      {
        fix: `give ${gpus} parts, or none for equal ones`,
      },
    );
  }
  const parts = tensorSplit.length > 0 ? tensorSplit : Array.from({ length: gpus }, () => 1);
  const total = parts.reduce((sum, part) => sum + part, 0);
  let cumulated = 0;
  // Single precision, as the engine computes: a layer on the border must fall on the same side.
  return parts.map((part) => {
    cumulated = Math.fround(cumulated + part);
    return Math.fround(cumulated / Math.fround(total));
  });
}

/**
 * The device of each layer: the last `--n-gpu-layers` of the layers and the output, dealt out by the cumulated shares.
 *
 * @see llama.cpp src/llama-model.cpp `load_tensors`, `get_layer_buft_list`
 */
export function placeLayers(run: Run): LayerPlacement {
  const { model, settings, gpus } = run;
  const { blockCount } = model.architecture;
  const wanted = gpus === 0 ? 0 : settings.gpuLayers === 'all' ? blockCount + 1 : settings.gpuLayers;
  const onGpu = Math.min(wanted, blockCount + 1);
  const first = blockCount + 1 - onGpu;
  const shares = cumulatedShares(run);
  const deviceOf = (layer: number): Device => {
    if (layer < first) return 'host';
    const position = Math.fround((layer - first) / onGpu);
    return Math.max(
      0,
      shares.findIndex((share) => share > position),
    );
  };
  return {
    layers: Array.from({ length: blockCount }, (_, layer) => deviceOf(layer)),
    output: deviceOf(blockCount),
    complete: onGpu === blockCount + 1,
  };
}
