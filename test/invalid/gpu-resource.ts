/** A resource that no vendor has for whole GPUs, one beside sharing, and one without GPUs. */
import { base, changed } from './base';

const { racks, sliced } = base.nodePools;

export const inputs = [
  changed(
    [
      ['nodePools', 'racks'],
      {
        ...racks,
        gpuResource: 'amd.com/cpx_nps1',
        hardware: { ...racks.hardware, gpu: 'AMD-Instinct-MI300X', deviceGroups: [44, 992] },
      },
    ],
    [['nodePools', 'sliced'], { ...sliced, gpuResource: 'nvidia.com/gpu' }],
    [['nodePools', 'cpus', 'gpuResource'], 'nvidia.com/gpu'],
  ),
];

export const report = `test.nodePools.cpus.gpuResource: the nodes of this pool have no GPU.
  fix: leave out gpuResource · take nodes with GPUs
  [GpuResource]
test.nodePools.racks.gpuResource: 'amd.com/cpx_nps1' is no resource of a whole AMD-Instinct-MI300X.
  allowed: 'amd.com/gpu' · 'amd.com/spx_nps1', as the device plugin names whole GPUs with the strategy 'mixed'
  [GpuResource]
test.nodePools.sliced.gpuResource: it names whole GPUs, and this pool shares them by 'mig'.
  fix: leave out gpuResource
  [GpuResource]`;
