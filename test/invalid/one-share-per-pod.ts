/** Two shares of time-sliced cards. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'pools'], ['shared']], [['models', 'chat', 'gpus'], 2])];

export const report = `test.models.chat.gpus: each pod wants 2, and pool 'shared' is shared by time-slicing: two shares may be of one card.
  fix: gpus 1 · a pool of whole GPUs
  [OneSharePerPod]`;
