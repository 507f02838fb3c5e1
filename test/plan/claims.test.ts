/** GPUs that pods claim in the plan: the memory that a device needs, quotas, and that no pod is preempted for devices. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import type { Gpu } from '../../lib/catalog';
import { bytes, inMib, mib } from '../../lib/core/bytes';
import { FaultError } from '../../lib/core/fault';
import { parseEnvironment } from '../../lib/environment/complete';
import { plan } from '../../lib/plan';
import { namespaceDemand } from '../../lib/plan/namespace/demand';
import { rack } from '../charts/support';
import { claimed } from './fixtures/claimed';
import { reportOf } from '../invalid/read';

function planned(input: EnvironmentInput) {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}

/** What is reported when an environment is planned. */
function told(input: EnvironmentInput): string {
  try {
    planned(input);
    return '';
  } catch (error) {
    if (error instanceof FaultError) return reportOf(error.faults);
    throw error;
  }
}

const claimOf = (input: EnvironmentInput, name: string) =>
  planned(input).servers.find(({ workload }) => workload.name === name)?.compute.gpus?.claim;

/** The environment with a card of so much memory, which is in no catalogue. */
function withMemory(memoryMib: number): EnvironmentInput {
  const product = 'NVIDIA-Test';
  const card: Gpu = {
    product,
    memoryMib,
    memoryType: 'GDDR',
    bandwidthGbPerSecond: 864,
    computeCapability: '8.9',
    migProfiles: [],
    source: 'a test',
  };
  const { l40s } = claimed.nodePools;
  return {
    ...claimed,
    catalog: { ...claimed.catalog, gpus: { [product]: card } },
    nodePools: { ...claimed.nodePools, l40s: { ...l40s, hardware: { ...l40s.hardware, gpu: product } } },
  };
}

describe('the memory that a device must have', () => {
  const { memory } = claimOf(claimed, 'chat') ?? { memory: undefined };
  const least = inMib(bytes(memory?.value ?? 0));

  test('is the least memory of a card on which the plan has the model fit, and one MiB less does not do', () => {
    expect(least).toBeGreaterThan(20_000);
    expect(told(withMemory(least))).toBe('');
    expect(told(withMemory(least - 1))).toMatch(/^claimed\.models\.chat: needs [\s\S]*\[ModelDoesNotFit\]$/);
  });

  test('has its reason, with what the pool has', () => {
    expect(memory?.because).toBe('the least memory of a GPU on which it fits; planned with 46 068 MiB on pool l40s');
  });

  test('follows the settings: a shorter context needs less', () => {
    const { chat } = claimed.models;
    const shorter = { ...chat, settings: { ...chat.settings, contextLength: 4096 } };
    const less = claimOf({ ...claimed, models: { ...claimed.models, chat: shorter } }, 'chat');
    expect(less?.memory.value).toBeLessThan(mib(least));
  });
});

test('a claim has the class, the kind and the product of the devices of its pool', () => {
  expect(claimOf(claimed, 'chat')).toMatchObject({
    deviceClass: 'gpu.nvidia.com',
    driver: 'gpu.nvidia.com',
    attributes: { type: ['gpu'] },
    products: ['NVIDIA-L40S'],
  });
  expect(claimOf(claimed, 'small')).toMatchObject({
    deviceClass: 'mig.nvidia.com',
    attributes: { type: ['mig'], profile: ['1g.10gb'] },
    products: ['NVIDIA-A100-SXM4-80GB'],
  });
});

const { nvme: _nvme, ...hardware } = rack.nodePools.gpu.hardware;

test('whole GPUs of AMD are claimed without their partitions; only labels of nodes name their product', () => {
  const gpu = {
    ...rack.nodePools.gpu,
    allocation: 'dra',
    hardware: { ...hardware, gpu: 'AMD-Instinct-MI300X', deviceGroups: [44] },
  } as const;
  const claim = claimOf({ ...rack, nodePools: { ...rack.nodePools, gpu }, ollama: {} }, 'smol');
  expect(claim).toMatchObject({ deviceClass: 'gpu.amd.com', driver: 'gpu.amd.com', attributes: { type: ['amdgpu'] } });
  expect(claim).not.toHaveProperty('products');
});

test('a workload may claim of two pools: the needs of both, and either product', () => {
  const gpu = { ...rack.nodePools.gpu, allocation: 'dra', hardware } as const;
  const other = { ...gpu, nodes: ['gpu-3'], hardware: { ...hardware, gpu: 'NVIDIA-L4' } } as const;
  const smol = { ...rack.models.smol, pools: ['gpu', 'other'] } as const;
  const claim = claimOf(
    { ...rack, nodePools: { ...rack.nodePools, gpu, other }, models: { smol }, ollama: {} },
    'smol',
  );
  expect(claim?.products).toEqual(['NVIDIA-L4', 'NVIDIA-L40S']);
  expect(claim?.memory.because).toContain('on pool gpu, 23 034 MiB on pool other');
});

test('the quota counts devices by class, and nothing as a requested resource', () => {
  const { quota } = planned(claimed);
  expect(Object.keys(quota).filter((key) => key.includes('/'))).toEqual([
    'gpu.nvidia.com.deviceclass.resource.k8s.io/devices',
    'mig.nvidia.com.deviceclass.resource.k8s.io/devices',
  ]);
});

test('in a namespace that exists, the claims are demanded as objects too, one for each pod', () => {
  const demand = namespaceDemand(planned(claimed));
  expect(demand.get('count/resourceclaims.resource.k8s.io')?.because).toBe(
    'chat 2 + 2, large 1 + 1, small 2 + 4, fleet 1 + 1',
  );
  expect(demand.get('count/resourceclaims.resource.k8s.io')?.value).toBe(14n * 10n ** 9n);
});

describe('pods that wait for devices', () => {
  const { l40s } = claimed.nodePools;
  const onThree = (allocation: 'counted' | 'dra'): EnvironmentInput => ({
    ...claimed,
    nodePools: { ...claimed.nodePools, l40s: { ...l40s, nodes: ['gpu-1', 'gpu-2', 'gpu-3'], allocation } },
  });

  test('preempt none, so that what fits by preemption alone is refused', () => {
    expect(told(onThree('counted'))).toBe('');
    expect(told(onThree('dra'))).toMatch(/^claimed\.models\.large: 1 pod on l40s .*\n[\s\S]*\[FitsOnlyInSomeOrder\]$/);
  });
});
