/** A machine type of the user, with a GPU that nobody knows. */
import { changed } from './base';

export const inputs = [
  changed([
    ['catalog', 'instances'],
    {
      'gcp/x1': {
        cloud: 'gcp',
        type: 'x1',
        vcpu: 8,
        memoryMib: 32768,
        allocatable: { millicores: 7900, memoryMib: 29000, pods: 110 },
        gpu: { product: 'NVIDIA-X1', count: 1 },
        networkMbps: 10000,
      },
    },
  ]),
];

export const report = `test.catalog.instances['gcp/x1'].gpu.product: no GPU 'NVIDIA-X1' in the catalogue.
  did you mean: NVIDIA-A10 · NVIDIA-L4
  fix: add it under catalog.gpus, with the memory in MiB that its driver reports
  [UnknownGpu]`;
