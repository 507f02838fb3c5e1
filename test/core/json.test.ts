/** What JSON cannot carry is named with its place; everything else passes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPlainObject, notJson, own } from '../../lib/core/json';

const cyclic: Record<string, unknown> = { a: [] };
cyclic['a'] = [cyclic];
let deep: unknown = 'x';
for (let i = 0; i < 100_000; i += 1) deep = [deep];

describe('notJson', () => {
  test('takes every value of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(notJson(JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto')), 'p')).toEqual([]);
      }),
    );
  });

  const finite = 'a finite number';
  const types = 'a text, a number, true, false, null, a list or an object';
  test.each<[string, unknown, string, string, string]>([
    ['NaN', { replicas: NaN }, 'p.replicas', 'NaN is no number of JSON', finite],
    ['Infinity', [1, -Infinity], 'p[1]', '-Infinity is no number of JSON', finite],
    ['a cycle', cyclic, 'p.a[0]', 'the value contains itself', 'a value that ends'],
    [
      'a key that replaces the prototype',
      JSON.parse('{"a":{"__proto__":{"b":1}}}'),
      'p.a.__proto__',
      'this key would replace the prototype of the object',
      'any other key',
    ],
    [
      'half of a surrogate pair',
      { a: 'x\uD800' },
      'p.a',
      'the text has half of a surrogate pair',
      'a text that UTF-8 can carry',
    ],
    [
      'half of a surrogate pair in a key',
      { 'x\uD800': 1 },
      "p['x\\ud800']",
      'the key has half of a surrogate pair',
      'a text that UTF-8 can carry',
    ],
    ['a function', { a: () => 1 }, 'p.a', 'a function is no value of JSON', types],
    ['undefined', { a: undefined }, 'p.a', 'undefined is no value of JSON', types],
    ['a bigint', 1n, 'p', 'a bigint is no value of JSON', types],
    ['a date', { a: new Date(0) }, 'p.a', 'an instance of a class is no value of JSON', types],
    ['a map', new Map([['a', 1]]), 'p', 'an instance of a class is no value of JSON', types],
    // oxlint-disable-next-line no-sparse-arrays
    ['a hole in a list', [[1, , 2]], 'p[0][1]', 'undefined is no value of JSON', types],
  ])('refuses %s', (_, value, at, found, allowed) => {
    expect(notJson(value, 'p')).toEqual([{ at, found, allowed }]);
  });

  test('refuses what is nested deeper than any object, and ends', () => {
    expect(notJson(deep, 'p')).toEqual([
      {
        at: `p${'[0]'.repeat(64)}`,
        found: 'the value is nested more than 64 levels deep',
        allowed: 'at most 64 levels',
      },
    ]);
  });

  test('takes a value that stands twice', () => {
    const twice = { b: 1 };
    expect(notJson({ a: twice, c: twice }, 'p')).toEqual([]);
  });
});

test('own reads no property that every object has', () => {
  expect([own({}, 'constructor'), own({}, '__proto__'), own({ a: 1 }, 'a'), own(undefined, 'a')]).toEqual([
    undefined,
    undefined,
    1,
    undefined,
  ]);
});

test('a plain object has no class', () => {
  expect([{}, Object.create(null), [], null, 'x', new Date(0), Object.create({ a: 1 })].map(isPlainObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
