/** A batch smaller than the texts that are to be embedded whole. */
import { changed } from './base';

export const inputs = [
  changed([['models', 'chat', 'settings', 'embedding'], 'mean'], [['models', 'chat', 'settings', 'ubatchSize'], 512]),
];

export const report = `test.models.chat.settings.ubatchSize: 512: a text is embedded in one physical batch, and contextLength promises 4096 tokens.
  fix: ubatchSize 4096 · contextLength 512
  [EmbeddingBatch]`;
