/**
 * `gemma4`: layers that slide by a list, trailing layers that share a cache, optional experts and per-layer inputs.
 * Source: llama.cpp src/models/gemma4.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import { perLayer } from '../architecture';
import { decoder, expertActivations, gatedActivations, plainScoreOperands, slidesByPeriod } from '../decoder';

/** The pattern is always listed in the header; without it nothing is assumed to slide. */
const slides = (facts: ArchitectureFacts, layer: number): boolean => slidesByPeriod(facts, layer, 1);

const headLength = (facts: ArchitectureFacts, layer: number): number =>
  slides(facts, layer) ? (facts.keyLengthSwa ?? facts.keyLength) : facts.keyLength;

const keepsCache = (facts: ArchitectureFacts, layer: number): boolean =>
  layer < facts.blockCount - (facts.sharedKvLayers ?? 0);

export const gemma4 = decoder({
  ownTiedOutput: true,
  cacheRow: (facts, layer) => {
    if (!keepsCache(facts, layer)) return undefined;
    const valueLength = slides(facts, layer) ? (facts.valueLengthSwa ?? facts.valueLength) : facts.valueLength;
    const heads = perLayer(facts.headCountKv, layer);
    return { key: heads * headLength(facts, layer), value: heads * valueLength, slides: slides(facts, layer) };
  },
  activations: (facts, graph) => {
    const perLayerInput = 2 * (facts.embeddingLengthPerLayer ?? 0) * facts.blockCount * graph.tokens;
    return (
      perLayerInput + Math.max(facts.expertCount ? expertActivations(facts, graph) : 0, gatedActivations(facts, graph))
    );
  },
  scoreOperands: (facts) =>
    plainScoreOperands(facts) +
    2 * facts.headCount * facts.valueLength +
    (facts.embeddingLengthPerLayer ?? 0) * facts.blockCount,
});
