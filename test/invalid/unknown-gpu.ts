/** A GPU by a name that it does not have. */
import { changed } from './base';

export const inputs = [changed([['nodePools', 'racks', 'hardware', 'gpu'], 'NVIDIA-L40'])];

export const report = `test.nodePools.racks.hardware.gpu: no GPU 'NVIDIA-L40' in the catalogue.
  did you mean: NVIDIA-A40 · NVIDIA-L4 · NVIDIA-L40S
  fix: add it under catalog.gpus, with the memory in MiB that its driver reports
  [UnknownGpu]`;
