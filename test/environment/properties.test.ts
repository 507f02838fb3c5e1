/**
 * Whatever is written, the reader answers: with an environment or with faults, and with neither exception nor silence.
 */
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { gib, mib } from '../../lib/core/bytes';
import type { Instance } from '../../lib/catalog/instance';
import { instances } from '../../lib/catalog/instances';
import { cacheTypes } from '../../lib/sizing/settings';
import { parseEnvironment } from '../../lib/environment/complete';
import { environmentFaultCodes } from '../../lib/environment/fault-codes';
import { priorities } from '../../lib/workload/server';
import { runs } from '../generators/runs';
import { base } from '../invalid/base';
import { reportOf } from '../invalid/read';
import { modelsOf } from '../plan/fixtures/servers';

/** Replaces, adds or removes something at a place that the numbers pick. */
function mutate(target: unknown, picks: readonly number[], value: unknown): unknown {
  const [pick, ...rest] = picks;
  if (pick === undefined || typeof target !== 'object' || target === null) return value;
  const keys = Object.keys(target);
  const key = keys[pick % (keys.length + 1)] ?? 'added';
  const changed = mutate((target as Readonly<Record<string, unknown>>)[key], rest, value);
  if (Array.isArray(target))
    return target.map((entry, index) => (String(index) === key ? changed : (entry as unknown)));
  return { ...target, [key]: changed };
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constant(undefined),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom('l4', 'spot', 'direct', 'mig', 0, -1, 1.5, [], {}),
);
const mutations = fc.array(fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), anything), {
  minLength: 1,
  maxLength: 3,
});

test('any change of a valid overlay is accepted whole or told, never thrown', () => {
  let refused = 0;
  fc.assert(
    fc.property(mutations, (steps) => {
      const input = steps.reduce<unknown>((target, [picks, value]) => mutate(target, picks, value), base);
      const { environment, faults } = parseEnvironment(input);
      if (faults.length > 0) refused += 1;
      expect(environment === undefined).toBe(faults.length > 0);
      for (const { code, found, at, remedies } of faults) {
        expect(Object.keys(environmentFaultCodes)).toContain(code);
        expect(found).not.toMatch(/undefined|\[object|\n/);
        expect(at).not.toMatch(/undefined$/);
        expect(remedies.every(({ options }) => options.length > 0)).toBe(true);
      }
    }),
    { numRuns: runs(60) },
  );
  expect(refused).toBeGreaterThan(runs(60) / 3);
});

test('anything at all is told', () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      expect(parseEnvironment(input).faults.length).toBeGreaterThan(0);
    }),
    { numRuns: runs(60) },
  );
});

const makers = { aws: 'karpenter', gcp: 'gke', azure: 'aks' } as const;
const machines: Readonly<Record<string, Instance>> = instances;
const cloudOf = (key: string): Instance['cloud'] => machines[key]?.cloud ?? 'aws';

const gpuInstances = Object.entries<Instance>(instances).flatMap(([key, { gpu }]) => (gpu === undefined ? [] : [key]));

/** Overlays that are right by construction: pools of different machines, models that ask for what their pool has. */
const overlays = fc
  .uniqueArray(fc.constantFrom(...gpuInstances), { minLength: 1, maxLength: 4 })
  .chain((keys) =>
    fc.tuple(
      fc.constant(keys),
      fc.array(
        fc.record({
          pool: fc.nat(keys.length - 1),
          contextLength: fc.integer({ min: 2, max: 8192 }),
          parallel: fc.integer({ min: 1, max: 256 }),
          cacheTypeK: fc.constantFrom(...cacheTypes.filter((type) => ['f32', 'f16', 'bf16'].includes(type))),
          priority: fc.constantFrom(...priorities),
          min: fc.integer({ min: 1, max: 3 }),
          more: fc.nat(3),
        }),
        { maxLength: 5 },
      ),
    ),
  )
  .map(([keys, models]) => ({
    ...base,
    nodePools: Object.fromEntries(
      keys.map((instance, index) => [
        `pool-${index}`,
        {
          on: 'cloud',
          instance,
          provisioner: makers[cloudOf(instance)],
          nodes: { min: index, max: index + 1 },
          ephemeralStorage: gib(200),
          diskBandwidth: mib(200),
        },
      ]),
    ),
    models: Object.fromEntries(
      models.map(({ pool, contextLength, priority, min, more, ...settings }, index) => [
        `model-${index}`,
        {
          weights: 'small/Q4_K_M',
          pools: [`pool-${pool}`],
          gpus: 1,
          priority,
          replicas: { min, max: min + more },
          settings: { ...settings, contextLength, maxOutputLength: contextLength - 1 },
        },
      ]),
    ),
    ollama: {},
  }));

test('what is right always becomes an environment, with every pool and model in it', () => {
  fc.assert(
    fc.property(overlays, (overlay) => {
      const { environment, faults } = parseEnvironment(overlay);
      expect(reportOf(faults)).toBe('');
      expect(Object.keys(environment?.nodePools ?? {})).toEqual(Object.keys(overlay.nodePools));
      expect(modelsOf(environment).map(({ key }) => key)).toEqual(Object.keys(overlay.models));
    }),
    { numRuns: runs(50) },
  );
});

test('reading changes nothing of what it reads, and reads it twice alike', () => {
  const before = JSON.stringify(base);
  expect(parseEnvironment(base)).toEqual(parseEnvironment(base));
  expect(JSON.stringify(base)).toBe(before);
});
