/** Operations on drawn objects, by the examples of RFC 6902, and what is said of one that leads nowhere. */
import { describe, expect, test } from '@jest/globals';
import type { JsonPatchOperation } from '../../lib/core/amendment';
import { formatFault } from '../../lib/core/fault';
import { applyOperations } from '../../lib/kubernetes/draw/amend/json-patch';

const object = (spec: unknown) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'x' }, spec });
const apply = (spec: unknown, ...operations: readonly JsonPatchOperation[]) =>
  applyOperations(object(spec), operations, 'e.jsonPatch');

/** The appendix of RFC 6902, below `spec`. */
test.each<[string, unknown, readonly JsonPatchOperation[], unknown]>([
  ['A.1 adds a member', { foo: 'bar' }, [{ op: 'add', path: '/spec/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
  [
    'A.2 adds an element',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/spec/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3 removes a member', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/spec/baz' }], { foo: 'bar' }],
  [
    'A.4 removes an element',
    { foo: ['bar', 'qux', 'baz'] },
    [{ op: 'remove', path: '/spec/foo/1' }],
    { foo: ['bar', 'baz'] },
  ],
  ['A.5 replaces a value', { baz: 'qux' }, [{ op: 'replace', path: '/spec/baz', value: 'boo' }], { baz: 'boo' }],
  [
    'A.6 moves a value',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/spec/foo/waldo', path: '/spec/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 moves an element',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/spec/foo/1', path: '/spec/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 tests a value',
    { baz: 'qux', foo: ['a', 2] },
    [
      { op: 'test', path: '/spec/baz', value: 'qux' },
      { op: 'test', path: '/spec/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2] },
  ],
  [
    'A.10 adds a nested member',
    { foo: 'bar' },
    [{ op: 'add', path: '/spec/child', value: { a: {} } }],
    { foo: 'bar', child: { a: {} } },
  ],
  ['A.14 escapes', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/spec/~01', value: 10 }], { '/': 9, '~1': 10 }],
  [
    'A.16 adds a list',
    { foo: ['bar'] },
    [{ op: 'add', path: '/spec/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
  ['copies a value', { a: { b: 1 } }, [{ op: 'copy', from: '/spec/a', path: '/spec/c' }], { a: { b: 1 }, c: { b: 1 } }],
  [
    'goes on with what the operation before it made',
    {},
    [
      { op: 'add', path: '/spec/a', value: [] },
      { op: 'add', path: '/spec/a/-', value: 1 },
    ],
    { a: [1] },
  ],
])('%s', (_, before, operations, after) => {
  expect(apply(before, ...operations)).toEqual({ after: object(after), faults: [] });
});

test('the object stays as it was where it came from, and so does the patch', () => {
  const before = object({ a: [1] });
  const operations = [
    { op: 'add', path: '/spec/b', value: { c: [1] } },
    { op: 'add', path: '/spec/b/c/-', value: 2 },
  ] as const;
  expect(applyOperations(before, operations, 'e').after).toEqual(object({ a: [1], b: { c: [1, 2] } }));
  expect([before, operations[0].value]).toEqual([object({ a: [1] }), { c: [1] }]);
});

describe('an operation is refused that', () => {
  const spec = { args: ['--a', '--b'], 'a/b': { c: 1 } };

  test.each<[string, JsonPatchOperation, string]>([
    [
      'removes what is not there',
      { op: 'remove', path: '/spec/arg' },
      "path: Pod x/a has no '/spec/arg'.\n  below '/spec': args · a/b\n  [AmendmentPath]",
    ],
    [
      'adds below what is not there',
      { op: 'add', path: '/spec/template/spec', value: 1 },
      "path: Pod x/a has no '/spec/template'.\n  below '/spec': args · a/b\n  [AmendmentPath]",
    ],
    [
      'adds below a text',
      { op: 'add', path: '/kind/a', value: 1 },
      "path: Pod x/a has no '/kind/a'.\n  [AmendmentPath]",
    ],
    [
      'adds beyond the end of a list',
      { op: 'add', path: '/spec/args/3', value: '--c' },
      "path: Pod x/a has no '/spec/args/3'.\n  below '/spec/args': 0 to 1 · - for the end\n  [AmendmentPath]",
    ],
    [
      'replaces the end of a list',
      { op: 'replace', path: '/spec/args/-', value: '--c' },
      "path: Pod x/a has no '/spec/args/-'.\n  below '/spec/args': 0 to 1\n  [AmendmentPath]",
    ],
    [
      'copies what is not there',
      { op: 'copy', from: '/spec/x', path: '/spec/y' },
      "from: Pod x/a has no '/spec/x'.\n  below '/spec': args · a/b\n  [AmendmentPath]",
    ],
    [
      'moves a value into itself',
      { op: 'move', from: '/spec/a~1b', path: '/spec/a~1b/d' },
      "path: '/spec/a~1b' cannot be moved into itself.\n  fix: move it to a path outside of it\n  [AmendmentPath]",
    ],
    [
      'has a path with dots',
      { op: 'remove', path: 'spec.args' },
      "path: 'spec.args' is no JSON pointer.\n  fix: write '/' before each key, and '~1' for a '/' in a key: '/metadata/annotations/example.com~1team'\n  [AmendmentPath]",
    ],
    [
      'replaces the whole object',
      { op: 'replace', path: '', value: {} },
      "path: this is the whole object, and an amendment changes fields of it.\n  fix: write the path of a field: '/spec/…'\n  [AmendmentPath]",
    ],
    [
      'goes through a prototype',
      { op: 'add', path: '/spec/__proto__/a', value: 1 },
      "path: '__proto__' would replace the prototype of the object.\n  fix: use another key\n  [AmendmentPath]",
    ],
    [
      'goes through what every object has',
      { op: 'remove', path: '/spec/constructor/name' },
      "path: Pod x/a has no '/spec/constructor'.\n  below '/spec': args · a/b\n  [AmendmentPath]",
    ],
    [
      'tests for another value',
      { op: 'test', path: '/spec/args/0', value: '--c' },
      'path: Pod x/a has "--a" at \'/spec/args/0\', and the operation tests for "--c".\n  fix: remove the amendment if it is no longer needed, or correct the value of the test\n  [AmendmentTestFails]',
    ],
  ])('%s', (_, operation, sentence) => {
    expect(apply(spec, operation).faults.map(formatFault)).toEqual([`e.jsonPatch[0].${sentence}`]);
  });
});
