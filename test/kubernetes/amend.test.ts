/** The escape hatch: which objects it means, how it merges, and that it refuses to be without effect. */
import { describe, expect, test } from '@jest/globals';
import type { Amendment } from '../../lib/core/amendment';
import { formatFault } from '../../lib/core/fault';
import { amend } from '../../lib/kubernetes/draw/amend';
import type { Manifest } from '../../lib/kubernetes/read/manifest';

const config = (data: unknown): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'serving' },
  data,
});
const target = 'ConfigMap serving/settings';
const amendment = (patch: NonNullable<Amendment['patch']>, of = target): Amendment => ({
  target: of,
  patch,
  reason: 'a test',
});

const applied = (data: unknown, patch: unknown): unknown =>
  amend([config(data)], [amendment({ data: patch })], 'e.amendments').manifests[0]?.['data'];
const sentences = (manifests: readonly Manifest[], ...amendments: readonly Amendment[]): readonly string[] =>
  amend(manifests, amendments, 'e.amendments').faults.map(formatFault);

/** The appendix of RFC 7386, as far as it patches objects and loses no entry of a list. */
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: ['b'] }, { a: null }, {}],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('%j patched by %j', (before, patch, after) => {
  expect(applied(before, patch)).toEqual(after);
});

describe('what is amended', () => {
  const other: Manifest = { ...config({}), metadata: { name: 'other' } };

  test('is the object with the title, and no other', () => {
    const { manifests, faults } = amend([other, config({ a: 1 })], [amendment({ data: { a: 2 } })], 'e');
    expect([manifests, faults]).toEqual([[other, config({ a: 2 })], []]);
  });

  test('stays as it was where it came from', () => {
    const before = config({ a: { b: 1 } });
    const { drawn } = amend([before], [amendment({ data: { a: { b: 2 } } })], 'e');
    expect(before).toEqual(config({ a: { b: 1 } }));
    expect(drawn).toEqual([before]);
  });

  test('is amended in order', () => {
    expect(amend([config({})], [amendment({ data: { a: 1 } }), amendment({ data: { a: 2 } })], 'e').manifests).toEqual([
      config({ a: 2 }),
    ]);
  });

  const named = (kind: string, name: string, namespace?: string): Manifest => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace },
  });
  const several = [
    named('Service', 'a-1', 'x'),
    named('Service', 'a-2', 'x'),
    named('Service', 'a-1', 'y'),
    named('Namespace', 'a-1'),
    named('Secret', 'b', 'x'),
  ];
  const labelled = (pattern: string): readonly string[] =>
    amend(several, [amendment({ metadata: { labels: { on: 'yes' } } }, pattern)], 'e').manifests.flatMap(
      ({ kind, metadata: { name, namespace = '', labels } }) =>
        labels?.['on'] === undefined ? [] : [`${kind} ${namespace}/${name}`],
    );

  test.each([
    ['Service x/*', ['Service x/a-1', 'Service x/a-2']],
    ['Service */a-1', ['Service x/a-1', 'Service y/a-1']],
    ['* x/*', ['Service x/a-1', 'Service x/a-2', 'Secret x/b']],
    ['Service x/a-*', ['Service x/a-1', 'Service x/a-2']],
    ['Namespace *', ['Namespace /a-1']],
    ['*', []],
    ['Service *', []],
    ['Service x/a.*', []],
  ])('is every object of the pattern %s', (pattern, titles) => {
    expect(labelled(pattern)).toEqual(titles);
  });

  test('by a pattern need not change all that it means', () => {
    expect(
      sentences(
        [config({ a: 1 }), { ...config({ a: 2 }), metadata: { name: 'other', namespace: 'serving' } }],
        amendment({ data: { a: 1 } }, 'ConfigMap serving/*'),
      ),
    ).toEqual([]);
  });
});

describe('an amendment is refused that', () => {
  test('matches nothing', () => {
    expect(sentences([config({})], amendment({ data: { a: 1 } }, 'ConfigMap settings'))).toEqual([
      "e.amendments[0]: no object is called 'ConfigMap settings'.\n  did you mean: ConfigMap serving/settings\n  fix: name an object as `kind namespace/name`, or remove the amendment\n  [AmendmentMatchesNothing]",
    ]);
  });

  test.each([
    ['is misspelt', 'ConfigMap serving/setings', 'ConfigMap serving/settings'],
    ['has the kind in another case', 'configmap serving/settings', 'ConfigMap serving/settings'],
    ['has a slash for the space', 'configmap/settings', 'ConfigMap serving/settings'],
    ['has another hash', 'ConfigMap serving/settings-0123abcd', 'ConfigMap serving/settings'],
  ])('matches nothing, and %s: the object that was meant is named', (_, target, meant) => {
    expect(sentences([config({})], amendment({ data: { a: 1 } }, target))).toEqual([
      `e.amendments[0]: no object is called '${target}'.\n  did you mean: ${meant}\n  fix: name an object as \`kind namespace/name\`, or remove the amendment\n  [AmendmentMatchesNothing]`,
    ]);
  });

  test.each([[{}], [{ data: { a: 1 } }], [{ data: { b: null } }], [{ metadata: { name: 'settings' } }]])(
    'changes nothing: %j',
    (patch) => {
      expect(sentences([config({ a: 1 })], amendment(patch))).toEqual([
        "e.amendments[0]: 'ConfigMap serving/settings' is already as the patch says.\n  fix: remove the amendment\n  [AmendmentChangesNothing]",
      ]);
    },
  );

  test.each([
    [{ metadata: { name: 'other' } }],
    [{ metadata: { namespace: null } }],
    [{ metadata: null }],
    [{ kind: 'Secret' }],
    [{ kind: null }],
    [{ apiVersion: 'v2' }],
  ])('makes another object of it: %j', (patch) => {
    expect(sentences([config({})], amendment({ data: { a: 1 } }), amendment(patch))).toEqual([
      "e.amendments[1]: the patch changes what 'ConfigMap serving/settings' is known by.\n  fix: leave apiVersion, kind, name and namespace as they are\n  [AmendmentRenames]",
    ]);
    expect(amend([config({})], [amendment(patch)], 'e').manifests).toEqual([config({})]);
  });

  test.each<[unknown, string]>([
    [
      { data: { a: NaN } },
      'e.amendments[0].patch.data.a: NaN is no number of JSON.\n  allowed: a finite number\n  [AmendmentNotJson]',
    ],
    [
      JSON.parse('{"__proto__":{"a":1}}'),
      'e.amendments[0].patch.__proto__: this key would replace the prototype of the object.\n  allowed: any other key\n  [AmendmentNotJson]',
    ],
  ])('is no JSON', (patch, sentence) => {
    expect(sentences([config({})], amendment(patch as Record<string, unknown>))).toEqual([sentence]);
    expect(amend([config({})], [amendment(patch as Record<string, unknown>)], 'e').manifests).toEqual([config({})]);
  });

  test('is one of several: each is reported', () => {
    expect(
      sentences([config({ a: 1 })], amendment({}), amendment({ data: { a: 2 } }), amendment({ x: 1 }, 'Job x')),
    ).toHaveLength(2);
  });

  test('cannot be applied to one object of a pattern: that one is named', () => {
    const job = (name: string): Manifest => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: 'a' },
      spec: { completions: 1 },
    });
    expect(
      sentences([job('x'), job('y')], {
        target: 'Job a/*',
        jsonPatch: [{ op: 'remove', path: '/spec/parallelism' }],
        reason: 'a test',
      }),
    ).toEqual([
      "e.amendments[0].jsonPatch[0].path: Job a/x has no '/spec/parallelism'.\n  below '/spec': completions\n  [AmendmentPath]",
    ]);
  });
});
