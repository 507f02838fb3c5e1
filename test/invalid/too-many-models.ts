/** More models on a server than it may load. */
import { changed } from './base';

export const inputs = [changed([['ollama', 'fleet', 'settings', 'maxLoadedModels'], 1])];

export const report = `test.ollama.fleet.models: 2 models on a server that loads 1: requests for the others would wait for a swap.
  fix: settings.maxLoadedModels 2 · swap 'accepted' · models by ordinal: { byOrdinal: [...] }
  [TooManyModels]`;
