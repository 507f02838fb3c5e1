/**
 * One workload by itself, at the boundary where it turns: memory of a GPU, the end of a pod, the pace of an autoscaler,
 * what a pod is given.
 */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { mib, type Bytes } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { hours, minutes, seconds, type Duration } from '../../lib/core/duration';
import type { OllamaFleetWorkload } from '../../lib/engines/ollama/workload';
import type { NodePool } from '../../lib/environment/node-pool';
import { fullest, tooLarge } from '../../lib/engines/misfit';
import { gpusOf, usableUnit } from '../../lib/plan/workloads/fit';
import { lateToEnd, tooSlowToScale } from '../../lib/plan/workloads/time';
import type { Budgets } from '../../lib/workload/pod';
import type { DeviceMemory } from '../../lib/sizing/memory/memory-term';
import { ollamaModelMemory } from '../../lib/engines/ollama/memory';
import { models } from '../../overlays/models';
import { spot } from '../invalid/plan/base';
import { cpus, environmentOf, l40s, planOf, refusal, small } from './fixtures/environment';

const cpu = cpus(2);
const device = (total: number, name: 'weights' | 'compute' = 'weights'): DeviceMemory => ({
  terms: [{ name, bytes: total as Bytes, because: '' }],
  total: total as Bytes,
});

describe('the fullest device', () => {
  const pool = environmentOf({ pools: { gpus: l40s(1, 1), cpu }, models: { a: small() } }).nodePools['gpus'];
  if (pool === undefined) throw new Error('a pool');

  test('may take all that is usable', () => {
    const gpus = gpusOf(pool, 1);
    expect(tooLarge([device(gpus.usable)], gpus, gpus.usable)).toBeUndefined();
    expect(tooLarge([device(gpus.usable + 1)], gpus, gpus.usable)?.code).toBe('ModelDoesNotFit');
    expect(tooLarge([], gpus, gpus.usable)).toBeUndefined();
  });

  test('is the first of those that are as full', () => {
    expect(fullest([device(1), device(2, 'weights'), device(2, 'compute')])?.terms[0]?.name).toBe('weights');
    expect(fullest([])).toBeUndefined();
  });
});

describe('the end of a pod', () => {
  const ends = (grace: Duration): Budgets => ({ grace: derived(grace, 'so long') }) as unknown as Budgets;
  const late = (grace: Duration, pool: Partial<NodePool>): readonly string[] =>
    lateToEnd('a', ends(grace), [{ name: 'p', selector: [], ...pool } as unknown as NodePool], []).map(
      ({ fault: { code } }) => code,
    );
  const labelled = (key: string) => ({
    selector: [
      { key: 'other', operator: 'Exists' as const },
      { key, operator: 'Exists' as const },
    ],
  });

  test('may take as long as the notice of a spot node', () => {
    expect(late(seconds(120), { spotNotice: seconds(120) })).toEqual([]);
    expect(late(seconds(121), { spotNotice: seconds(120) })).toEqual(['SpotNoticeTooShort']);
  });

  test.each([
    ['eks.amazonaws.com/capacityType', minutes(15)],
    ['cloud.google.com/gke-spot', hours(1)],
    ['kubernetes.azure.com/scalesetpriority', minutes(30)],
  ])('may take as long as who labels its nodes %s waits', (label, time) => {
    expect(late(time, labelled(label))).toEqual([]);
    expect(late((time + 1) as Duration, labelled(label))).toEqual(['DrainTooSlow']);
    expect(late((time + 1) as Duration, labelled('some.other/label'))).toEqual([]);
  });

  test('is brought forward by shorter answers, as little as does, or by fewer slots', () => {
    const settings = { contextLength: 4096, parallel: 8, maxOutputLength: 2800 };
    const parts = (change: object) => ({
      pools: { cpu, ...spot(3, 3) },
      models: { a: small({ pools: ['spot'], settings: { ...settings, ...change } }) },
    });
    const [, tokens] = /fits with: maxOutputLength (\d+) · parallel 3\n/.exec(refusal(parts({}))) ?? [];
    expect(Number(tokens) % 16).toBe(0);
    expect(refusal(parts({ maxOutputLength: Number(tokens) }))).toBe('');
    expect(refusal(parts({ maxOutputLength: Number(tokens) + 16 }))).toContain('[SpotNoticeTooShort]');
    expect(refusal(parts({ parallel: 3 }))).toBe('');
    expect(refusal(parts({ parallel: 4 }))).toContain('[SpotNoticeTooShort]');
  });

  test('is brought forward for a fleet in the same way', () => {
    const parts = (maxOutputLength: number) => ({
      pools: { cpu, ...spot(3, 3) },
      ollama: {
        o: {
          models: ['llama3.1:8b'] as const,
          settings: { contextLength: 8192, parallel: 1, maxOutputLength },
          pools: ['spot'] as const,
          gpus: 1,
          replicas: 1,
        },
      },
    });
    const [, tokens] = /fits with: maxOutputLength (\d+)\n/.exec(refusal(parts(8000))) ?? [];
    expect(refusal(parts(Number(tokens)))).toBe('');
    expect(refusal(parts(Number(tokens) + 16))).toContain('[SpotNoticeTooShort]');
  });

  test('is no matter of the pools where none has more patience', () => {
    const settings = { contextLength: 8192, parallel: 2, maxOutputLength: 4096 };
    expect(
      refusal({ pools: { cpu, ...spot(3, 3) }, models: { a: small({ pools: ['spot'], settings }) } }),
    ).not.toContain('pools ');
  });
});

test('a fleet may leave free as much as its largest model does not take', () => {
  const fleet = (gpuOverhead: number) => ({
    pools: { gpus: l40s(1, 1), cpu },
    ollama: {
      o: {
        models: ['llama3.2:1b'] as const,
        settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128, gpuOverhead: gpuOverhead as Bytes },
        pools: ['gpus'] as const,
        gpus: 1,
        replicas: 1,
      },
    },
  });
  const {
    environment,
    servers: [o],
  } = planOf(fleet(0));
  const [pool] = Object.values(environment.nodePools).filter(({ gpu: units }) => units !== undefined);
  if (pool === undefined || o === undefined) throw new Error('one fleet');
  const needed =
    ollamaModelMemory(
      o.workload.served[0]?.model ?? models['llama3.2:1b'],
      (o.workload as OllamaFleetWorkload).settings,
      1,
      'o',
    ).devices[0]?.total ?? 0;
  const spare = usableUnit(pool) - needed;
  expect(refusal(fleet(spare))).toBe('');
  expect(refusal(fleet(spare + 1))).toContain('[ModelDoesNotFit]');
});

test('a load may take as long as an autoscaler can wait', () => {
  const loading = (staging: Duration, startup: Duration) =>
    tooSlowToScale('a', { staging: derived(staging, ''), startup: derived(startup, '') } as unknown as Budgets, [])
      .length;
  expect([loading(minutes(29), minutes(1)), loading(minutes(29), seconds(61))]).toEqual([0, 1]);
});

describe('what a pod is given', () => {
  test('follows from whether it has GPUs', () => {
    const {
      servers: [with1, without, fleet, none],
    } = planOf({
      pools: { gpus: l40s(1, 4), cpu: cpus(3) },
      models: { a: small(), b: small({ gpus: 0, cpu: 8, pools: ['cpu'] }) },
      ollama: {
        o: {
          models: ['llama3.2:1b'],
          settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
          pools: ['gpus'],
          gpus: 1,
          replicas: 1,
        },
        p: {
          models: ['llama3.2:1b'],
          settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
          pools: ['cpu'],
          gpus: 0,
          cpu: 8,
          replicas: 1,
        },
      },
    });
    expect([with1?.image, without?.image]).toEqual([images.llamaServerCuda, images.llamaServer]);
    expect([with1, without, fleet, none].map((each) => each?.scheduling.runtimeClassName)).toEqual([
      'nvidia',
      undefined,
      'nvidia',
      undefined,
    ]);
  });

  test('may be more memory than is needed, or exactly that, and not less', () => {
    const fleet = (memory?: Bytes) => ({
      pools: { gpus: l40s(1, 4), cpu },
      ollama: {
        o: {
          models: ['llama3.2:1b'] as const,
          settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
          pools: ['gpus'] as const,
          gpus: 1,
          replicas: 1,
          memory,
        },
      },
    });
    const needed = planOf(fleet()).servers[0]?.compute.memory.value ?? mib(0);
    expect(refusal(fleet(needed))).toBe('');
    expect(refusal(fleet((needed - mib(1)) as Bytes))).toContain('[MemoryTooSmall]');
    expect(refusal(fleet((needed + mib(1)) as Bytes))).toBe('');
  });

  test('says how much was stated, and how much is needed', () => {
    const server = (memory?: Bytes) =>
      planOf({ pools: { gpus: l40s(1, 4), cpu }, models: { a: small({ memory }) } }).servers[0]?.compute.memory;
    const needed = server()?.value ?? mib(0);
    expect(server()?.because).toMatch(/^MiB: /);
    expect([server(needed), server((needed + mib(1)) as Bytes)].map((each) => each?.because)).toEqual([
      expect.stringMatching(/^as stated; /),
      expect.stringMatching(/^as stated; /),
    ]);
    const fleet = (memory?: Bytes) =>
      planOf({
        pools: { gpus: l40s(1, 4), cpu },
        ollama: {
          o: {
            models: ['llama3.2:1b'],
            settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
            pools: ['gpus'],
            gpus: 1,
            replicas: 1,
            memory,
          },
        },
      }).servers[0]?.compute.memory;
    const wanted = fleet()?.value ?? mib(0);
    expect(fleet()?.because).not.toContain('as stated');
    expect(
      [fleet(wanted), fleet((wanted + mib(1)) as Bytes)].map((each) => [each?.value, each?.because.slice(0, 18)]),
    ).toEqual([
      [wanted, 'as stated; needed:'],
      [wanted + mib(1), 'as stated; needed:'],
    ]);
  });

  test('reads its weights at the pace of its own tier', () => {
    const tiers = { storageTiers: { fast: { storageClass: 'fast', bandwidth: 4e9 } } };
    const startup = (local?: { readonly kind: 'csi'; readonly tier: 'fast' }) =>
      planOf({ pools: { gpus: l40s(1, 4), cpu }, models: { a: small({ local }) }, cluster: tiers as object }).servers[0]
        ?.budgets.startup.because;
    expect(startup({ kind: 'csi', tier: 'fast' })).toContain('over 4.00 GB/s');
    expect(startup()).toContain('over 3.00 GB/s');
  });
});

test('what is slow to load may have fewer replicas that read at once, but more than its minimum', () => {
  const slow = (max: number) => ({
    cluster: {
      weights: {
        kind: 'nfs' as const,
        server: 'nfs.example',
        share: '/export',
        capacity: mib(2_000_000),
        bandwidth: mib(60),
      },
    },
    pools: { gpus: l40s(4, 4), cpu },
    models: { a: small({ weights: 'llama-3.3-70b-instruct/Q4_K_M', gpus: 2, replicas: { min: 2, max } }) },
  });
  expect(refusal(slow(3))).toContain('fits with: replicas 3\n');
});
