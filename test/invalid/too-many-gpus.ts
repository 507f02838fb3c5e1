/** More GPUs than a node has. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'pools'], ['racks']], [['models', 'chat', 'gpus'], 4])];

export const report = `test.models.chat.gpus: each pod wants 4, and a node of pool 'racks' has 2.
  allowed: up to 2
  [TooManyGpus]`;
