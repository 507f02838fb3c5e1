/** What holds for whatever is compared: nothing against itself, the same backwards. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { difference, isSame, planFacts, type Side } from '../../lib/diff';
import { synthesise } from '../../lib/synthesise';
import { dev, local } from '../render/overlays';
import { access, facts, foundation, model, side, type ModelOptions } from './support/sides';

const options: fc.Arbitrary<ModelOptions> = fc.record({
  weights: fc.constantFrom('chat-8b/Q4_K_M', 'chat-8b/Q8_0', 'other-1b/Q4_K_M'),
  image: fc.constantFrom('engine:1', 'engine:2'),
  contextLength: fc.constantFrom(4096, 8192),
  parallel: fc.integer({ min: 1, max: 4 }),
  gpus: fc.integer({ min: 1, max: 2 }),
  replicas: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant({ min: 1, max: 3 })),
  ingressFrom: fc.constantFrom('gateway', 'edge'),
});

const sides: fc.Arbitrary<Side> = fc
  .record({
    models: fc.dictionary(fc.constantFrom('a', 'bb', 'ccc'), options),
    quota: fc.integer({ min: 1, max: 9 }),
    verbs: fc.subarray(['get', 'list', 'patch']),
    planned: fc.boolean(),
  })
  .map(({ models, quota, verbs, planned }) =>
    side(
      'x',
      [foundation(quota), access(verbs), ...Object.entries(models).map(([name, each]) => model(name, each))],
      planned ? facts('a', quota) : undefined,
    ),
  );

/** What must be the other way round when the sides are. */
function directed({ objects, models, totals, permissions, flows }: ReturnType<typeof difference>) {
  return {
    come: [
      ...objects.added,
      ...permissions.gained,
      ...flows.opened,
      ...models.filter(({ change }) => change === 'added').map(({ model: name }) => name),
    ].sort(),
    gone: [
      ...objects.removed,
      ...permissions.lost,
      ...flows.closed,
      ...models.filter(({ change }) => change === 'removed').map(({ model: name }) => name),
    ].sort(),
    from: [
      ...totals.map(({ what, before }) => `${what} ${before}`),
      ...objects.changed.flatMap(({ object, was, fields }) =>
        fields.map(({ field, before }) => `${was ?? object} ${field} ${JSON.stringify(before)}`),
      ),
    ].sort(),
    to: [
      ...totals.map(({ what, after }) => `${what} ${after}`),
      ...objects.changed.flatMap(({ object, fields }) =>
        fields.map(({ field, after }) => `${object} ${field} ${JSON.stringify(after)}`),
      ),
    ].sort(),
  };
}

const backwards = ({ come, gone, from, to }: ReturnType<typeof directed>) => ({
  come: gone,
  gone: come,
  from: to,
  to: from,
});

describe('of random sides', () => {
  test('nothing differs from itself', () => {
    fc.assert(
      fc.property(sides, (each) => {
        const { restarts, blocked, handovers, ...rest } = difference(each, each);
        expect([restarts, blocked, handovers, isSame({ ...rest, restarts, blocked, handovers })]).toEqual([
          [],
          [],
          [],
          true,
        ]);
      }),
      { numRuns: 40 },
    );
  });

  test('backwards, what came goes and what went comes', () => {
    fc.assert(
      fc.property(sides, sides, (a, b) => {
        expect(directed(difference(b, a))).toEqual(backwards(directed(difference(a, b))));
      }),
      { numRuns: 60 },
    );
  });
});

test('of real environments', () => {
  const [small, large] = [local, dev].map((overlay) => {
    const { name, charts, plan } = synthesise(overlay);
    return { name, charts, facts: planFacts(plan) };
  }) as [Side, Side];
  expect(isSame(difference(large, large))).toBe(true);
  expect(directed(difference(large, small))).toEqual(backwards(directed(difference(small, large))));
});
