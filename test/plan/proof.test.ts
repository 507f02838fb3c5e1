/**
 * What is proven of a whole environment, at the boundary where it turns: contention, lost spot nodes, volumes, stores,
 * quotas, pools.
 */
import { describe, expect, test } from '@jest/globals';
import { bytes, gib, mib } from '../../lib/core/bytes';
import { planLoaders, planStore } from '../../lib/plan/loaders';
import { proveContention } from '../../lib/plan/proof/contention';
import { sumQuota } from '../../lib/plan/quota';
import { schedulingOf, supportPools } from '../../lib/plan/scheduling';
import { pinned, spot, withDisks } from '../invalid/plan/base';
import { group, gpu } from './fixtures/pod-counts';
import { cpus, environmentOf, l40s, planOf, refusal, small } from './fixtures/environment';

const cpu = cpus(2);
const contended = (gpus: number) => l40s(1, gpus, { contention: 'by-priority' });

describe('contention', () => {
  test('asks about workloads that scale, and no others', () => {
    const { placement } = planOf({
      pools: { gpus: contended(4), cpu },
      models: { a: small({ replicas: { min: 1, max: 2 } }), b: small({ priority: 'interactive', replicas: 2 }) },
    });
    expect(placement.scaleUps.map(({ workload }) => workload)).toEqual(['a']);
  });

  test('pushes out lower classes only, though pods of its own are without room too', () => {
    const pod = { [gpu]: 1 };
    const own = { pools: ['gpus'] as const, min: 1, max: 3 };
    const environment = environmentOf({ pools: { gpus: contended(3), cpu }, models: { a: small() } });
    const { scaleUps } = proveContention(
      environment,
      [group('a', pod, own), group('b', pod, { ...own, max: 1 }), group('c', pod, { ...own, max: 1, priority: 1 })],
      new Set(),
    );
    expect(scaleUps).toEqual([{ workload: 'a', verdict: 'waits', fits: 1, fitsByPreempting: 2, displaces: ['c'] }]);
  });

  test('counts nobody of its own class as pushed out, who is spread out of room by it', () => {
    const environment = environmentOf({
      pools: { gpus: l40s(2, 2, { contention: 'by-priority' }), cpu },
      models: { a: small() },
    });
    const at = { pools: ['gpus'] as const, min: 1 };
    const { scaleUps } = proveContention(
      environment,
      [group('a', { [gpu]: 1 }, { ...at, max: 2 }), group('b', { [gpu]: 2 }, { ...at, max: 1 })],
      new Set(),
    );
    expect(scaleUps).toEqual([{ workload: 'a', verdict: 'fits', fits: 2, fitsByPreempting: 2, displaces: [] }]);
  });

  test('says how many of the workload itself must run', () => {
    const models = { a: small({ replicas: 2 }), b: small({ replicas: { min: 1, max: 3 } }) };
    expect(refusal({ pools: { gpus: contended(4), cpu }, models })).toContain(
      'test.models.a: 2 pods must run on gpus, but a scale-up of b (same priority) can take the place of a pod that restarts.',
    );
  });
});

describe('a lost spot pool', () => {
  const after = (rest: number, b: object) => ({
    pools: { ...spot(2, rest), cpu: cpus(2) },
    models: {
      a: small({ pools: ['spot', 'rest'], priority: 'interactive' as const, replicas: { min: 1, max: 2 } }),
      b: small({ pools: ['rest'], replicas: 2, ...b }),
    },
  });

  test('pushes out batch, and nobody of a class between', () => {
    expect(refusal(after(2, { priority: 'batch' }))).not.toContain('[SpotLossStopsService]');
    expect(refusal(after(2, {}))).toContain('[SpotLossStopsService]');
    expect(refusal(after(3, {}))).not.toContain('[SpotLossStopsService]');
  });

  test('leaves as many replicas as fit beside the minima of the others', () => {
    const servedOn = (rest: number) =>
      planOf(after(rest, { replicas: 1 })).placement.spotLosses.flatMap(({ served }) => served);
    expect(servedOn(3)).toEqual([{ workload: 'a', replicas: 2 }]);
    const { placement } = planOf({
      pools: { ...spot(2, 4), cpu: cpus(2) },
      models: {
        a: small({ pools: ['spot', 'rest'], priority: 'interactive', replicas: { min: 1, max: 2 } }),
        b: small({ pools: ['spot', 'rest'], priority: 'interactive', replicas: { min: 1, max: 3 } }),
      },
    });
    expect(placement.spotLosses[0]?.served).toEqual([
      { workload: 'a', replicas: 2 },
      { workload: 'b', replicas: 3 },
    ]);
  });
});

test('a volume that is as large as is wanted is large enough', () => {
  const parts = (size: number) => ({
    pools: { gpus: withDisks(1), cpu },
    ollama: { o: { ...pinned(2), volumeSize: bytes(size) } },
  });
  expect(refusal(parts(gib(500)))).toBe('');
  expect(refusal(parts(gib(500) + mib(1)))).toContain('[TooFewVolumes]');
});

test('a pod that is too large for one of its pools is offered the others that it names, else one that it does not', () => {
  const narrow = cpus(1, { hardware: { cpu: 4, memory: gib(16), ephemeralStorage: gib(50), diskBandwidth: 1e9 } });
  const parts = (pools: readonly [string, ...string[]]) => ({
    pools: { narrow, cpu, more: cpus(1) },
    models: { a: small({ gpus: 0, cpu: 16, pools }) },
  });
  expect(refusal(parts(['narrow', 'more']))).toContain('fits with: pools more\n');
  expect(refusal(parts(['narrow']))).toContain('fits with: pools cpu\n');
});

describe('a store', () => {
  const models = { a: small(), b: small({ weights: 'llama-3.2-1b-instruct/Q8_0' }), c: small() };
  const environment = environmentOf({ pools: { gpus: l40s(1, 4), cpu }, models });

  test('is filled by a loader for each model, in the order of their keys, for those who serve it', () => {
    expect(
      planLoaders(environment).map(({ key, weights, neededBy }) => [key, weights.map(({ form }) => form), neededBy]),
    ).toEqual([
      ['llama-3.1-8b-instruct/Q4_K_M', ['gguf'], ['a', 'c']],
      ['llama-3.2-1b-instruct/Q8_0', ['gguf'], ['b']],
    ]);
  });

  test('knows which engines can read a model, so that a second one does not load it again', () => {
    const both = environmentOf({
      pools: { gpus: l40s(1, 4), cpu },
      models: { a: small() },
      ollama: {
        o: {
          models: ['llama3.2:1b'],
          settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
          pools: ['gpus'],
          gpus: 1,
          replicas: 1,
        },
      },
    });
    expect(planLoaders(both).map(({ key, weights }) => [key, weights.map(({ form }) => form)])).toEqual([
      ['llama-3.1-8b-instruct/Q4_K_M', ['gguf']],
      ['llama3.2:1b', ['gguf', 'registry']],
    ]);
  });

  test('that has exactly what is needed is large enough', () => {
    const loaders = planLoaders(environment);
    const { needed } = planStore(environment, loaders).store;
    const holding = (capacity: number) =>
      planStore(
        {
          ...environment,
          cluster: {
            ...environment.cluster,
            weights: { ...environment.cluster.weights, capacity: bytes(capacity) },
          },
        },
        loaders,
      ).findings.length;
    expect([holding(needed.value), holding(needed.value - 1)]).toEqual([0, 1]);
  });
});

describe('a quota', () => {
  test('names those who use a resource, and no others', () => {
    const quota = sumQuota(
      [
        { name: 'x', amounts: { cpu: 1000, [gpu]: 1 }, max: 2, extra: 1 },
        { name: 'y', amounts: { cpu: 500, [gpu]: 0 }, max: 1, extra: 0 },
      ],
      0,
    );
    expect(quota[`requests.${gpu}`]?.because).toBe('maximum pods + temporary pods of a rollout or a drain: x 2 + 1');
    expect(quota['requests.cpu']?.because).toBe('maximum pods + temporary pods of a rollout or a drain: x 2 + 1, y 1');
  });

  test('has room for the claims of fleets that keep volumes, and for a direct store', () => {
    const fleet = (local: object) =>
      planOf({
        pools: { gpus: withDisks(1), cpu },
        ollama: { o: { ...pinned(2), local: local as { kind: 'static' } } },
      }).quota;
    expect(fleet({ kind: 'static' })['requests.storage']?.value).toBe('100Gi');
    expect(fleet({ kind: 'ephemeral' })['requests.storage']).toBeUndefined();
    expect(fleet({ kind: 'static' })['pods']?.because).toBe(
      'maximum pods + temporary pods of a rollout or a drain: o 2 + 1',
    );
  });
});

test('a pool counts who prefers it', () => {
  const { pools } = planOf({
    pools: { one: l40s(1, 4), two: l40s(1, 2), cpu },
    models: {
      a: small({ pools: ['one', 'two'], replicas: 2 }),
      b: small({ pools: ['two'], replicas: { min: 1, max: 2 }, priority: 'interactive' }),
    },
  });
  expect(
    pools.map(({ pool, gpuUnits, gpuUnitsAtMinimum, gpuUnitsAtMaximum }) => [
      pool.name,
      gpuUnits,
      gpuUnitsAtMinimum,
      gpuUnitsAtMaximum,
    ]),
  ).toEqual([
    ['cpu', 0, 0, 0],
    ['one', 4, 2, 2],
    ['two', 2, 1, 2],
  ]);
});

describe('scheduling', () => {
  const environment = (cluster: object = {}) =>
    environmentOf({ pools: { gpus: l40s(1, 4), cpu }, models: { a: small() }, cluster });

  test('gives the runtime of GPUs to who uses them, where the cluster has it', () => {
    expect(schedulingOf(environment(), ['gpus'], 'standard', true).runtimeClassName).toBe('nvidia');
    expect(schedulingOf(environment(), ['cpu'], 'standard', false).runtimeClassName).toBeUndefined();
    expect(
      schedulingOf(environment({ runtimeClass: 'none' }), ['gpus'], 'standard', true).runtimeClassName,
    ).toBeUndefined();
  });

  test('puts what is no engine on one pool, on demand and without GPUs as far as there are any, in the order of the overlay', () => {
    const on = (pools: Parameters<typeof environmentOf>[0]['pools'], wanted: string) =>
      supportPools(environmentOf({ pools, models: { a: small({ pools: [wanted] }) } })).map(({ name }) => name);
    const { spot: lost, rest } = spot(2, 2);
    expect(on({ gpus: l40s(1, 4), cpu }, 'gpus')).toEqual(['cpu']);
    expect(on({ gpus: l40s(1, 4) }, 'gpus')).toEqual(['gpus']);
    expect(on({ rest, gpus: l40s(1, 4) }, 'gpus')).toEqual(['rest']);
    expect(on({ gpus: l40s(1, 4), rest }, 'gpus')).toEqual(['gpus']);
    expect(on({ lost, rest }, 'rest')).toEqual(['rest']);
    expect(on({ lost }, 'lost')).toEqual(['lost']);
    expect(on({ gpus: l40s(1, 4), second: cpu, cpu }, 'gpus')).toEqual(['second']);
  });
});
