/** What the reader of environments refuses is not proposed: both ask the same functions. */
import { describe, expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import { engineOf, mayNamePool, parseEnvironment, withShares } from '../../lib/environment';
import type { CloudPoolInput, NodePoolInput } from '../../lib/environment/node-pool';
import { otherMachines } from '../../lib/plan/remedies/machines';
import { smallerOnGpus } from '../../lib/plan/remedies/memory';
import { instances } from '../../lib/catalog/instances';
import { cpus, environmentOf, l40s, large, refusal, small } from './fixtures/environment';

const cpu = cpus(2);
const volume = { ephemeralStorage: gib(400), diskBandwidth: mib(300) } as const;
const amd: NodePoolInput = {
  on: 'metal',
  nodes: 1,
  hardware: { gpu: 'AMD-Instinct-MI300X', gpus: 1, deviceGroups: [44], cpu: 64, memory: gib(384), ...volume },
};
const spark: NodePoolInput = {
  on: 'metal',
  nodes: 1,
  hardware: { gpu: 'NVIDIA-GB10', gpus: 1, cpu: 20, memory: gib(116), ...volume },
};
const cloud = (instance: CloudPoolInput['instance'], provisioner: CloudPoolInput['provisioner']): NodePoolInput => ({
  on: 'cloud',
  instance,
  provisioner,
  nodes: { min: 1, max: 1 },
  labels: { pool: 'gpus' },
  ...volume,
});
const shares = { by: 'time-slicing', replicas: 2 } as const;
const poolOf = (gpus: NodePoolInput) => {
  const pool = environmentOf({ pools: { gpus, cpu } }).nodePools['gpus'];
  if (pool === undefined) throw new Error('the pool');
  return pool;
};

describe('shares of a GPU', () => {
  const pools: readonly (readonly [what: string, pool: NodePoolInput, isProposed: boolean])[] = [
    ["NVIDIA on one's own machines", l40s(1, 1), true],
    ['unified memory', spark, true],
    ['NVIDIA on AWS', cloud('aws/g6.2xlarge', 'karpenter'), true],
    ['NVIDIA on GKE', cloud('gcp/g2-standard-8', 'gke'), false],
    ['NVIDIA on AKS', cloud('azure/Standard_NC24ads_A100_v4', 'aks'), true],
    ['AMD', amd, false],
  ];

  test.each(pools)('of %s are proposed where the reader takes them', (_, pool, isProposed) => {
    expect(withShares(poolOf(pool), shares) !== undefined).toBe(isProposed);
    const { faults } = parseEnvironment({
      name: 'test',
      delivery: 'kubectl',
      models: {},
      nodePools: { gpus: { ...pool, labels: { pool: 'gpus' }, sharing: shares } },
    });
    const refused = faults.filter(({ at }) => at.startsWith('test.nodePools.gpus.sharing'));
    expect(refused.length === 0).toBe(isProposed);
  });

  test.each(pools)('of %s stand in the refusal of two models on one GPU, or do not', (_, gpus, isProposed) => {
    const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 128 };
    const text = refusal({ pools: { gpus, cpu }, models: { a: small({ settings }), b: small({ settings }) } });
    expect(text).toContain('a separate pool');
    expect(text.includes("sharing { by: 'time-slicing', replicas: 2 } in pool gpus")).toBe(isProposed);
  });

  test('of unified memory are parts of the node, and keep the groups of its devices', () => {
    const pool = poolOf(spark);
    expect(withShares(pool, shares)?.gpu?.memoryMibPerUnit).toBe(Math.floor((116 * 1024 - 512) / 2));
    expect(withShares(pool, shares)).toEqual(poolOf({ ...spark, sharing: shares }));
    const grouped = { ...pool, gpu: pool.gpu && { ...pool.gpu, groups: [44, 992] } };
    expect(withShares(grouped, shares)?.gpu?.groups).toEqual([44, 992]);
  });
});

describe('another pool', () => {
  const arc = {
    vendor: 'intel',
    product: 'Intel-Arc-B580',
    memoryMib: 48_000,
    memoryType: 'GDDR',
    bandwidthGbPerSecond: 456,
    computeCapability: 'xe2',
    migProfiles: [],
    source: 'data sheet',
  } as const;

  test('is not proposed to an engine that does not run on its GPUs, nor where the labels of the pods do not lead', () => {
    const environment = environmentOf({
      pools: { gpus: l40s(1, 1), more: l40s(1, 2), cpu },
      models: { a: small() },
      ollama: {
        o: {
          models: ['llama3.3:70b'],
          settings: { contextLength: 8192, parallel: 4, maxOutputLength: 256 },
          pools: ['gpus'],
          gpus: 1,
          replicas: 1,
        },
      },
    });
    const { more } = environment.nodePools;
    const [model, fleet] = environment.servers;
    if (more?.gpu === undefined || model === undefined || fleet === undefined) throw new Error('two workloads');
    const intel = { ...more, gpu: { ...more.gpu, gpu: arc, resource: 'gpu.intel.com/xe' } };
    const names = (workload: typeof model, pool: typeof more) =>
      mayNamePool(engineOf(environment, workload), workload, 1, pool);
    expect([names(model, more), names(fleet, more)]).toEqual([true, true]);
    expect([names(model, intel), names(fleet, intel)]).toEqual([true, false]);

    const proposed = (pool: typeof more) =>
      smallerOnGpus({ ...environment, nodePools: { ...environment.nodePools, more: pool } }, fleet, 'test.ollama.o')
        .flatMap((series) => [...series()])
        .map(({ says }) => says)
        .filter((says) => says.includes('on pool more'));
    expect(proposed(more)).toEqual(['gpus 2 on pool more']);
    expect(proposed(intel)).toEqual([]);

    const elsewhere = { ...model, pods: { ...model.pods, nodeSelector: { pool: 'gpus' } } };
    expect(names(elsewhere, more)).toBe(false);
    expect(names({ ...model, pods: { ...model.pods, nodeSelector: { pool: 'more' } } }, more)).toBe(true);
    expect(names({ ...model, local: { kind: 'static' } }, more)).toBe(false);
  });
});

describe('other machines', () => {
  const found = (gpus: NodePoolInput) =>
    [...otherMachines(environmentOf({ pools: { gpus, cpu } }), 2, () => true, 'a')].map(({ instance, pool, disk }) => ({
      instance,
      disk,
      size: pool.allocatable.ephemeralStorage,
      bandwidth: pool.diskBandwidth,
    }));
  const cheapest = (prefix: string) =>
    Object.entries(instances)
      .filter(([key, { gpu, onDemand }]) => key.startsWith(prefix) && gpu !== undefined && onDemand !== undefined)
      .sort(([, a], [, b]) => (a.onDemand?.usdPerHour ?? 0) - (b.onDemand?.usdPerHour ?? 0))
      .slice(0, 3)
      .map(([key]) => key);

  test.each([
    ['azure', 'azure/Standard_NC4as_T4_v3', 'aks'],
    ['gcp', 'gcp/g2-standard-8', 'gke'],
  ] as const)(
    'of %s, whose disk is an attached volume, have that of the present pool',
    (prefix, instance, provisioner) => {
      const machines = found(cloud(instance, provisioner));
      expect(machines.map((each) => each.instance)).toEqual(cheapest(`${prefix}/`));
      expect(machines[0]).toMatchObject({ disk: 'gpus', size: gib(400), bandwidth: mib(300) });
    },
  );

  test('stand in a refusal with where their disk is known from', () => {
    const text = refusal({
      pools: { gpus: cloud('azure/Standard_NC4as_T4_v3', 'aks'), cpu },
      models: { a: large({ gpus: 1 }) },
    });
    expect(text).toMatch(/gpus 1 on a pool of azure\/\S+ with the disk of pool gpus/);
  });

  test('are left out where no pool of the cloud states such a disk', () => {
    const machines = found(l40s(1, 1));
    expect(machines).toHaveLength(3);
    expect(machines.every(({ instance, disk }) => instance.startsWith('aws/') && disk === undefined)).toBe(true);
  });
});
