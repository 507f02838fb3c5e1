/** Memory of LoRA adapters: their tensors beside the matrices that they change, and what they compute for a token. */
import type { Adapter, LayerRun } from '../../catalog';
import { bytes, type Bytes, childPath } from '../../core';
import { refuseSize } from '../fault-codes';
import type { LayerPlacement } from './layer-placement';
import type { MemoryTerm } from './memory-term';
import type { Run } from './run';

/** The adapters that a server loads, by their entries in the catalogue. */
export const loadedAdapters = ({ model, settings, at }: Pick<Run, 'model' | 'settings' | 'at'>): readonly Adapter[] =>
  (settings.adapters ?? []).map(
    ({ name }) =>
      model.adapters?.[name] ??
      refuseSize('NoSuchAdapter', childPath(at, 'settings', 'adapters'), `'${name}' is no adapter of the model`, {
        allowed: Object.keys(model.adapters ?? {}),
      }),
  );

/** Adapters of one device, and those of the host. */
export interface AdapterMemory {
  readonly gpus: readonly MemoryTerm[];
  readonly host: MemoryTerm;
}

const layersOf = (layers: readonly LayerRun[]): readonly number[] =>
  layers.flatMap(({ layers: count, bytes: size, expertBytes = 0 }) =>
    Array.from({ length: count }, () => size + expertBytes),
  );

/** What each device holds. @see llama.cpp src/llama-adapter.cpp `llama_adapter_lora_init_impl` */
export function adapterMemory(run: Run, placement: LayerPlacement): AdapterMemory {
  const loaded = loadedAdapters(run);
  const onGpus = Array.from({ length: run.gpus }, () => 0);
  let host = 0;
  const add = (device: LayerPlacement['output'], size: number): void => {
    if (device === 'host') host += size;
    else onGpus[device] = (onGpus[device] ?? 0) + size;
  };
  for (const { tensors } of loaded) {
    host += tensors.inputBytes;
    add(placement.output, tensors.outputBytes);
    layersOf(tensors.layers).forEach((size, layer) => add(placement.layers[layer] ?? 'host', size));
  }
  const names = (run.settings.adapters ?? []).map(({ name }) => name).join(', ');
  const term = (size: number): MemoryTerm => ({
    name: 'adapters',
    bytes: bytes(Math.ceil(size)),
    because: `adapters ${names}, beside the matrices that they change`,
  });
  return { gpus: onGpus.map(term), host: term(host) };
}

const float = 4;

/** Most bytes that the graph needs beside its own for results of adapters: of a layer, and of the output. */
export function adapterBuffers(
  run: Run,
  { tokens, logitRows }: { readonly tokens: number; readonly logitRows: number },
): { readonly layer: Bytes; readonly output: Bytes } {
  const widest = (widths: readonly number[]): number => Math.max(0, ...widths);
  const loaded = loadedAdapters(run).map(({ tensors }) => tensors);
  const together = loaded.flatMap(({ widthBesideOthers = [] }) => widthBesideOthers);
  const widths = [...loaded.map(({ width }) => width), ...(together.length > 1 ? together : [])];
  return {
    layer: bytes(float * tokens * widest(widths)),
    output: bytes(float * logitRows * widest(loaded.map(({ outputWidth = 0 }) => outputWidth))),
  };
}
