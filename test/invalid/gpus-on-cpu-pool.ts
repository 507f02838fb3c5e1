/** GPUs of a pool without any. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'pools'],
    ['l4', 'cpus'],
  ]),
];

export const report = `test.models.chat.pools[1]: pool 'cpus' has no GPUs, and each pod wants 1.
  fix: name pools with GPUs only · gpus 0
  [GpusOnCpuPool]`;
