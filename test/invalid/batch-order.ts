/** A physical batch larger than the logical one. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'batchSize'], 256])];

export const report = `test.models.chat.settings.ubatchSize: a physical batch of 512 is larger than the logical one of 256.
  fix: ubatchSize 256 · batchSize 512
  [BatchOrder]`;
