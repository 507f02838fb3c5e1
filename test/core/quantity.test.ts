/** Quantities are written as the API server writes them back, round numbers above all. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bytes, bytesQuantity, gib } from '../../lib/core/bytes';
import { cpuQuantity } from '../../lib/core/cpu';
import { canonical, countQuantity, isQuantity, nanoOf, unitsOf } from '../../lib/core/quantity';
import { sumQuota } from '../../lib/plan/quota';

test.each([
  [0, '0'],
  [4, '4'],
  [999, '999'],
  [1000, '1k'],
  [1001, '1001'],
  [3000, '3k'],
  [2_000_000, '2M'],
  [0.5, '500m'],
  [0.8, '800m'],
])('%d is %s', (count, quantity) => {
  expect(countQuantity(count)).toBe(quantity);
});

/** Numbers that end in zeros, decimal or binary, and their neighbours. */
const round = fc
  .record({
    digits: fc.integer({ min: 1, max: 999 }),
    base: fc.constantFrom(10, 1000, 1024, 2),
    power: fc.nat({ max: 5 }),
    off: fc.constantFrom(0, 0, 0, 1),
  })
  .map(({ digits, base, power, off }) => digits * base ** power + off)
  .filter((count) => Number.isSafeInteger(count));

test('a round number is written in the form that stays: as a count, as cores, as bytes', () => {
  fc.assert(
    fc.property(round, (count) => {
      for (const quantity of [countQuantity(count), cpuQuantity(count), bytesQuantity(bytes(count))])
        expect(canonical(quantity)).toBe(quantity);
      expect(nanoOf(countQuantity(count))).toBe(BigInt(count) * 10n ** 9n);
    }),
    { numRuns: 300 },
  );
});

test('every entry of a quota is written in the form that stays, whatever the number of pods', () => {
  const within = (most: number) => round.filter((count) => count <= most);
  const amounts = fc.record({
    cpu: within(1e7),
    memory: within(2 ** 43),
    'ephemeral-storage': round,
    pods: fc.constant(1),
    'nvidia.com/gpu': fc.integer({ min: 1, max: 16 }),
  });
  fc.assert(
    fc.property(amounts, within(1e6), fc.nat({ max: 2000 }), (each, max, extra) => {
      const quota = sumQuota([{ name: 'chat', amounts: each, max, extra, claims: gib(1) }], 0);
      expect(Object.keys(quota)).toHaveLength(6);
      for (const { value } of Object.values(quota)) expect(canonical(value)).toBe(value);
    }),
  );
});

test('3000 pods are 3k', () => {
  const quota = sumQuota([{ name: 'chat', amounts: { pods: 1, 'nvidia.com/gpu': 1 }, max: 2000, extra: 1000 }], 0);
  expect(Object.entries(quota).map(([key, { value }]) => [key, value])).toEqual([
    ['pods', '3k'],
    ['requests.nvidia.com/gpu', '3k'],
  ]);
});

test.each([
  ['1', 10n ** 9n],
  ['500m', 5n * 10n ** 8n],
  ['1n', 1n],
  ['0.1n', 1n],
  ['1Ki', 1024n * 10n ** 9n],
  ['1E', 10n ** 27n],
  ['1E3', 10n ** 12n],
  ['1.5e-3', 1_500_000n],
  ['.5', 5n * 10n ** 8n],
  ['+2', 2n * 10n ** 9n],
  [0.25, 25n * 10n ** 7n],
  [1e21, 10n ** 30n],
])('%s is worth %s nano units', (quantity, nano) => {
  expect(nanoOf(quantity)).toBe(nano);
});

test('a text is a quantity if it has a worth', () => {
  for (const text of ['1', '.5', '1.', '1e3', '+2Gi', '1E', '', 'Gi', '-1', '1e', '1gi', '1Gi2', 'two'])
    expect([text, isQuantity(text)]).toEqual([text, nanoOf(text) !== undefined]);
});

test('units are rounded up, and what is no quantity has none', () => {
  expect(['1', '1500m', '1n', '3k', '0'].map((quantity) => unitsOf(quantity))).toEqual([1, 2, 1, 3000, 0]);
  expect([undefined, null, '', '-1', 'two', ['1']].map((quantity) => unitsOf(quantity))).toEqual(
    Array(6).fill(undefined),
  );
});
