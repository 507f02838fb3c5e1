/**
 * Pods that need more memory than a node has name the longest context that fits; GPUs that are too few name sharing and
 * the CPU.
 */
import { expect, test } from '@jest/globals';
import { gib, gigabytes } from '../../lib/core/bytes';
import { refusal, small, type Parts } from './fixtures/environment';

const node = { cpu: 16, memory: gib(16), ephemeralStorage: gib(400), diskBandwidth: gigabytes(2) };
const pools = { cpu: { on: 'metal', nodes: 2, hardware: node } } as const;

const server = (contextLength: number, cacheTypeK?: 'q8_0'): Parts => ({
  pools,
  models: {
    a: small({
      pools: ['cpu'],
      gpus: 0,
      cpu: 4,
      settings: { contextLength, parallel: 1, maxOutputLength: 512, cacheTypeK, cacheTypeV: cacheTypeK },
    }),
  },
});

const fleet = (contextLength: number): Parts => ({
  pools,
  ollama: {
    o: {
      models: ['llama3.1:8b'],
      settings: { contextLength, parallel: 1, maxOutputLength: 512 },
      pools: ['cpu'],
      gpus: 0,
      cpu: 4,
      replicas: 1,
    },
  },
});

test.each([
  ['a llama-server', server],
  ['a fleet', fleet],
] as const)('%s on CPUs names the longest context that fits', (_, parts) => {
  const found = refusal(parts(131_072));
  expect(found).toContain('a node of pool cpu offers only 15 872 MiB of memory');
  const [, longest] = /fits with: contextLength (\d+)/.exec(found) ?? [];
  expect(refusal(parts(Number(longest)))).toBe('');
  expect(refusal(parts(Number(longest) + 256))).not.toBe('');
});

test('a cache of fewer bytes is named as well, and fits', () => {
  expect(refusal(server(131_072))).toContain("cacheTypeK and cacheTypeV 'q8_0'");
  expect(refusal(server(131_072, 'q8_0'))).toBe('');
});

test('two models on one RTX 4090 name sharing and the CPU, which fit', () => {
  const settings = { contextLength: 8192, parallel: 1, maxOutputLength: 512 };
  const desk = (replicas?: number, gpus = 1): Parts => ({
    pools: {
      desk: {
        on: 'metal',
        nodes: 1,
        hardware: { ...node, memory: gib(64), gpu: 'NVIDIA-GeForce-RTX-4090', gpus: 1 },
        sharing: replicas === undefined ? undefined : { by: 'time-slicing', replicas },
      },
    },
    models: {
      a: small({ pools: ['desk'], settings }),
      b: small({ pools: ['desk'], weights: 'qwen2.5:7b', settings, gpus, cpu: gpus === 0 ? 2 : undefined }),
    },
  });
  expect(refusal(desk())).toBe(
    [
      'test.nodePools.desk: the pods on desk (1 node) request 2 nvidia.com/gpu, but the nodes offer only 1 nvidia.com/gpu: a 1 × 1 nvidia.com/gpu, b 1 × 1 nvidia.com/gpu.',
      "  fits with: 2 nodes in pool desk · sharing { by: 'time-slicing', replicas: 2 } in pool desk · gpus 0 and cpu 2 of a · gpus 0 and cpu 2 of b · a separate pool for a with 1 node of the same kind",
      '  [NeverFits]',
    ].join('\n'),
  );
  expect([refusal(desk(2)), refusal(desk(undefined, 0))]).toEqual(['', '']);
});
