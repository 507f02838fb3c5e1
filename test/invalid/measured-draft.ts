/** A draft model whose memory was measured. */
import { changed, smallModel } from './base';

const own = {
  ...smallModel,
  architecture: { ...smallModel.architecture, architecture: 'afmoe' },
  memory: { measured: { gpu: [900], host: 100, contextLength: 4096, parallel: 1, build: 'b11382', by: 'hand' } },
};

export const inputs = [
  changed([['models', 'chat', 'draft'], { weights: 'own/Q4_K_M' }], [['catalog', 'models', 'own/Q4_K_M'], own]),
];

export const report = `test.models.chat.draft.weights: the memory of 'own/Q4_K_M' was measured for a server of its own, and a draft model has its target's settings.
  fix: a draft model whose memory is computed
  [MeasuredByOtherEngine]`;
