/** A draft model of another vocabulary. */
import { changed, smallModel } from './base';

const other = { ...smallModel, architecture: { ...smallModel.architecture, vocabularySize: 1129 } };

export const inputs = [
  changed([['models', 'chat', 'draft'], { weights: 'other/Q4_K_M' }], [['catalog', 'models', 'other/Q4_K_M'], other]),
];

export const report = `test.models.chat.draft.weights: 'other/Q4_K_M' has 1129 tokens and 'small/Q4_K_M' 1000: the engine takes a draft only with the same vocabulary.
  fix: a smaller model of the same family
  [DraftHelpsNobody]`;
