/** Heads that are no multiple of a quantised block. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'settings', 'cacheTypeK'], 'q8_0'])];

export const report = `test.models.chat.settings.cacheTypeK: blocks of q8_0 are 32 elements, and a head of this model has 16.
  fix: cacheTypeK 'f16'
  [CacheBlock]`;
