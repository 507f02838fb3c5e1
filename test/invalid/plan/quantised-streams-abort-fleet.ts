/** The same for a model of a fleet, which always has a cache for each slot. */
import { l40s, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 1), cpu },
  ollama: {
    o: { models: ['phi4:14b'], settings: { ...settings, cacheType: 'q8_0' }, pools: ['gpus'], gpus: 1, replicas: 1 },
  },
};

export const report = `test.ollama.o.settings.parallel: build b11382 aborts on 2 caches of q8_0 and q8_0 for this model: its graph has more nodes than the engine reserves.
  fits with: parallel 1 · cacheType 'f16'
  [QuantisedStreamsAbort]`;
