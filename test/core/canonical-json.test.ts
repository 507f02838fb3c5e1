/** One text for equal values. */
import { expect, test } from '@jest/globals';
import { canonicalJson, isSameJson } from '../../lib/core/canonical-json';

test('keys are in order at every depth, lists keep theirs, and what is undefined is left out', () => {
  expect(canonicalJson({ b: [{ d: 1, c: undefined }, 2], a: null })).toBe('{"a":null,"b":[{"d":1},2]}');
  expect(canonicalJson(undefined)).toBe('');
});

test('values with the same JSON are the same', () => {
  expect(isSameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(isSameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
  expect(isSameJson({ a: null }, {})).toBe(false);
  expect(isSameJson(undefined, '')).toBe(false);
});
