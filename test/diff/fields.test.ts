/** Fields that differ, by paths that people can find. */
import { expect, test } from '@jest/globals';
import { fieldChanges } from '../../lib/diff/fields';

const paths = (before: unknown, after: unknown): readonly string[] =>
  fieldChanges(before, after).map(
    ({ field, before: was, after: is }) => `${field}: ${JSON.stringify(was)} → ${JSON.stringify(is)}`,
  );

test('the deepest field that differs, and what came or went', () => {
  expect(paths({ spec: { a: 1, b: { c: 2 } } }, { spec: { b: { c: 3 }, d: 4 } })).toEqual([
    'spec.a: 1 → undefined',
    'spec.b.c: 2 → 3',
    'spec.d: undefined → 4',
  ]);
});

test('items with names by their names, wherever they stand', () => {
  expect(
    paths(
      {
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      },
      {
        env: [
          { name: 'B', value: '3' },
          { name: 'A', value: '1' },
        ],
      },
    ),
  ).toEqual(['env.B.value: "2" → "3"']);
});

test('command lines flag by flag', () => {
  expect(
    paths(
      { args: ['serve', '--ctx-size', '8', '--metrics', '--parallel', '2'] },
      { args: ['serve', '--ctx-size', '16', '--parallel', '2', '--no-ui'] },
    ),
  ).toEqual([`args['--ctx-size']: "8" → "16"`, `args['--metrics']: "" → undefined`, `args['--no-ui']: undefined → ""`]);
});

test('what differs in nothing but its order is told as a whole', () => {
  expect(paths({ args: ['--a', '--b'] }, { args: ['--b', '--a'] })).toEqual(['args: ["--a","--b"] → ["--b","--a"]']);
});

test('other lists are compared whole, and keys without order', () => {
  expect(paths({ list: [1, 2] }, { list: [2, 1] })).toEqual(['list: [1,2] → [2,1]']);
  expect(paths({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
});
