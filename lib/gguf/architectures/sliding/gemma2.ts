/**
 * `gemma2`: norms after each block too, every second layer slides, the embedding is tied. Source: llama.cpp
 * src/models/gemma2.cpp.
 */
import { decoder, plainCache, slidesByPeriod } from '../decoder';

export const gemma2 = decoder({
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 2)),
});
