/** One start of llama-server, prepared once for all formulas; refuses an architecture that no file describes. */
import { type GpuVendor, type Model, vendorOrNvidia } from '../../catalog';
import type { Path } from '../../core';
import { type Architecture, architectureOf } from '../../gguf';
import type { LlamaServerSettings } from '../settings';
import { layerCells, type LayerCells } from './layer-cells';
import { runShape, type RunShape } from './run-shape';

/** What builds of llama.cpp do differently when they reserve a graph. */
export interface GraphBuild {
  /** Logits for one row of each slot, or for every token of the physical batch. */
  readonly logits: 'slots' | 'batch';
  /** Bytes of one element of a mask under flash attention. */
  readonly maskElementBytes: number;
}

/** Build b11382, the pinned one: logits for one row of each slot, masks in F16. */
const pinnedBuild: GraphBuild = { logits: 'slots', maskElementBytes: 2 };

/** A model under settings on the GPUs of a pod, and what follows from them. */
export interface Run {
  readonly model: Model;
  readonly architecture: Architecture;
  readonly settings: LlamaServerSettings;
  /** GPUs of the pod; 0 for the CPU alone. */
  readonly gpus: number;
  /** The vendor of the GPUs. */
  readonly vendor: GpuVendor;
  /** Where the model is in the environment, for faults. */
  readonly at: Path;
  readonly build: GraphBuild;
  /** Cells, streams and tokens. */
  readonly shape: RunShape;
  /** What each layer keeps in the cache; `undefined` for a layer that keeps nothing. */
  readonly cells: readonly (LayerCells | undefined)[];
}

/** What a run is prepared from. */
export type RunInput = Pick<Run, 'model' | 'settings' | 'gpus' | 'at'> & {
  /** @default - the pinned one */
  readonly build?: GraphBuild;
  /** @default - NVIDIA */
  readonly vendor?: GpuVendor;
};

export function prepareRun({
  model,
  settings,
  gpus,
  at,
  build = pinnedBuild,
  vendor = vendorOrNvidia(undefined),
}: RunInput): Run {
  const architecture = architectureOf(model, at);
  const shape = runShape(settings, architecture);
  const cells = layerCells(architecture, model.architecture, settings, shape);
  return { model, architecture, settings, gpus, vendor, at, build, shape, cells };
}
