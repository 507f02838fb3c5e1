/**
 * Names that follow content: the order of keys does not count, everything else does, and a long base is not forgotten.
 */
import { describe, expect, test } from '@jest/globals';
import {
  endsInHash,
  isNamedByContent,
  lastingTitle,
  listsOf,
  nameByContent,
  programNamed,
} from '../../lib/kubernetes/draw/content';
import type { Manifest } from '../../lib/kubernetes/read/manifest';

const job = (name: string, spec: object, instance?: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, labels: instance === undefined ? undefined : { 'app.kubernetes.io/instance': instance } },
  spec,
});

describe('a name by content', () => {
  test('does not depend on the order of keys, nor on what is undefined', () => {
    expect(nameByContent('load', { a: 1, b: { c: [1, 'x', null], d: undefined } })).toBe(
      nameByContent('load', { b: { c: [1, 'x', null] }, a: 1 }),
    );
  });

  test.each([[{ a: 2 }], [{ a: '1' }], [{ a: [1] }], [{ b: 1 }], [{ a: 1, b: null }], [{}]])(
    'differs for %j',
    (content) => {
      expect(nameByContent('load', content)).not.toBe(nameByContent('load', { a: 1 }));
    },
  );

  test('is recognised on the object, by its own words or by its instance', () => {
    const long = `load-${'x'.repeat(60)}`;
    expect(isNamedByContent(job(nameByContent('load', { a: 1 }), { a: 1 }))).toBe(true);
    expect(isNamedByContent(job(nameByContent(long, { a: 1 }), { a: 1 }, long))).toBe(true);
    expect(isNamedByContent(job(nameByContent(long, { a: 1 }), { a: 1 }, `${long}y`))).toBe(false);
    expect(isNamedByContent(job(nameByContent('load', { a: 1 }), { a: 2 }))).toBe(false);
    expect(isNamedByContent(job('load', { a: 1 }))).toBe(false);
  });

  test('is left out of the title of an object in any revision, with its base whole', () => {
    const long = `load-${'x'.repeat(60)}`;
    expect(lastingTitle(job(nameByContent('load', { a: 1 }), { a: 1 }))).toBe('Job load');
    expect(lastingTitle(job(nameByContent(long, { a: 1 }), { a: 1 }, long))).toBe(`Job ${long}`);
    expect(lastingTitle(job('load-0a1b2c3d', { a: 1 }))).toBe('Job load-0a1b2c3d');
    expect(lastingTitle({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'b' } })).toBe(
      'Service b/a',
    );
  });

  test('covers the data of a ConfigMap, and its binary data', () => {
    const map = (name: string, more: object): Manifest => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { a: 'b' },
      ...more,
    });
    const name = nameByContent(listsOf('qwen'), { a: 'b' });
    const labels = { 'app.kubernetes.io/instance': 'qwen' };
    expect(isNamedByContent(map(name, { metadata: { name, labels } }))).toBe(true);
    expect(isNamedByContent(map(name, { metadata: { name, labels }, binaryData: { c: 'AA==' } }))).toBe(false);
    expect(isNamedByContent({ apiVersion: 'v1', kind: 'Service', metadata: { name } })).toBe(false);
    const shared = nameByContent(programNamed('stager'), { a: 'b' });
    expect(
      isNamedByContent(map(shared, { metadata: { name: shared, labels: { 'app.kubernetes.io/instance': 'stager' } } })),
    ).toBe(true);
  });
});

test.each([
  ['load-0a1b2c3d', true],
  ['load-0a1b2c3', false],
  ['load-0a1b2c3g', false],
  ['0a1b2c3d', false],
])('%s ends in a hash: %s', (name, is) => {
  expect(endsInHash(name)).toBe(is);
});
