/** A GPU that has the memory of its node (DGX Spark): what is on it is requested of the node, once. */
import { describe, expect, test } from '@jest/globals';
import { gib, gigabytes, inMib, mib } from '../../lib/core/bytes';
import type { NodePoolInput } from '../../lib/environment/node-pool';
import { cpus, l40s, planOf, refusal, small, type Parts } from './fixtures/environment';

const spark = (nodes: number, more: object = {}): NodePoolInput => ({
  on: 'metal',
  nodes,
  hardware: {
    gpu: 'NVIDIA-GB10',
    gpus: 1,
    cpu: 20,
    memory: gib(116),
    ephemeralStorage: gib(1000),
    diskBandwidth: gigabytes(3),
    ...more,
  },
});
const parts = (pool: NodePoolInput, models: NonNullable<Parts['models']>): Parts => ({
  pools: { gpus: pool, cpu: cpus(1) },
  models,
});

test('a pool has what pods can have of its node, and its processors', () => {
  const { gpus } = planOf(parts(spark(1), { a: small() })).environment.nodePools;
  expect(gpus?.architecture).toBe('arm64');
  expect(gpus?.gpu?.memoryMibPerUnit).toBe(116 * 1024 - 512);
  expect(gpus?.allocatable.memory).toBe(gib(116) - mib(512));
});

test('shares of it have equal parts of the node', () => {
  const shared = { ...spark(1), sharing: { by: 'time-slicing', replicas: 4 } } as const;
  const { gpus } = planOf(parts(shared, { a: small() })).environment.nodePools;
  expect(gpus?.gpu?.memoryMibPerUnit).toBe(Math.floor((116 * 1024 - 512) / 4));
});

describe('the memory that a pod requests', () => {
  const memoryOn = (pool: NodePoolInput, more: Partial<Parts> = {}) => {
    const [server] = planOf({ ...parts(pool, {}), ...more }).servers;
    if (server === undefined) throw new Error('a server');
    return server;
  };

  test('of llama-server holds what lies on the GPU beside what it holds elsewhere', () => {
    const models = { a: small() };
    const own = memoryOn(l40s(1, 1), { models });
    const unified = memoryOn(spark(1), { models });
    const [device] = Object.values(own.memory).flatMap(({ devices }) => devices);
    const more = unified.compute.memory.value - own.compute.memory.value;
    expect(device?.total).toBeGreaterThan(gib(5));
    // Each sum is rounded up to whole MiB.
    expect(Math.abs(more - (device?.total ?? 0))).toBeLessThan(mib(1));
    expect(unified.compute.memory.because).toContain("on the GPU, whose memory is the node's,");
    expect(own.compute.memory.because).not.toContain('on the GPU');
  });

  test('of Ollama holds every model that may be loaded at once', () => {
    const ollama = {
      f: {
        models: ['llama3.2:3b', 'qwen2.5:7b'] as const,
        settings: { contextLength: 4096, parallel: 1, maxOutputLength: 512 },
        pools: ['gpus'] as const,
        gpus: 1,
        cpu: 4,
        replicas: 1,
      },
    };
    const own = memoryOn(l40s(1, 1), { ollama });
    const unified = memoryOn(spark(1), { ollama });
    const onGpu = Object.values(own.memory).reduce((sum, { devices }) => sum + (devices[0]?.total ?? 0), 0);
    const more = unified.compute.memory.value - own.compute.memory.value;
    expect(Math.abs(more - onGpu)).toBeLessThan(mib(1));
  });
});

test('what does not fit the node beside the host part is refused', () => {
  expect(refusal(parts(spark(1), { a: small() }))).toBe('');
  expect(refusal(parts(spark(1, { memory: gib(9) }), { a: small() }))).toMatch(/ModelDoesNotFit|PodLargerThanNode/);
});

test('the node has its memory once: what pods of the CPU take is not there for the GPU', () => {
  const both = (cpuPods: number): Parts =>
    parts(spark(1), {
      a: small({ settings: { contextLength: 32_768, parallel: 8, maxOutputLength: 512 } }),
      b: small({ gpus: 0, cpu: 1, replicas: cpuPods }),
    });
  const [a, b] = planOf(both(1)).servers.map(({ compute }) => inMib(compute.memory.value));
  const room = Math.floor((116 * 1024 - 512 - (a ?? 0)) / (b ?? 1));
  expect(room).toBeGreaterThan(1);
  expect(refusal(both(room))).toBe('');
  expect(refusal(both(room + 1))).toMatch(/NeverFits|FitsOnlyInSomeOrder/);
});
