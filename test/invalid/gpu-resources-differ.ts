/** A whole card here, a share there. */
import { changed } from './base';

export const inputs = [
  changed([
    ['models', 'chat', 'pools'],
    ['l4', 'shared'],
  ]),
];

export const report = `test.models.chat.pools: a pod asks for GPUs by one name, and these pools have several: nvidia.com/gpu on 'l4', nvidia.com/gpu.shared on 'shared'.
  fix: name pools whose GPUs are shared alike
  [GpuResourcesDiffer]`;
