/** Several GPUs for a model with Mamba layers. */
import { modelOfShape } from '../../gguf/model-of-shape';
import { l40s, small, type Parts } from '../../plan/fixtures/environment';
import { shapes } from '../../sizing/engine/shapes';
import { cpu, settings } from './base';

const { facts, mix, ...variant } = shapes['granite-4.0-h-micro'];

export const parts: Parts = {
  pools: { gpus: l40s(1, 2), cpu },
  models: { a: small({ weights: 'granite/Q8_0', gpus: 2, settings }) },
  catalog: { 'granite/Q8_0': modelOfShape(facts, mix, variant) },
};

export const report = `test.models.a.gpus: 2 GPUs, and there is no proven bound for the states that they copy.
  fits with: gpus 1
  [StatesCannotSplit]`;
