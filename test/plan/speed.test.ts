/**
 * The speed that a plan counts on: of several GPU types the slowest, of a slice what its memory and its share of the
 * GPU allow.
 */
import { expect, test } from '@jest/globals';
import { gib, gigabytes } from '../../lib/core/bytes';
import type { GpuSharing, NodePoolInput } from '../../lib/environment/node-pool';
import { planOf, small } from './fixtures/environment';

const pool = (gpu: string, sharing?: GpuSharing): NodePoolInput => ({
  on: 'metal',
  nodes: 2,
  sharing,
  hardware: { gpu, gpus: 1, cpu: 16, memory: gib(64), ephemeralStorage: gib(400), diskBandwidth: gigabytes(2) },
});

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 512 };
const reason = (...gpus: readonly [NodePoolInput, ...NodePoolInput[]]): string | undefined => {
  const [first = '', ...others] = gpus.map((_, i) => `pool-${i}`);
  const pools = Object.fromEntries(gpus.map((each, i) => [`pool-${i}`, each]));
  return planOf({ pools, models: { a: small({ pools: [first, ...others], settings }) } }).servers[0]?.budgets.drain
    .because;
};

test('counts the slowest of the GPUs that a pod may run on, whatever their bandwidth', () => {
  // 0.46 of 1555 GB/s are less than 0.78 of 1008 GB/s.
  expect(reason(pool('NVIDIA-A100-PCIE-40GB'), pool('NVIDIA-GeForce-RTX-4090'))).toContain('0.46 × 1555 GB/s of HBM');
  expect(reason(pool('NVIDIA-A100-PCIE-40GB'), pool('NVIDIA-L4'))).toContain('0.78 × 300 GB/s of GDDR');
});

test('gives a MIG slice the bandwidth of its memory, and its share of the processors', () => {
  // 9728 of 81920 MiB, and seven slices on one GPU: seven times 0.12 ms.
  expect(reason(pool('NVIDIA-A100-SXM4-80GB', { by: 'mig', profile: '1g.10gb' }))).toContain(
    '0.46 × 242.1 GB/s of HBM over 4.6 GiB of active weights and cache, 0.84 ms for each of 32 layers',
  );
});

test('gives a share in time its part of both', () => {
  expect(reason(pool('NVIDIA-L40S', { by: 'time-slicing', replicas: 4 }))).toContain(
    '0.78 × 216 GB/s of GDDR over 4.6 GiB of active weights and cache, 0.48 ms for each of 32 layers',
  );
});
