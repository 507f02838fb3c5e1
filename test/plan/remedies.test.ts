/**
 * What is proposed: changes as a person would write them, each to the nearest value that fits, and none that cannot
 * help.
 */
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../lib/catalog/model';
import { gib } from '../../lib/core/bytes';
import type { Environment } from '../../lib/environment/environment';
import { withGpus, withNodes } from '../../lib/plan/remedies/changed';
import { largestBelow } from '../../lib/core/largest-below';
import { otherMachines } from '../../lib/plan/remedies/machines';
import { otherQuantisations } from '../../lib/engines/proposals';
import { smallerOnGpus, starting } from '../../lib/plan/remedies/memory';
import { higherPriority, ownPool } from '../../lib/plan/remedies/places';
import { smallModel } from '../invalid/base';
import { withDisks } from '../invalid/plan/base';
import { group } from './fixtures/pod-counts';
import { cpus, environmentOf, l40s, large, refusal, small, type Parts } from './fixtures/environment';
import { fleetsOf, modelsOf } from './fixtures/servers';

const cpu = cpus(2);
const g6 = { on: 'cloud' as const, instance: 'aws/g6.2xlarge' };
const proposals = (parts: Parts): readonly string[] =>
  /fits with: (.*)\n/.exec(refusal(parts))?.[1]?.split(' · ') ?? [];

describe('the largest value below', () => {
  const upTo =
    (most: number) =>
    (value: number): boolean =>
      value <= most;

  test('is a multiple of the step that is still accepted', () => {
    expect(largestBelow(100, 16, 16, upTo(70))).toBe(64);
    expect(largestBelow(100, 16, 16, upTo(64))).toBe(64);
    expect(largestBelow(96, 16, 16, upTo(1000))).toBe(80);
    expect(largestBelow(97, 16, 16, upTo(1000))).toBe(96);
  });

  test('may be the least, and nothing smaller', () => {
    expect(largestBelow(100, 16, 16, upTo(16))).toBe(16);
    expect(largestBelow(100, 16, 16, upTo(15))).toBeUndefined();
    expect(largestBelow(16, 16, 16, upTo(1000))).toBeUndefined();
    expect(largestBelow(2, 1, 1, upTo(1))).toBe(1);
  });
});

describe('another quantisation', () => {
  const sized = (quantisation: string, bytes: number, more: Partial<Model> = {}): Model => ({
    ...smallModel,
    quantisation,
    tensors: { ...smallModel.tensors, layers: [{ layers: 4, bytes }] },
    ...more,
  });
  const catalog = {
    'm/Q8_0': sized('Q8_0', 800),
    'm/Q6_K': sized('Q6_K', 600),
    'm/Q4_K_M': sized('Q4_K_M', 400),
    'm/as-large': sized('Q8_1', 800),
    'm/larger': sized('F16', 1600),
    'm/same': sized('Q8_0', 700),
    'other/Q4_0': sized('Q4_0', 300),
    'm/other-shape': sized('Q4_0', 300, { architecture: { ...smallModel.architecture, blockCount: 5 } }),
    'm:registry': sized('Q4_0', 300, {
      origin: { from: 'ollama', tag: 'm:registry', manifestDigest: 'sha256:0', layers: [] },
    }),
  };

  test('is smaller, of the same model from the same kind of place, the largest first', () => {
    expect(otherQuantisations(catalog, 'm/Q8_0', catalog['m/Q8_0']).map(([key]) => key)).toEqual([
      'm/Q6_K',
      'm/Q4_K_M',
    ]);
    expect(otherQuantisations(catalog, 'm/Q4_K_M', catalog['m/Q4_K_M'])).toEqual([]);
  });
});

describe('more GPUs', () => {
  const environment = environmentOf({ pools: { gpus: l40s(1, 4), cpu }, models: { a: small() } });
  const [workload] = modelsOf(environment);
  if (workload === undefined) throw new Error('one model');

  test('bring the cores that they have by default, and leave stated ones', () => {
    expect(withGpus(environment, workload, 3)).toMatchObject({
      gpus: 3,
      cpu: 6,
      settings: { splitMode: 'layer', tensorSplit: [1, 1, 1] },
    });
    expect(withGpus(environment, { ...workload, cpu: 5 }, 3).cpu).toBe(5);
    expect(withGpus(environment, { ...workload, gpus: 2, cpu: 4 }, 1)).toMatchObject({
      cpu: 2,
      settings: { splitMode: 'none' },
    });
  });

  test('are proposed up to what a node has, on the pool itself and on others that are there to stay', () => {
    const big = {
      settings: { contextLength: 8192, parallel: 16, maxOutputLength: 512 },
      weights: 'llama-3.3-70b-instruct/Q4_K_M',
    };
    expect(
      proposals({
        pools: { gpus: l40s(2, 2), cpu },
        models: { a: large({ ...big, gpus: 1, settings: { ...big.settings, parallel: 1 } }) },
      }),
    ).toContain('gpus 2');
    expect(
      proposals({
        pools: { gpus: l40s(2, 1), cpu },
        models: { a: large({ ...big, gpus: 1, settings: { ...big.settings, parallel: 1 } }) },
      }).filter((each) => /^gpus \d+$/.test(each)),
    ).toEqual([]);
    const pools = {
      gpus: l40s(2, 1),
      more: l40s(2, 3),
      cpu,
      shared: l40s(2, 4, { sharing: { by: 'time-slicing', replicas: 2 } }),
      lost: {
        on: 'cloud' as const,
        instance: 'aws/g6e.48xlarge',
        nodes: { min: 0, max: 2 },
        capacity: 'spot' as const,
      },
    };
    expect(
      proposals({
        pools,
        models: { a: large({ ...big, gpus: 1, settings: { ...big.settings, parallel: 1 } }) },
      }).filter((each) => each.includes(' on pool ')),
    ).toEqual(['gpus 2 on pool more']);
  });

  test('of a fleet too, up to all that a node has', () => {
    const fleet = (gpus: number) => ({
      pools: { gpus: l40s(1, gpus), cpu },
      ollama: {
        o: {
          models: ['llama3.3:70b'] as const,
          settings: { contextLength: 8192, parallel: 4, maxOutputLength: 256 },
          pools: ['gpus'] as const,
          gpus: 1,
          replicas: 1,
        },
      },
    });
    expect(proposals(fleet(2))).toContain('gpus 2');
    expect(proposals(fleet(1)).filter((each) => /^gpus \d+$/.test(each))).toEqual([]);
  });
});

describe('changes of a fleet', () => {
  const changes = (pools: Parts['pools'], more: object = {}) => {
    const environment = environmentOf({
      pools: { ...pools, cpu },
      ollama: {
        o: {
          models: ['llama3.3:70b'],
          settings: { contextLength: 8192, parallel: 4, maxOutputLength: 256 },
          pools: ['gpus'],
          gpus: 1,
          replicas: 1,
          ...more,
        },
      },
    });
    const [workload] = fleetsOf(environment);
    if (workload === undefined) throw new Error('one fleet');
    return smallerOnGpus(environment, workload, 'o').flatMap((series) => [...series()]);
  };

  test('bring the cores that more GPUs have by default, and leave stated ones', () => {
    const cores = (more?: object) =>
      changes({ gpus: l40s(1, 2) }, more).find(({ says }) => says === 'gpus 2')?.to.servers[0]?.cpu;
    expect([cores(), cores({ cpu: 7 })]).toEqual([4, 7]);
  });

  test('bring the cores of fewer GPUs likewise', () => {
    const environment = environmentOf({
      pools: { gpus: l40s(1, 2), cpu },
      ollama: {
        o: {
          models: ['llama3.3:70b'],
          settings: { contextLength: 8192, parallel: 1, maxOutputLength: 256 },
          pools: ['gpus'],
          gpus: 2,
          replicas: 1,
        },
      },
    });
    const [workload] = fleetsOf(environment);
    if (workload === undefined) throw new Error('one fleet');
    const cores = (own: number) =>
      starting(environment, { ...workload, cpu: own })
        .flatMap((series) => [...series()])
        .find(({ says }) => says === 'gpus 1')?.to.servers[0]?.cpu;
    expect([cores(4), cores(7)]).toEqual([2, 7]);
  });

  test('name another pool with as few GPUs as are enough there, and for volumes one that has disks', () => {
    const smallCards = l40s(['n9'], 2, {
      hardware: {
        gpu: 'NVIDIA-L4',
        gpus: 2,
        cpu: 32,
        memory: gib(128),
        ephemeralStorage: gib(400),
        diskBandwidth: 1e9,
        nvme: [{ path: '/mnt/a', capacity: gib(200), volumes: 1 }],
      },
    });
    const little = {
      models: ['qwen2.5:14b'] as const,
      settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 },
    };
    const others = (pools: Parts['pools'], more: object) =>
      changes({ gpus: smallCards, ...pools }, { ...little, ...more })
        .map(({ says }) => says)
        .filter((says) => says.includes(' on pool '));
    const shared = l40s(1, 2, { sharing: { by: 'time-slicing', replicas: 2 } });
    expect(others({ shared, whole: l40s(1, 1) }, {})).toEqual(['gpus 1 on pool shared', 'gpus 1 on pool whole']);
    expect(others({ shared, whole: l40s(1, 1), two: l40s(1, 2) }, { gpus: 2 })).toEqual([
      'gpus 1 on pool shared',
      'gpus 1 on pool two',
      'gpus 1 on pool whole',
    ]);
    expect(others({ disks: withDisks(1), bare: l40s(1, 1) }, { local: { kind: 'static' } })).toEqual([
      'gpus 1 on pool disks',
    ]);
  });
});

describe('another pool for a fleet', () => {
  const fleet = (pools: Parts['pools'], more: object = {}): readonly string[] =>
    proposals({
      pools: { l4: { ...g6, nodes: { min: 1, max: 3 } }, ...pools, cpu },
      ollama: {
        o: {
          models: ['qwen2.5:32b'],
          settings: { contextLength: 8192, parallel: 4, maxOutputLength: 512 },
          pools: ['l4'],
          gpus: 1,
          replicas: 1,
          ...more,
        },
      },
    }).filter((each) => each.includes(' on pool '));

  test('has as many GPUs on a node, or a share where one is wanted, and stays', () => {
    expect(fleet({ one: l40s(1, 1) })).toEqual(['gpus 1 on pool one']);
    expect(
      fleet({ lost: { on: 'cloud', instance: 'aws/g6e.xlarge', nodes: { min: 0, max: 3 }, capacity: 'spot' } }),
    ).toEqual([]);
    expect(fleet({ shared: l40s(1, 2, { sharing: { by: 'time-slicing', replicas: 2 } }) })).toEqual([]);
  });
});

describe('more nodes', () => {
  const pools = { metal: l40s(['n1'], 2), cloud: { ...g6, nodes: { min: 1, max: 2 } }, cpu };
  const environment: Environment = environmentOf({
    pools,
    models: { a: small({ pools: ['metal'] }), b: small({ pools: ['cloud'], priority: 'interactive' }) },
  });
  const pool = (name: string) => {
    const found = environment.nodePools[name];
    if (found === undefined) throw new Error(name);
    return found;
  };

  test("of one's own are all there from the start and have names; of a cloud they may stay away", () => {
    expect(withNodes(environment, pool('metal'), 3).nodePools['metal']).toMatchObject({
      nodes: { min: 3, max: 3 },
      nodeNames: ['n1', 'metal-2', 'metal-3'],
    });
    expect(withNodes(environment, pool('cloud'), 3).nodePools['cloud']).toMatchObject({ nodes: { min: 1, max: 3 } });
  });

  test("in a pool of one's own likewise", () => {
    const own = (workload: string, name: string, max: number) =>
      [...ownPool(environment, group(workload, {}, { pools: [name], max }))()].map(
        ({ to }) => to.nodePools[`${name}-${workload}`]?.nodes,
      );
    expect(own('a', 'metal', 2)).toEqual([
      { min: 1, max: 1 },
      { min: 2, max: 2 },
    ]);
    expect(own('b', 'cloud', 3)).toEqual([
      { min: 1, max: 1 },
      { min: 1, max: 2 },
      { min: 1, max: 3 },
    ]);
  });

  test('or a higher priority than its own, the next one first', () => {
    const { interactive, standard } = environment.priorities;
    expect([...higherPriority(environment, group('a', {}, { priority: standard }))()].map(({ says }) => says)).toEqual([
      "priority 'interactive' for a",
      "priority 'critical' for a",
    ]);
    expect(
      [...higherPriority(environment, group('b', {}, { priority: interactive }))()].map(({ says }) => says),
    ).toEqual(["priority 'critical' for b"]);
  });

  test('of other machines are the cheapest that fit, three at most', () => {
    const found = [...otherMachines(environment, 2, (_, gpus) => gpus === 1, 'a')];
    expect(found).toHaveLength(3);
    const prices = found.map(({ instance }) => environment.catalog.instances[instance]?.onDemand?.usdPerHour ?? 0);
    expect(prices).toEqual([...prices].sort((a, b) => a - b));
    expect(found.every(({ pool: { nodes } }) => nodes.max === 3)).toBe(true);
    expect([...otherMachines(environment, 2, () => false, 'a')]).toEqual([]);
  });
});
