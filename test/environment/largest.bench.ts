/**
 * The largest that exists, within every bound: 5000 named nodes, 2000 models, 16 GPUs and 8 TiB a node, a context of 10
 * 485 760 tokens.
 */
import { expect, test } from '@jest/globals';
import { gib, gigabytes, synthesise, type EnvironmentInput } from '../../lib';
import { smallModel } from '../invalid/base';

const settings = { contextLength: 4096, parallel: 1, maxOutputLength: 512 } as const;
const longest = 10_485_760;

const environment = (nodes: number, models: number): EnvironmentInput => ({
  name: 'largest',
  delivery: 'kubectl',
  cluster: {
    id: 'largest',
    dns: { addresses: ['10.96.0.10/32'] },
    weights: { kind: 'nfs', server: 'nfs.example', share: '/export', capacity: gib(5000), bandwidth: gigabytes(10) },
  },
  nodePools: {
    racks: {
      on: 'metal',
      nodes: Array.from({ length: nodes }, (_, i) => `rack-${i}`),
      labels: { 'corral.dev/pool': 'racks' },
      hardware: {
        gpu: 'NVIDIA-H200',
        gpus: 16,
        cpu: 384,
        memory: gib(8192),
        ephemeralStorage: gib(30_000),
        diskBandwidth: gigabytes(10),
      },
    },
  },
  models: {
    ...Object.fromEntries(
      Array.from({ length: models - 1 }, (_, i) => [
        `m-${i}`,
        { weights: 'small/Q4_K_M', pools: ['racks'], gpus: 1, replicas: 1, settings },
      ]),
    ),
    long: {
      weights: 'long/Q4_K_M',
      pools: ['racks'],
      gpus: 16,
      replicas: 1,
      settings: { ...settings, contextLength: longest },
    },
  },
  prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' }],
  catalog: {
    models: {
      'small/Q4_K_M': smallModel,
      'long/Q4_K_M': { ...smallModel, architecture: { ...smallModel.architecture, contextLength: longest } },
    },
  },
});

/** Five times the models take at most this many times as long: linear, and a margin for a busy machine. */
const mostGrowth = 8;

function seconds(nodes: number, models: number): number {
  const before = process.cpuUsage();
  const { charts } = synthesise(environment(nodes, models));
  const { user, system } = process.cpuUsage(before);
  expect(charts.flatMap(({ manifests }) => manifests).filter(({ kind }) => kind === 'Deployment').length).toBe(
    models + 1,
  );
  return (user + system) / 1e6;
}

test('2000 models on 5000 nodes synthesise in linear time, and in memory that a laptop has', () => {
  seconds(50, 20);
  const [few, many] = [seconds(1000, 400), seconds(5000, 2000)];
  const memory = process.resourceUsage().maxRSS / 1024;
  console.log(
    `400 models on 1000 nodes: ${few.toFixed(1)} s; 2000 on 5000: ${many.toFixed(1)} s of processor time; at most ${memory.toFixed(0)} MiB`,
  );
  expect(many / few).toBeLessThan(mostGrowth);
  expect(memory).toBeLessThan(2048);
}, 300_000);
