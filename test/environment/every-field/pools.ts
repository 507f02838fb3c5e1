/** Every field of a pool, in a cloud and of metal. */
import { gib, mib } from '../../../lib/core/bytes';
import type { CloudPoolInput, MetalPoolInput } from '../../../lib/environment/node-pool';
import { podsOf } from './additions';

/** All but what is for other vendors, for whole GPUs and for claims, and what shares of others are called. */
export const cloud: Required<Omit<CloudPoolInput, 'deviceGroups' | 'gpuResource'>> = {
  allocation: 'counted',
  on: 'cloud',
  instance: 'aws/g6.2xlarge',
  nodes: { min: 2, max: 5 },
  capacity: 'spot',
  provisioner: 'eks-node-group',
  ephemeralStorage: gib(111),
  diskBandwidth: mib(222),
  contention: 'by-priority',
  sharing: { by: 'mps', replicas: 3, devicePlugin: 'owned' },
  taints: [{ key: 'nvidia.com/gpu', value: 'yes', effect: 'NoExecute' }],
  labels: { pool: 'cloud' },
  pods: podsOf('cloud', 'pools'),
  tuning: { settings: ['parallel-pulls'] },
  daemons: { cpu: 1, memory: gib(1) },
};

export const metal: Required<Omit<MetalPoolInput, 'gpuResource'>> = {
  allocation: 'counted',
  on: 'metal',
  nodes: ['n-1', 'n-2'],
  usdPerNodeHour: 1.5,
  contention: 'by-priority',
  hardware: {
    gpu: 'NVIDIA-L40S',
    gpus: 2,
    architecture: 'arm64',
    cpu: 16,
    memory: gib(64),
    ephemeralStorage: gib(333),
    diskBandwidth: gib(4),
    nvme: [{ path: '/mnt/a', capacity: gib(100), volumes: 2 }],
  },
  sharing: { by: 'time-slicing', replicas: 2, devicePlugin: 'existing' },
  taints: [{ key: 'only', effect: 'NoSchedule' }],
  labels: { pool: 'metal' },
  pods: podsOf('metal', 'pools'),
  tuning: { settings: ['cpu-governor'] },
  daemons: { cpu: 0, memory: mib(0) },
};
