/** Counts as quantities. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimalQuantity, decimalSuffixes, withSuffix } from '../../lib/core/quantity';
import { canonical } from '../../lib/rules/quantity';

test.each([[0, '0'], [4, '4'], [999, '999'], [1000, '1k'], [1001, '1001'], [2_000_000, '2M']])('%d is %s', (count, quantity) => {
  expect(decimalQuantity(count)).toBe(quantity);
});

test('a count is written as the server would write it', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (count) => { expect(canonical(decimalQuantity(count))).toBe(decimalQuantity(count)); }));
});

test('the last suffix takes what is left', () => {
  expect(withSuffix(1e9, 1000, ['', 'k'])).toBe('1000000k');
  expect(decimalSuffixes.at(-1)).toBe('P');
});
