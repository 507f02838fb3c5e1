/**
 * `gemma3n`: Gemma 3n, four streams of the residual, inputs of each layer, and trailing layers that share a cache; the
 * last of every five layers is global. Source: llama.cpp src/models/gemma3n.cpp.
 */
import type { ArchitectureFacts } from '../../../catalog';
import { perLayer } from '../architecture';
import { attentionLength, decoder, plainCache, plainScoreOperands, slidesByPeriod } from '../decoder';

/** Streams of the residual, a constant of the engine. */
const streams = 4;

const keepsCache = ({ blockCount, sharedKvLayers = 0 }: ArchitectureFacts, layer: number): boolean =>
  layer < blockCount - sharedKvLayers;

export const gemma3n = decoder({
  ownTiedOutput: true,
  cacheRow: (facts, layer) =>
    keepsCache(facts, layer) ? plainCache(facts, layer, slidesByPeriod(facts, layer, 5)) : undefined,
  scoreOperands: (facts) =>
    plainScoreOperands(facts) +
    (facts.embeddingLengthPerLayer ?? 0) * facts.blockCount +
    streams * facts.embeddingLength,
  activations: (facts, { tokens, queryCopied }) => {
    const { embeddingLength: embedding, embeddingLengthPerLayer = 0, blockCount } = facts;
    const inputs = embeddingLengthPerLayer * blockCount;
    return (
      tokens *
        Math.max(
          // While the streams are mixed: as they are, turned, mixed, and turned back.
          inputs + 4 * streams * embedding,
          // While a gate is made sparse, beside the streams, the attention's result and its low-rank copy.
          inputs + 5 * perLayer(facts.feedForwardLength, 0) + (streams + 2) * embedding,
          3 * inputs + 2 * embedding,
        ) +
      (queryCopied ? 3 * tokens * attentionLength(facts) : 0)
    );
  },
});
