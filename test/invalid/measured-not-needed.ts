/** Measured memory of an architecture whose memory is computed. */
import { changed, smallModel } from './base';

const memory = {
  measured: { gpu: [900], host: 100, contextLength: 4096, parallel: 2, build: 'b11382', by: 'hand' },
};

export const inputs = [
  changed(
    [['models', 'chat', 'weights'], 'own/Q4_K_M'],
    [['catalog', 'models', 'own/Q4_K_M'], { ...smallModel, memory }],
  ),
];

export const report = `test.catalog.models['own/Q4_K_M'].memory: the memory of architecture 'llama' is computed, for all settings.
  fix: remove memory
  [MeasuredNotNeeded]`;
