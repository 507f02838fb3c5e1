/** Processor time, and quantities that the API server reads back as they were written. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cores, cpuQuantity, parseCpu } from '../../lib/core/cpu';
import { canonical } from '../../lib/core/quantity';

test.each([
  [0, '0'],
  [0.1, '100m'],
  [3.92, '3920m'],
  [4, '4'],
  [1500.5, '1500500m'],
  [2000, '2k'],
])('%d cores are %s', (count, quantity) => {
  expect(cpuQuantity(cores(count))).toBe(quantity);
});

test('what is written is what the server would write, and is read', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5_000_000 }), (millicores) => {
      const quantity = cpuQuantity(millicores);
      expect(canonical(quantity)).toBe(quantity);
      expect(parseCpu(quantity)).toBe(millicores);
    }),
  );
});

test.each([
  ['0.5', 500],
  ['3920m', 3920],
  ['4', 4000],
  ['2k', 2_000_000],
  ['1e3', 1_000_000],
  ['1Ki', 1_024_000],
  ['1u', 1],
])('%s is read', (quantity, millicores) => {
  expect(parseCpu(quantity)).toBe(millicores);
});

test.each(['', 'm', '4gi', '-1', '1e'])("'%s' is no processor time", (quantity) => {
  expect(parseCpu(quantity)).toBeUndefined();
});

test.each([
  [-1, '-1 is not a whole number of millicores'],
  [0.5, '0.5 is not a whole number of millicores'],
])('%d millicores are refused', (count, message) => {
  expect(() => cpuQuantity(count)).toThrow(new RangeError(message));
});
