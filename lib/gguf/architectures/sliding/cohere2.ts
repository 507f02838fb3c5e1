/**
 * `cohere2`: Command R7B and Command A, with parallel blocks; the last of every four layers is global. Source:
 * llama.cpp src/models/cohere2.cpp.
 */
import { plainCache, slidesByPeriod } from '../decoder';
import { parallel } from '../dense/parallel';

export const cohere2 = parallel({
  cacheRow: (facts, layer) => plainCache(facts, layer, slidesByPeriod(facts, layer, 4)),
});
