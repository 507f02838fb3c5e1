/** The same for a fleet. */
import { changed } from './base';

export const inputs = [
  changed(
    [['ollama', 'fleet', 'settings', 'cacheType'], 'q8_0'],
    [['ollama', 'fleet', 'settings', 'flashAttention'], false],
  ),
];

export const report = `test.ollama.fleet.settings.cacheType: a cache of q8_0 needs flash attention.
  fix: flashAttention true · cacheType 'f16'
  [CacheNeedsFlashAttention]`;
