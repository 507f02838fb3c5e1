/** Bytes of the key-value cache, layer by layer, exactly; refuses types that the engine would refuse. */
import type { Model } from '../../catalog/model';
import { bytes, type Bytes } from '../../core/bytes';
import { at as pathAt, type Path } from '../../core/path';
import type { CacheType, LlamaServerSettings } from '../settings';
import { refuseSize } from '../fault-codes';
import { architectureOf } from '../../gguf/architecture-of';
import { layersOf } from '../../gguf/architectures/architecture';
import { checkCacheTypes, tensorTypeOf } from './cache-type';
import { runShape, slidingCells } from './run-shape';
import { tensorBytes } from '../../gguf/tensor-types';

/** Rows of one tensor of a cache. */
function rows(type: CacheType, elements: number, count: number, at: Path): Bytes {
  if (elements === 0) return bytes(0);
  return (
    tensorBytes(tensorTypeOf[type], [elements, count]) ??
    refuseSize('CacheTypeDoesNotDivide', at, `${type} stores blocks that do not divide a row of ${elements} elements`, {
      'fits with': 'f16',
    })
  );
}

/** Cells of one layer's cache in each stream, and whether it slides. */
export interface LayerCells {
  readonly key: number;
  readonly value: number;
  readonly cells: number;
  readonly slides: boolean;
}

/** What each layer keeps; `undefined` for a layer that keeps nothing. */
export function layerCells(model: Model, settings: LlamaServerSettings, at: Path): readonly (LayerCells | undefined)[] {
  const { architecture: facts } = model;
  const architecture = architectureOf(model, at);
  const shape = runShape(settings);
  const layers = layersOf(facts).map((layer) => architecture.cacheRow(facts, layer));
  // Without flash attention values are stored transposed, and every layer is padded to the widest. Source:
  // llama-kv-cache.cpp [TAG_V_CACHE_VARIABLE]
  const widest = Math.max(0, ...layers.map((row) => row?.value ?? 0));
  return layers.map(
    (row) =>
      row && {
        key: row.key,
        value: settings.flashAttention ? row.value : widest,
        cells: row.slides ? slidingCells(shape, facts.slidingWindow ?? 0, settings) : shape.cells,
        slides: row.slides,
      },
  );
}

/**
 * Bytes that each layer keeps for all streams. Multi-head latent attention keeps only its compressed row; encoders,
 * recurrent layers and layers that share another's cache keep nothing.
 *
 * @see llama.cpp src/llama-kv-cache.cpp, src/llama-kv-cache-iswa.cpp
 */
export function cacheBytesByLayer(model: Model, settings: LlamaServerSettings, at: Path): readonly Bytes[] {
  checkCacheTypes(model, settings, at);
  const { streams } = runShape(settings);
  return layerCells(model, settings, at).map((layer) => {
    if (!layer) return bytes(0);
    const count = layer.cells * streams;
    return bytes(
      rows(settings.cacheTypeK, layer.key, count, pathAt(at, 'settings', 'cacheTypeK')) +
        rows(settings.cacheTypeV, layer.value, count, pathAt(at, 'settings', 'cacheTypeV')),
    );
  });
}

/** Bytes of one row of the sliding-window layers, keys and values: what a checkpoint of one cell takes. */
export function slidingRowBytes(model: Model, settings: LlamaServerSettings, at: Path): Bytes {
  return bytes(
    layerCells(model, settings, at).reduce(
      (sum, layer) =>
        layer?.slides
          ? sum + rows(settings.cacheTypeK, layer.key, 1, at) + rows(settings.cacheTypeV, layer.value, 1, at)
          : sum,
      0,
    ),
  );
}
