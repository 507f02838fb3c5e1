/** A first overlay with rights in one namespace: what the namespace shows is written, what is unseen is asked for. */
import { describe, expect, test } from '@jest/globals';
import { gpus, instances, synthesise } from '../../lib';
import { discover, inventoryOf, type LiveObject } from '../../lib/internal';
import { kubeadmNode } from '../cluster/nodes';
import { gib } from '../../lib';
import { cores } from '../../lib/core/cpu';
import { live, pod } from '../preflight/support/declared';
import { evaluated } from './support/overlay';

const space = 'team-llm';
const object = (apiVersion: string, kind: string, name: string, spec: object): LiveObject => ({
  apiVersion,
  kind,
  metadata: { namespace: space, name },
  spec,
});
const containers = [{ name: 'web', resources: { requests: { cpu: '500m' }, limits: { memory: '64Mi' } } }];
const ofNamespace: readonly LiveObject[] = [
  object('v1', 'ResourceQuota', 'team', { hard: { 'requests.cpu': '40', pods: '40', services: '10' } }),
  object('v1', 'ResourceQuota', 'best-effort', { hard: { pods: '3' }, scopes: ['BestEffort'] }),
  object('v1', 'LimitRange', 'team', {
    limits: [{ type: 'Container', max: { memory: '100Gi' }, default: { cpu: '1' } }, { type: 'openshift.io/Image' }],
  }),
  object('v1', 'PersistentVolumeClaim', 'shared-data', {
    storageClassName: 'cephfs',
    accessModes: ['ReadWriteMany'],
  }),
  pod(space, 'web-1', { app: 'web' }, { nodeName: 'node-7', containers }),
  pod(space, 'web-2', { app: 'web' }, { nodeName: 'node-3', containers }),
];
const everything = ['nodes', 'pods', 'storageclasses.storage.k8s.io', "services in namespace 'kube-system'"];

const overlay = (objects: readonly LiveObject[], unread: readonly string[]): string =>
  discover(
    'admin@lab',
    inventoryOf({ version: { major: '1', minor: '36' }, groups: { groups: [] }, objects, unread }),
    { gpus, instances },
    'team',
    space,
  ).source;

const comments = (source: string): readonly string[] =>
  source.split('\n').flatMap((line) => /^\s*\/\/ (.*)$/.exec(line)?.[1] ?? []);

describe('where only the namespace can be read', () => {
  const source = overlay(ofNamespace, everything);

  test('its quotas and limits are written, with what pods of others use of them', () => {
    expect(evaluated(source).cluster).toMatchObject({
      scope: 'namespaced',
      namespace: space,
      existingQuotas: [
        {
          name: 'team',
          hard: { 'requests.cpu': '40', pods: '40', services: '10' },
          usedByOthers: { 'requests.cpu': '1', pods: '2' },
        },
      ],
      existingLimits: [
        { name: 'team', limits: [{ type: 'Container', max: { memory: '100Gi' }, default: { cpu: '1' } }] },
      ],
    });
  });

  test('the class of a shared claim is proposed for the store, and the nodes of its pods for a pool', () => {
    const { cluster, nodePools } = evaluated(source);
    expect(cluster.weights).toMatchObject({ kind: 'class', storageClass: 'cephfs' });
    expect(nodePools).toMatchObject({ nodes: { on: 'metal', nodes: ['node-3', 'node-7'] } });
    expect(comments(source)).toEqual(
      expect.arrayContaining([
        `Not seen, because you may not list them: ${everything.join(', ')}`,
        'Check: usedByOthers is what pods of others ask for now; state the most that they may use',
        'Check: the class of claim shared-data, whose volume several nodes can write',
        'Fill in: nodes cannot be listed; ask for what kubectl describe nodes prints, and make a pool of each kind of nodes. Pods of the namespace are on these',
      ]),
    );
  });

  test('the overlay synthesises, without an object of the whole cluster', () => {
    const { charts } = synthesise(evaluated(source));
    const namespaces = charts.flatMap(({ manifests }) => manifests.map(({ metadata }) => metadata.namespace));
    expect(new Set(namespaces)).toEqual(new Set([space]));
  });
});

test('an empty namespace leaves the store and the nodes to be filled in', () => {
  const source = overlay([], everything);
  expect(evaluated(source).cluster).not.toHaveProperty('existingQuotas');
  expect(comments(source)).toEqual(
    expect.arrayContaining([
      'Fill in: a StorageClass whose volumes several nodes can write; the classes could not be listed, and no claim of the namespace has one',
      'Fill in: nodes cannot be listed; ask for what kubectl describe nodes prints, and make a pool of each kind of nodes',
    ]),
  );
  expect(() => synthesise(evaluated(source))).not.toThrow();
});

test('nodes and classes that can be listed are used, and nothing is reported as unseen', () => {
  const node = live(
    kubeadmNode({
      name: 'a',
      capacity: { cpu: cores(16), memory: gib(64), ephemeralStorage: gib(200), pods: 110 },
    }),
  );
  const shared: LiveObject = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'files' },
    provisioner: 'rook-ceph.cephfs.csi.ceph.com',
  };
  const source = overlay([...ofNamespace, node, shared], []);
  const { cluster, nodePools } = evaluated(source);
  expect(cluster.weights).toMatchObject({ kind: 'class', storageClass: 'files' });
  expect(nodePools).toMatchObject({ cpu: { on: 'metal', nodes: ['a'], hardware: { cpu: 16 } } });
  expect(comments(source).filter((each) => each.startsWith('Not seen'))).toEqual([]);
});
