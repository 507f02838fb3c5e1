/** A quantised cache of values without flash attention. */
import { changed } from './base';

export const inputs = [
  changed(
    [['models', 'chat', 'settings', 'cacheTypeV'], 'q8_0'],
    [['models', 'chat', 'settings', 'flashAttention'], false],
  ),
];

export const report = `test.models.chat.settings.cacheTypeV: a V cache of q8_0 needs flash attention.
  fix: flashAttention true · cacheTypeV 'f16'
  [CacheNeedsFlashAttention]`;
