/** Quantised caches, on which the engine aborts for a model of 24 layers with experts. */
import { modelOfShape } from '../../gguf/model-of-shape';
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { shapes } from '../../sizing/engine/shapes';
import { cpu, settings } from './base';

const { facts, mix, ...variant } = shapes['granite-3.1-3b-a800m'];

export const parts: Parts = {
  pools: { gpus: l40s(1, 1), cpu },
  models: {
    a: small({ weights: 'granite/Q4_K_M', settings: { ...settings, cacheTypeK: 'q8_0', cacheTypeV: 'q8_0' } }),
  },
  catalog: { 'granite/Q4_K_M': modelOfShape({ ...facts, blockCount: 24 }, mix, variant) },
};

export const report = `test.models.a.settings.cacheTypeV: build b11382 aborts on caches of q8_0 and q8_0 for this model: its graph has more nodes than the engine reserves.
  fits with: cacheTypeK and cacheTypeV 'f16'
  [QuantisedCachesAbort]`;
