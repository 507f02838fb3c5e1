/** What 1000 models render to: bytes, which do not depend on the machine. */
import { expect, test } from '@jest/globals';
import { files, gib, gigabytes, mib, synthesise, type EnvironmentInput } from '../../lib';
import { models } from '../../overlays/models';

type Pool = EnvironmentInput['nodePools'][string];

const cloud: Pool = {
  on: 'cloud',
  instance: 'aws/m7i.4xlarge',
  nodes: { min: 1, max: 1000 },
  ephemeralStorage: gib(200),
  diskBandwidth: mib(250),
};
const cloudGpu: Pool = { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 1, max: 1000 } };
const named: Pool = {
  on: 'metal',
  nodes: Array.from({ length: 1000 }, (_, i) => `node-${i}.rack.example`),
  labels: { 'corral.dev/pool': 'pool' },
  hardware: { cpu: 16, memory: gib(60), ephemeralStorage: gib(200), diskBandwidth: mib(250) },
};

/** Bytes of all files of an environment with that many llama-servers. */
function bytesOf(count: number, pool: Pool, gpus: number): number {
  const rendered = files(
    synthesise({
      name: 'many',
      delivery: 'kubectl',
      catalog: { models: { smol: models['smollm2-1.7b-instruct/Q4_K_M'] } },
      cluster: {
        id: 'many',
        dns: { addresses: ['10.96.0.10/32'] },
        weights: { kind: 'nfs', server: 'nfs.example', share: '/models', capacity: gib(100), bandwidth: gigabytes(10) },
      },
      prerequisites: [{ kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'the cluster team' }],
      nodePools: { pool },
      models: Object.fromEntries(
        Array.from({ length: count }, (_, i) => [
          `model-${i}`,
          {
            weights: 'smol',
            settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
            pools: ['pool'] as const,
            gpus,
            cpu: 2,
            replicas: 1,
          },
        ]),
      ),
    }),
  );
  return [...rendered.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** Most bytes of 1000 llama-servers. */
const most = 13_000_000;

test('1000 llama-servers on one pool render to at most 13 MB, linear in their number, and to no more where nodes are named and labelled', () => {
  const [all, quarter, onGpus, onNamed] = [
    bytesOf(1000, cloud, 0),
    bytesOf(250, cloud, 0),
    bytesOf(1000, cloudGpu, 1),
    bytesOf(1000, named, 0),
  ];
  process.stdout.write(
    `1000 llama-servers: ${all} bytes, on GPUs ${onGpus}, on 1000 named nodes ${onNamed}; 250: ${quarter}\n`,
  );
  expect(Math.max(all, onGpus)).toBeLessThanOrEqual(most);
  expect(onNamed).toBeLessThanOrEqual(all);
  expect(all).toBeLessThanOrEqual(4.05 * quarter);
});
