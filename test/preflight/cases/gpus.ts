/** GPUs of NVIDIA: whole, shared and cut. */
import { production } from '../../../overlays/production';
import { changing, labelled, offering } from '../support/declared';
import { byOwnLabel, rack, sliced } from '../support/rack';
import type { Case } from './case';

export const gpuCases: readonly Case[] = [
  [
    'GPUs that discovery has not labelled',
    rack({}),
    [labelled('gpu-0', { 'nvidia.com/gpu.product': undefined })],
    [
      'rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found no such label on gpu-0.\n  fix: let GPU feature discovery label the node: gfd.enabled=true of the GPU operator · kubectl label node gpu-0 nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB\n  [LabelDiffers]',
    ],
  ],
  [
    'GPUs of another product',
    rack({}),
    [labelled('gpu-1', { 'nvidia.com/gpu.product': 'NVIDIA-A100-80GB-PCIe' })],
    [
      "rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found 'NVIDIA-A100-80GB-PCIe' on gpu-1.\n  fix: a pool of its own for gpu-1, with hardware: { gpu: 'NVIDIA-A100-80GB-PCIe' }\n  [LabelDiffers]",
    ],
  ],
  [
    'shares that are called like cards',
    rack({}),
    [labelled('gpu-1', { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-SHARED' })],
    [
      "rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found 'NVIDIA-A100-SXM4-80GB-SHARED' on gpu-1.\n  fix: named: 'usual-name' beside by and replicas of sharing, since shares there have the name of whole GPUs · set renameByDefault: true in the configuration of the device plugin, so that no pod mistakes a share for a whole GPU\n  [LabelDiffers]",
    ],
  ],
  [
    'different GPUs in a node',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': '3' })],
    [
      'rack.nodePools.gpu: declared nodes that its pods can use; found gpu-0: GPUs of different products: the labels report 2 NVIDIA-A100-SXM4-80GB, but the node offers 3 nvidia.com/gpu.\n  fix: count only the other nodes in nodes, and choose labels that these nodes do not have\n  [NodeUnusable]',
    ],
  ],
  [
    'several profiles of MIG on a named node',
    production,
    [
      offering('gpu-l40s-2', {
        'nvidia.com/gpu': undefined,
        'nvidia.com/mig-1g.10gb': '16',
        'nvidia.com/mig-2g.20gb': '8',
      }),
    ],
    [
      "production.nodePools.l40s: declared nodes that its pods can use; found gpu-l40s-2: several kinds of GPU units (16 nvidia.com/mig-1g.10gb, 8 nvidia.com/mig-2g.20gb): write a pool for one kind by hand, as sharing: { by: 'mig', profile: '1g.10gb', units: 16 }.\n  fix: remove it from nodes\n  [NodeUnusable]",
    ],
  ],
  [
    'more GPUs than declared',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': '4' }), labelled('gpu-0', { 'nvidia.com/gpu.count': '4' })],
    [
      'rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found 4 on gpu-0.\n  fix: hardware: { gpus: 4 }\n  [GpusMissing]',
    ],
  ],
  [
    'slices that are not cut',
    sliced,
    [offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/gpu': '2' })],
    [
      "rack.nodePools.gpu: declared 14 nvidia.com/mig-1g.10gb for its pods on each node; found 2 nvidia.com/gpu on gpu-0.\n  fix: kubectl label node -l 'nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB,!nvidia.com/mig.config' nvidia.com/mig.config=all-1g.10gb && kubectl label node -l 'nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB,nvidia.com/mig.config=all-disabled' nvidia.com/mig.config=all-1g.10gb --overwrite\n  [GpusMissing]",
    ],
  ],
  [
    'slices where whole GPUs are declared',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': undefined, 'nvidia.com/mig-1g.10gb': '14' })],
    [
      "rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found 14 nvidia.com/mig-1g.10gb on gpu-0.\n  fix: sharing: { by: 'mig', profile: '1g.10gb' } · ask the owner of the GPU sharing configuration of these nodes\n  [GpusMissing]",
    ],
  ],
  [
    'slices with less memory',
    sliced,
    [labelled('gpu-1', { 'nvidia.com/mig-1g.10gb.memory': '9000' })],
    [
      'rack.nodePools.gpu: declared 9728 MiB on each slice; found 9000 MiB on gpu-1.\n  fix: update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both\n  [GpuMemoryLess]',
    ],
  ],
  [
    'slices of a layout that others use too',
    rack({ sharing: { by: 'mig', profile: '1g.10gb', units: 4 } }),
    [
      offering('gpu-0', { 'nvidia.com/mig-1g.10gb': '4', 'nvidia.com/mig-3g.40gb': '2', 'nvidia.com/gpu': '1' }),
      offering('gpu-1', { 'nvidia.com/mig-1g.10gb': '7' }),
    ],
    [],
  ],
  [
    'fewer slices than a pool uses of such a layout, for which no command is printed',
    rack({ sharing: { by: 'mig', profile: '1g.10gb', units: 4 } }),
    [offering('gpu-0', { 'nvidia.com/mig-1g.10gb': '2', 'nvidia.com/mig-3g.40gb': '2' })],
    [
      "rack.nodePools.gpu: declared 4 nvidia.com/mig-1g.10gb for its pods on each node; found 2 on gpu-0.\n  fix: sharing: { by: 'mig', profile: '1g.10gb', units: 2 } · ask the owner of the GPU sharing configuration of these nodes\n  [GpusMissing]",
    ],
  ],
  [
    'shares with the name of whole GPUs where whole ones are declared',
    byOwnLabel,
    [
      offering('gpu-0', { 'nvidia.com/gpu': '8' }),
      labelled('gpu-0', {
        'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-SHARED',
        'nvidia.com/gpu.replicas': '4',
        'nvidia.com/gpu.sharing-strategy': 'time-slicing',
      }),
    ],
    [
      "rack.nodePools.gpu: declared nodes that its pods can use; found gpu-0: 8 nvidia.com/gpu that are shares of its GPUs (time-slicing) but have the name of whole GPUs: declare them, sharing: { by: 'time-slicing', replicas: 4, named: 'usual-name' }, or set renameByDefault: true, so that no pod mistakes a share for a whole GPU.\n  fix: count only the other nodes in nodes, and choose labels that these nodes do not have\n  [NodeUnusable]",
    ],
  ],
  [
    'the taint of GPU nodes, where pods without GPUs must go too',
    rack({}),
    [
      changing('Node', 'gpu-0', (node) => ({
        ...node,
        spec: { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] },
      })),
    ],
    [
      "rack.nodePools.gpu: declared no taint nvidia.com/gpu=present:NoSchedule; found this taint on gpu-0.\n  fix: taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]\n  [TaintNotDeclared]",
    ],
  ],
];
