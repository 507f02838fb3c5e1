/** A draft model that only Ollama reads. */
import { changed, smallModel } from './base';

const own = { ...smallModel, engines: ['ollama'] };

export const inputs = [
  changed([['models', 'chat', 'draft'], { weights: 'own/Q4_K_M' }], [['catalog', 'models', 'own/Q4_K_M'], own]),
];

export const report = `test.models.chat.draft.weights: llama-server cannot write text with 'own/Q4_K_M'.
  fix: a smaller model of the same family
  [EngineCannotRead]`;
