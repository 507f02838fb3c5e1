/**
 * Objects: a misspelt field does not compile, a name that the server refuses is refused here, patches work and nothing
 * is dropped.
 */
import { describe, expect, test } from '@jest/globals';
import { JsonPatch, type ApiObject } from 'cdk8s';
import type { Kind } from '../../lib/kubernetes/kinds';
import { object, type Body } from '../../lib/kubernetes/draw/object';
import { draw, refusal } from '../constructs/support/drawn';

const limits: Body<'LimitRange'> = {
  metadata: { name: 'a', namespace: 'n' },
  spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] },
};

test('an object has its kind, its version and its body; empty maps and lists stay, what is undefined goes', () => {
  expect(
    draw((chart) =>
      object(chart, 'a', 'NetworkPolicy', {
        metadata: { name: 'a', namespace: 'n', labels: { b: '1', a: '2' } },
        spec: { podSelector: {}, policyTypes: undefined, ingress: [] },
      }),
    ),
  ).toEqual([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'a', namespace: 'n', labels: { b: '1', a: '2' } },
      spec: { podSelector: {}, ingress: [] },
    },
  ]);
});

describe('the escape hatch of cdk8s', () => {
  const patched = (...patches: readonly JsonPatch[]) =>
    draw((chart) => {
      const range: ApiObject = object(chart, 'a', 'LimitRange', limits);
      range.addJsonPatch(...patches);
    })[0];

  test('adds, replaces and removes, also what the types do not know', () => {
    expect(
      patched(
        JsonPatch.replace('/spec/limits/0/max/cpu', '1500m'),
        JsonPatch.add('/spec/limits/0/max/memory', '1536Mi'),
        JsonPatch.add('/spec/fieldOfTomorrow', { deep: [{ value: 0, off: false, text: '' }] }),
        JsonPatch.add('/metadata/annotations', { 'stranger.example/why': 'because' }),
        JsonPatch.remove('/spec/limits/0/type'),
      ),
    ).toEqual({
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'a', namespace: 'n', annotations: { 'stranger.example/why': 'because' } },
      spec: {
        limits: [{ max: { cpu: '1500m', memory: '1536Mi' } }],
        fieldOfTomorrow: { deep: [{ value: 0, off: false, text: '' }] },
      },
    });
  });

  test('of a field that is not there fails, and names the object', () => {
    expect(() => patched(JsonPatch.replace('/spec/nothing/here', 1))).toThrow(
      /^Failed serializing construct at path 'stranger\/a' with name 'a'/,
    );
  });
});

describe('names', () => {
  const named = (kind: Kind, name: string) => refusal((chart) => object(chart, 'a', kind, { metadata: { name } }));

  test.each<[Kind, string, string]>([
    [
      'Deployment',
      'Qwen',
      'lower-case letters, digits and hyphens, at most 52 characters, a letter or digit at both ends',
    ],
    [
      'StatefulSet',
      'x'.repeat(53),
      'lower-case letters, digits and hyphens, at most 52 characters, a letter or digit at both ends',
    ],
    ['CronJob', 'a.b', 'lower-case letters, digits and hyphens, at most 52 characters, a letter or digit at both ends'],
    [
      'Service',
      '7b',
      'lower-case letters, digits and hyphens, at most 63 characters, a letter or digit at both ends, a letter first',
    ],
    [
      'Service',
      'x'.repeat(64),
      'lower-case letters, digits and hyphens, at most 63 characters, a letter or digit at both ends, a letter first',
    ],
    [
      'Namespace',
      'a.b',
      'lower-case letters, digits and hyphens, at most 63 characters, a letter or digit at both ends',
    ],
    [
      'StorageClass',
      'a_b',
      'labels of lower-case letters, digits and hyphens, at most 253 characters, a letter or digit at both ends, parted by dots',
    ],
    [
      'ReplicaSet',
      'a.b',
      'lower-case letters, digits and hyphens, at most 52 characters, a letter or digit at both ends',
    ],
    [
      'HTTPRoute',
      'A',
      'labels of lower-case letters, digits and hyphens, at most 253 characters, a letter or digit at both ends, parted by dots',
    ],
    ['Role', 'a/b', "any text without '/' and '%', but not '.' or '..'"],
    ['ClusterRole', '..', "any text without '/' and '%', but not '.' or '..'"],
    [
      'ConfigMap',
      'a..b',
      'labels of lower-case letters, digits and hyphens, at most 253 characters, a letter or digit at both ends, parted by dots',
    ],
    [
      'ConfigMap',
      '',
      'labels of lower-case letters, digits and hyphens, at most 253 characters, a letter or digit at both ends, parted by dots',
    ],
  ])("a %s is not called '%s'", (kind, name, fix) => {
    expect(named(kind, name)).toBe(`stranger: '${name}' is no name for a ${kind}.\n  fix: ${fix}\n  [BadName]`);
  });

  test.each<[Kind, string]>([
    ['Deployment', 'x'.repeat(52)],
    ['Service', 'x'.repeat(63)],
    ['StorageClass', 'fast.example.com'],
    ['StorageClass', 'x'.repeat(64)],
    ['ClusterRole', 'system:node'],
    ['Namespace', '7b'],
    ['Job', '7b'],
  ])("a %s may be called '%s'", (kind, name) => {
    expect(() => named(kind, name)).toThrow('nothing was refused');
  });
});

test('wrong objects do not compile', () => {
  const wrong = () =>
    draw((chart) => {
      // @ts-expect-error selektor is no field
      object(chart, 'a', 'Service', { metadata: { name: 'a' }, spec: { selektor: {} } });
      // @ts-expect-error a port is a number or a name
      object(chart, 'b', 'Service', { metadata: { name: 'b' }, spec: { ports: [{ port: true }] } });
      // @ts-expect-error an object has a name
      object(chart, 'c', 'Service', { metadata: { namespace: 'n' } });
      // @ts-expect-error no such kind
      object(chart, 'd', 'Servise', { metadata: { name: 'd' } });
      // @ts-expect-error a Deployment has a selector and a template
      object(chart, 'e', 'Deployment', { metadata: { name: 'e' }, spec: { replicas: 1 } });
      // @ts-expect-error a route of the Gateway API has no backends, but rules
      object(chart, 'g', 'HTTPRoute', { metadata: { name: 'g' }, spec: { backends: [] } });
      // @ts-expect-error the status is the cluster's
      object(chart, 'f', 'Namespace', { metadata: { name: 'f' }, status: {} });
    });
  expect(wrong).toThrow();
});
