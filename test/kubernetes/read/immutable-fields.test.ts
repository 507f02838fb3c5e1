/** Fields that the API server does not let change: each of them is seen, and nothing beside them. */
import { describe, expect, test } from '@jest/globals';
import { immutableChanges } from '../../../lib/kubernetes/read/immutable-fields';
import { object } from '../../gitops/support/small';

const fieldsOf = (
  kind: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] =>
  immutableChanges(object('v1', kind, 'x', 'y', before), object('v1', kind, 'x', 'y', after)).map(({ field }) => field);

const spec = (before: unknown, after: unknown, field: string) =>
  [{ spec: { [field]: before } }, { spec: { [field]: after } }] as const;

const selector = (app: string) => ({ matchLabels: { app } });

describe.each([
  ['Deployment', 'spec.selector', ...spec(selector('a'), selector('b'), 'selector')],
  ['DaemonSet', 'spec.selector', ...spec(selector('a'), selector('b'), 'selector')],
  ['StatefulSet', 'spec.selector', ...spec(selector('a'), selector('b'), 'selector')],
  ['StatefulSet', 'spec.serviceName', ...spec('a', 'b', 'serviceName')],
  ['StatefulSet', 'spec.podManagementPolicy', ...spec('Parallel', 'OrderedReady', 'podManagementPolicy')],
  ['StatefulSet', 'spec.volumeClaimTemplates', ...spec([], [{ metadata: { name: 'w' } }], 'volumeClaimTemplates')],
  ['PersistentVolumeClaim', 'spec', ...spec('a', 'b', 'storageClassName')],
  ['PersistentVolume', 'spec.local', ...spec({ path: '/a' }, { path: '/b' }, 'local')],
  ['Job', 'spec.template', ...spec({ a: 1 }, { a: 2 }, 'template')],
  ['Service', 'spec.clusterIP', ...spec(undefined, 'None', 'clusterIP')],
  ['Service', 'spec.clusterIP', ...spec('None', undefined, 'clusterIP')],
  ['Service', 'spec.clusterIP', ...spec(undefined, '10.96.0.15', 'clusterIP')],
  ['Service', 'spec.clusterIP', ...spec('10.96.0.15', '10.96.0.16', 'clusterIP')],
  ['StorageClass', 'parameters', { parameters: { share: '/a' } }, { parameters: { share: '/b' } }],
  ['StorageClass', 'provisioner', { provisioner: 'a' }, { provisioner: 'b' }],
  ['StorageClass', 'reclaimPolicy', { reclaimPolicy: 'Retain' }, { reclaimPolicy: 'Delete' }],
  ['RoleBinding', 'roleRef', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }],
  ['ClusterRoleBinding', 'roleRef', { roleRef: { name: 'a' } }, { roleRef: { name: 'b' } }],
  ['ConfigMap', 'data', { immutable: true, data: { a: '1' } }, { immutable: true, data: { a: '2' } }],
  ['PriorityClass', 'value', { value: 1 }, { value: 2 }],
  ['RuntimeClass', 'handler', { handler: 'a' }, { handler: 'b' }],
])('%s', (kind, field, before, after) => {
  test(`${field} is refused, both ways`, () => {
    expect([fieldsOf(kind, before, after), fieldsOf(kind, after, before)]).toEqual([[field], [field]]);
  });

  test(`${field} in another order is the same`, () => {
    expect(fieldsOf(kind, before, JSON.parse(JSON.stringify(before)) as typeof before)).toEqual([]);
  });
});

test('what may change is not refused', () => {
  expect(fieldsOf('Deployment', ...spec(1, 2, 'replicas'))).toEqual([]);
  expect(fieldsOf('StatefulSet', ...spec({ a: 1 }, { a: 2 }, 'template'))).toEqual([]);
  expect(fieldsOf('ConfigMap', { data: { a: '1' } }, { data: { a: '2' } })).toEqual([]);
  expect(fieldsOf('Service', ...spec(undefined, '', 'clusterIP'))).toEqual([]);
  expect(fieldsOf('CustomKind', ...spec(1, 2, 'anything'))).toEqual([]);
});
