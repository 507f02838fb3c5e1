/**
 * `gpt-oss`: routed experts with biases, attention sinks, every second layer slides. Source: llama.cpp
 * src/models/openai-moe.cpp.
 */
import { decoder, expertActivations, plainCache, slidesByPeriod } from '../decoder';

export const gptOss = decoder({
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 2)),
  activations: expertActivations,
});
