/**
 * What refusals propose, written into the overlay as a person would: every proposal is read again, planned again, and
 * fixes what it was for.
 */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gib, mib } from '../../lib/core/bytes';
import type { Fault } from '../../lib/core/fault';
import { FaultError } from '../../lib/core/fault';
import type { NodePoolInput } from '../../lib/environment/node-pool';
import type { ModelInput } from '../../lib/engines/llama-server/input';
import type { OllamaFleetInput } from '../../lib/engines/ollama/input';
import { plan } from '../../lib/plan';
import { asksForMany, runs } from '../generators/runs';
import { cpus, environmentOf, l40s, small, type Parts } from './fixtures/environment';

const faultsOf = (parts: Parts): readonly Fault[] => {
  try {
    plan(environmentOf(parts));
    return [];
  } catch (error) {
    if (error instanceof FaultError) return error.faults;
    throw error;
  }
};

const keyIn = (at: string): string => /\.(?:models|ollama)\.([\w-]+)/.exec(at)?.[1] ?? '';

const withModel = (parts: Parts, name: string, change: (model: ModelInput) => ModelInput): Parts => {
  const model = parts.models?.[name];
  return model === undefined ? parts : { ...parts, models: { ...parts.models, [name]: change(model) } };
};
const withFleet = (parts: Parts, name: string, change: (fleet: OllamaFleetInput) => OllamaFleetInput): Parts => {
  const fleet = parts.ollama?.[name];
  return fleet === undefined ? parts : { ...parts, ollama: { ...parts.ollama, [name]: change(fleet) } };
};
const withBoth = (parts: Parts, name: string, change: <T extends ModelInput | OllamaFleetInput>(each: T) => T): Parts =>
  withFleet(withModel(parts, name, change), name, change);
const withPool = (parts: Parts, name: string, pool: NodePoolInput | undefined): Parts =>
  pool === undefined ? parts : { ...parts, pools: { ...parts.pools, [name]: pool } };
const withNodes = (pool: NodePoolInput | undefined, nodes: number): NodePoolInput | undefined =>
  pool && (pool.on === 'metal' ? { ...pool, nodes } : { ...pool, nodes: { min: pool.nodes.min, max: nodes } });

/** A pod of another number of GPUs gets the number of cores that its overlay would give it by default. */
const gpus = <T extends ModelInput | OllamaFleetInput>(each: T, count: number, pools = each.pools): T => ({
  ...each,
  gpus: count,
  pools,
});

/** For each way to propose something, what a person would write. */
const written: readonly (readonly [RegExp, (parts: Parts, key: string, ...found: string[]) => Parts])[] = [
  [
    /^(contextLength|parallel|maxOutputLength|expertLayersOnHost|imageMaxTokens) (\d+)$/,
    (parts, key, field = '', value = '') =>
      withBoth(parts, key, (each) => ({ ...each, settings: { ...each.settings, [field]: Number(value) } })),
  ],
  [
    /^cacheTypeK and cacheTypeV '(\w+)'$/,
    (parts, key, type) =>
      withModel(parts, key, (model) => ({
        ...model,
        settings: { ...model.settings, cacheTypeK: type as 'f16', cacheTypeV: type as 'f16' },
      })),
  ],
  [
    /^cacheType '(\w+)'$/,
    (parts, key, type) =>
      withFleet(parts, key, (fleet) => ({ ...fleet, settings: { ...fleet.settings, cacheType: type as 'f16' } })),
  ],
  [
    /^maxLoadedModels (\d+) with swap 'accepted'$/,
    (parts, key, count) =>
      withFleet(parts, key, (fleet) => ({
        ...fleet,
        swap: 'accepted',
        settings: { ...fleet.settings, maxLoadedModels: Number(count) },
      })),
  ],
  [/^weights (.+)$/, (parts, key, weights = '') => withModel(parts, key, (model) => ({ ...model, weights }))],
  [/^gpus (\d+)$/, (parts, key, count) => withBoth(parts, key, (each) => gpus(each, Number(count)))],
  [
    /^gpus (\d+) on pool ([\w-]+)$/,
    (parts, key, count, pool = '') => withBoth(parts, key, (each) => gpus(each, Number(count), [pool])),
  ],
  [
    /^pools? ([\w, -]+)$/,
    (parts, key, names = '') =>
      withBoth(parts, key, (each) => ({ ...each, pools: names.split(', ') as unknown as readonly [string] })),
  ],
  [
    /^gpus (\d+) on a pool of ([\w./-]+)$/,
    (parts, key, count, instance = '') =>
      withPool(
        withBoth(parts, key, (each) => gpus(each, Number(count), ['other'])),
        'other',
        { on: 'cloud', instance, nodes: { min: 0, max: 20 } },
      ),
  ],
  [
    /^(\d+) nodes in pool ([\w-]+)$/,
    (parts, _, count, pool = '') => withPool(parts, pool, withNodes(parts.pools[pool], Number(count))),
  ],
  [
    /^replicas (\d+) of ([\w-]+)$/,
    (parts, _, count, key = '') => withBoth(parts, key, (each) => ({ ...each, replicas: Number(count) })),
  ],
  [
    /^replicas\.max (\d+) of ([\w-]+)$/,
    (parts, _, count, key = '') =>
      withModel(parts, key, (model) => ({
        ...model,
        replicas: {
          min: Math.min(Number(count), typeof model.replicas === 'number' ? model.replicas : model.replicas.min),
          max: Number(count),
        },
      })),
  ],
  [
    /^priority '(\w+)' for ([\w-]+)$/,
    (parts, _, priority, key = '') => withBoth(parts, key, (each) => ({ ...each, priority: priority as 'critical' })),
  ],
  [
    /^a separate pool for ([\w-]+) with (\d+) nodes? of the same kind$/,
    (parts, _, key = '', nodes) => {
      const pool = parts.pools[parts.models?.[key]?.pools[0] ?? parts.ollama?.[key]?.pools[0] ?? ''];
      return withPool(
        withBoth(parts, key, (each) => ({ ...each, pools: ['own'] })),
        'own',
        withNodes(pool, Number(nodes)),
      );
    },
  ],
  [
    /^gpus 0 and cpu (\d+) of ([\w-]+)$/,
    (parts, _, cpu, key = '') => withModel(parts, key, (model) => ({ ...model, gpus: 0, cpu: Number(cpu) })),
  ],
  [
    /^sharing \{ by: 'time-slicing', replicas: (\d+) \} in pool ([\w-]+)$/,
    (parts, _, replicas, key = '') => {
      const pool = parts.pools[key];
      return withPool(parts, key, pool && { ...pool, sharing: { by: 'time-slicing', replicas: Number(replicas) } });
    },
  ],
  [/^remove memory$/, (parts, key) => withBoth(parts, key, (each) => ({ ...each, memory: undefined }))],
  [
    /^memory mib\((\d+)\)$/,
    (parts, key, size) => withBoth(parts, key, (each) => ({ ...each, memory: mib(Number(size)) })),
  ],
  [
    /^kvCache 'unified'$/,
    (parts, key) =>
      withModel(parts, key, (model) => ({ ...model, settings: { ...model.settings, kvCache: 'unified' } })),
  ],
];

/** The environment with a proposal written into it. */
function writeDown(parts: Parts, at: string, says: string): Parts {
  for (const [pattern, change] of written) {
    const found = pattern.exec(says);
    if (found !== null) return change(parts, keyIn(at), ...found.slice(1));
  }
  throw new Error(`no way is known to write down: ${says}`);
}

const model = fc.record({
  weights: fc.constantFrom<string>(
    'llama-3.1-8b-instruct/Q8_0',
    'llama-3.3-70b-instruct/Q4_K_M',
    'gpt-oss-120b/MXFP4',
    'gemma-4-31b-it-qat/Q4_0',
    'phi-4/Q4_K_M',
  ),
  gpus: fc.constantFrom<number>(0, 1, 1, 2),
  replicas: fc.constantFrom<ModelInput['replicas']>(1, 2, 4, { min: 1, max: 3 }),
  priority: fc.constantFrom('interactive' as const, 'standard' as const, 'batch' as const),
  settings: fc
    .record({
      contextLength: fc.constantFrom<number>(4096, 16384),
      parallel: fc.integer({ min: 1, max: 8 }),
      maxOutputLength: fc.constant<number>(512),
      cacheTypeK: fc.constantFrom('f16' as const, 'f16' as const, 'q8_0' as const),
    })
    .map((settings) => ({ ...settings, cacheTypeV: settings.cacheTypeK })),
  memory: fc.constantFrom(undefined, undefined, gib(2)),
});

const fleet = fc.record({
  models: fc.constantFrom<OllamaFleetInput['models']>(
    ['llama3.1:8b', 'qwen2.5:14b', 'qwen2.5:32b'],
    ['qwen2.5:32b'],
    ['phi4:14b'],
  ),
  settings: fc.record({
    contextLength: fc.constantFrom<number>(4096, 16384),
    parallel: fc.integer({ min: 1, max: 4 }),
    maxOutputLength: fc.constant<number>(512),
    cacheType: fc.constantFrom('f16' as const, 'q8_0' as const),
  }),
  replicas: fc.integer({ min: 1, max: 3 }),
});

const world = fc.record({
  nodes: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 })),
  contention: fc.constantFrom('reserved', 'by-priority'),
  models: fc.array(model, { minLength: 1, maxLength: 3 }),
  fleets: fc.array(fleet, { maxLength: 1 }),
});

test('every proposal fixes what it is for, and breaks nothing else', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(world, ({ nodes, contention, models, fleets }) => {
      const parts: Parts = {
        pools: {
          gpu: l40s(nodes[0], 4, { contention }),
          small: { on: 'cloud', instance: 'aws/g6.2xlarge', nodes: { min: 0, max: nodes[1] } },
          cpu: cpus(2),
        },
        models: Object.fromEntries(
          models.map((each, i) => [
            `m${i}`,
            small({ ...each, pools: each.gpus === 0 ? ['cpu'] : ['gpu'], cpu: each.gpus === 0 ? 8 : undefined }),
          ]),
        ),
        ollama: Object.fromEntries(fleets.map((each, i) => [`f${i}`, { ...each, pools: ['gpu'], gpus: 1 }])),
      };
      const before = faultsOf(parts);
      const known = new Set(before.map(({ at, code }) => `${code} ${at}`));
      for (const { at, code, remedies } of before) {
        for (const says of remedies.filter(({ label }) => label === 'fits with').flatMap(({ options }) => options)) {
          const after = faultsOf(writeDown(parts, at, says));
          kinds.add(says.replace(/\d+/g, 'N').replace(/\b[mf]N\b/, 'X'));
          const alike = (faults: readonly Fault[]): number =>
            faults.filter((fault) => fault.at === at && fault.code === code).length;
          expect([says, alike(after) < alike(before)]).toEqual([says, true]);
          expect(
            after.filter((fault) => !known.has(`${fault.code} ${fault.at}`)).map(({ found }) => `${says}: ${found}`),
          ).toEqual([]);
        }
      }
    }),
    { numRuns: runs(2), seed: 3 },
  );
  expect(kinds.size).toBeGreaterThan(asksForMany ? 12 : 3);
});
