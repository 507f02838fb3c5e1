/** Nodes by count beside nodes of another kind by count. */
import { gib } from '../../lib/core/bytes';
import { base, changed } from './base';

export const inputs = [
  changed(
    [
      ['nodePools'],
      {
        gpus: { ...base.nodePools.sliced, nodes: 1 },
        plain: {
          on: 'metal',
          nodes: 2,
          hardware: { cpu: 8, memory: gib(32), ephemeralStorage: gib(100), diskBandwidth: gib(1) },
        },
      },
    ],
    [['models'], {}],
    [['ollama'], {}],
  ),
];

export const report = `test.nodePools.plain: a node can be in this pool, kubernetes.io/os in (linux), and in 'gpus', nvidia.com/gpu.product in (NVIDIA-H100-80GB-HBM3).
  fix: give both pools labels with one key and different values that their nodes have · make them one pool
  [PoolsOverlap]`;
