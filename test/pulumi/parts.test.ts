/** The decisions behind a resource, each by itself. */
import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { replicasOfOthers } from '../../deploy/pulumi/autoscaling';
import { custody } from '../../deploy/pulumi/custody';
import { typeToken } from '../../deploy/pulumi/kubernetes-object';
import { isAwaited } from '../../deploy/pulumi/stack-objects';

const object = (
  kind: string,
  name: string,
  fields: Readonly<Record<string, unknown>> = {},
  apiVersion = 'v1',
): Manifest => ({ apiVersion, kind, metadata: { name, namespace: 'models' }, ...fields });

describe('custody', () => {
  const claim = object('PersistentVolumeClaim', 'store');
  const rules = { allowDelete: [], handOver: false };

  test('a claim stays', () => expect(custody(claim, rules)).toEqual({ protect: true, retainOnDelete: true }));
  test('a claim that is named may go', () => {
    expect(custody(claim, { ...rules, allowDelete: ['PersistentVolumeClaim/models/store'] })).toEqual({
      protect: false,
      retainOnDelete: false,
    });
  });
  test('another name opens nothing', () => {
    expect(custody(claim, { ...rules, allowDelete: ['PersistentVolumeClaim/models/other'] })).toEqual({
      protect: true,
      retainOnDelete: true,
    });
  });
  test('a Deployment goes', () =>
    expect(custody(object('Deployment', 'web'), rules)).toEqual({ protect: false, retainOnDelete: false }));
  test('on a hand-over everything stays in the cluster and leaves the stack', () => {
    for (const each of [claim, object('Deployment', 'web')])
      expect(custody(each, { ...rules, handOver: true })).toEqual({ protect: false, retainOnDelete: true });
  });
  test('but not what would go on applying', () => {
    for (const kind of ['AppProject', 'Application', 'Kustomization']) {
      expect(custody(object(kind, 'production'), { ...rules, handOver: true })).toEqual({
        protect: false,
        retainOnDelete: false,
      });
    }
  });
});

describe('awaiting', () => {
  const storage = (volumeBindingMode?: string) =>
    object('StorageClass', 'fast', { volumeBindingMode }, 'storage.k8s.io/v1');
  const claim = (spec: object) => object('PersistentVolumeClaim', 'store', { spec });

  test.each([
    ['a class of ours that binds at once', { storageClassName: 'fast' }, 'Immediate', true],
    ['a class of ours that does not say', { storageClassName: 'fast' }, undefined, true],
    ['a class of ours that binds on first use', { storageClassName: 'fast' }, 'WaitForFirstConsumer', false],
    ['a class of somebody else', { storageClassName: 'gp3' }, 'Immediate', false],
    ['the default class', {}, 'Immediate', false],
    ['a volume by name', { volumeName: 'disk-1' }, 'WaitForFirstConsumer', true],
  ] as const)('a claim with %s', (_, spec, mode, awaited) =>
    expect(isAwaited(claim(spec), [storage(mode)])).toBe(awaited),
  );

  test('a Service is as ready as its pods', () => expect(isAwaited(object('Service', 'web'), [])).toBe(false));
  test('a Deployment is waited for', () => expect(isAwaited(object('Deployment', 'web'), [])).toBe(true));
});

describe('autoscaled replicas', () => {
  const web = object('Deployment', 'web');
  const autoscaler = (kind: string, name: string, namespace = 'models'): Manifest => ({
    ...object('HorizontalPodAutoscaler', name, { spec: { scaleTargetRef: { kind, name } } }),
    metadata: { name, namespace },
  });

  test.each([
    ['its autoscaler', autoscaler('Deployment', 'web'), ['spec.replicas']],
    ['one of another name', autoscaler('Deployment', 'api'), []],
    ['one of another kind', autoscaler('StatefulSet', 'web'), []],
    ['one in another namespace', autoscaler('Deployment', 'web', 'elsewhere'), []],
  ] as const)('%s', (_, other, fields) => expect(replicasOfOthers(web, [web, other])).toEqual(fields));
});

test.each([
  [object('Service', 'web'), 'kubernetes:core/v1:Service'],
  [object('Deployment', 'web', {}, 'apps/v1'), 'kubernetes:apps/v1:Deployment'],
  [
    object('Kustomization', 'web', {}, 'kustomize.toolkit.fluxcd.io/v1'),
    'kubernetes:kustomize.toolkit.fluxcd.io/v1:Kustomization',
  ],
])('type %#', (manifest, token) => expect(typeToken(manifest)).toBe(token));
