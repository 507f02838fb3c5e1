/** Measured memory of a model that is served with other settings, on other GPUs, by another build. */
import { changed, smallModel } from './base';

const own = {
  ...smallModel,
  architecture: { ...smallModel.architecture, architecture: 'afmoe' },
  memory: { measured: { gpu: [], host: 100, contextLength: 2048, parallel: 2, build: 'b9000', by: 'hand' } },
};

export const inputs = [
  changed([['models', 'chat', 'weights'], 'own/Q4_K_M'], [['catalog', 'models', 'own/Q4_K_M'], own]),
];

export const report = `test.models.chat.settings.contextLength: 4096, and the memory of this model was measured with 2048.
  fix: contextLength 2048 · measure again: corral measure
  [MeasuredWithOtherSettings]
test.models.chat.settings: 1 GPU, and the memory of this model was measured on 0.
  fix: gpus 0 · measure again: corral measure
  [MeasuredWithOtherGpus]
test.models.chat.settings: the memory of this model was measured with build b9000, and build b11382 serves it.
  fix: measure again: corral measure
  [MeasuredWithOtherBuild]`;
