/** What each layer keeps in the key-value cache. */
import type { ArchitectureFacts } from '../../catalog';
import { type Architecture, layersOf } from '../../gguf';
import type { LlamaServerSettings } from '../settings';
import { slidingCells, type RunShape } from './run-shape';

/** Cells of one layer's cache in each stream, and whether it slides. */
export interface LayerCells {
  readonly key: number;
  readonly value: number;
  readonly cells: number;
  readonly slides: boolean;
}

/** What each layer keeps; `undefined` for a layer that keeps nothing. */
export function layerCells(
  architecture: Architecture,
  facts: ArchitectureFacts,
  settings: LlamaServerSettings,
  shape: RunShape,
): readonly (LayerCells | undefined)[] {
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
