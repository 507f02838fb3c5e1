/**
 * `gemma3`: as Gemma 2 with a norm on each head; the last of every six layers is global. Source: llama.cpp
 * src/models/gemma3.cpp.
 */
import { decoder, plainCache, slidesByPeriod } from '../decoder';

export const gemma3 = decoder({
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 6)),
});
