/** Two MIG slices for one pod. */
import { changed } from './base';

export const inputs = [changed([['models', 'chat', 'pools'], ['sliced']], [['models', 'chat', 'gpus'], 2])];

export const report = `test.models.chat.gpus: each pod wants 2, and pool 'sliced' is shared by mig: a process sees one slice only.
  fix: gpus 1 · a pool of whole GPUs
  [OneSharePerPod]`;
