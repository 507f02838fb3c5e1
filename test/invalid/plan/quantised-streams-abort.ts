/** Quantised caches in several streams, on which the engine aborts for this model. */
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { cpu, settings } from './base';

export const parts: Parts = {
  pools: { gpus: l40s(1, 1), cpu },
  models: { a: small({ weights: 'phi-4/Q4_K_M', settings: { ...settings, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0' } }) },
};

export const report = `test.models.a.settings.parallel: build b11382 aborts on 2 caches of q8_0 and q8_0 for this model: its graph has more nodes than the engine reserves.
  fits with: parallel 1 · kvCache 'unified' · cacheTypeK and cacheTypeV 'f16'
  [QuantisedStreamsAbort]`;
