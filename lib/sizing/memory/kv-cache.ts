/** Bytes of the key-value cache, layer by layer, exactly; refuses types that the engine would refuse. */
import { bytes, type Bytes, childPath, type Path } from '../../core';
import { tensorBytes } from '../../gguf';
import { refuseSize } from '../fault-codes';
import type { CacheType } from '../settings';
import { checkCacheTypes, tensorTypeOf } from './cache-type';
import type { Run } from './run';

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

/**
 * Bytes that each layer keeps for all streams. Multi-head latent attention keeps only its compressed row; encoders,
 * recurrent layers and layers that share another's cache keep nothing.
 *
 * @see llama.cpp src/llama-kv-cache.cpp, src/llama-kv-cache-iswa.cpp
 */
export function cacheBytesByLayer(run: Run): readonly Bytes[] {
  checkCacheTypes(run);
  const { settings, cells, shape, at } = run;
  return cells.map((layer) => {
    if (!layer) return bytes(0);
    const count = layer.cells * shape.streams;
    return bytes(
      rows(settings.cacheTypeK, layer.key, count, childPath(at, 'settings', 'cacheTypeK')) +
        rows(settings.cacheTypeV, layer.value, count, childPath(at, 'settings', 'cacheTypeV')),
    );
  });
}

/** Bytes of one row of the sliding-window layers, keys and values: what a checkpoint of one cell takes. */
export function slidingRowBytes({ settings, cells, at }: Run): Bytes {
  return bytes(
    cells.reduce(
      (sum, layer) =>
        layer?.slides
          ? sum + rows(settings.cacheTypeK, layer.key, 1, at) + rows(settings.cacheTypeV, layer.value, 1, at)
          : sum,
      0,
    ),
  );
}
