/**
 * What counts as applied in a live cluster: what people and their tools wrote, not what the server or controllers did.
 */
import { expect, test } from '@jest/globals';
import { appliedPart } from '../../scripts/diff/applied-fields';

const live = (managedFields: readonly object[], annotations?: Readonly<Record<string, string>>) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'chat',
    namespace: 'llm',
    uid: 'x',
    labels: { app: 'chat', 'kustomize.toolkit.fluxcd.io/name': 'small' },
    annotations,
    managedFields,
  },
  spec: {
    replicas: 4,
    revisionHistoryLimit: 10,
    template: {
      spec: {
        containers: [
          { name: 'engine', image: 'engine:2', imagePullPolicy: 'Always' },
          { name: 'injected', image: 'mesh:1' },
        ],
        dnsPolicy: 'ClusterFirst',
      },
    },
  },
  status: { readyReplicas: 4 },
});

const engine = {
  'f:spec': {
    'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"engine"}': { '.': {}, 'f:name': {}, 'f:image': {} } } } },
  },
};
const applied = {
  manager: 'kustomize-controller',
  operation: 'Apply',
  fieldsV1: { 'f:metadata': { 'f:labels': { 'f:app': {}, 'f:kustomize.toolkit.fluxcd.io/name': {} } }, ...engine },
};
const identity = { apiVersion: 'apps/v1', kind: 'Deployment' };
const container = { template: { spec: { containers: [{ name: 'engine', image: 'engine:2' }] } } };

test('what was applied, without defaults, injected containers, status, and the marks of the delivery', () => {
  expect(appliedPart(live([applied]))).toEqual({
    ...identity,
    metadata: { name: 'chat', namespace: 'llm', labels: { app: 'chat' }, annotations: undefined },
    spec: container,
  });
});

test('a field that an autoscaler moves does not count, one that somebody edited does', () => {
  const replicas = { 'f:spec': { 'f:replicas': {} } };
  const by = (manager: string, subresource?: string) =>
    appliedPart(live([applied, { manager, operation: 'Update', subresource, fieldsV1: replicas }]))?.['spec'];
  expect(by('kube-controller-manager', 'scale')).toEqual(container);
  expect(by('kubectl-edit')).toEqual({ ...container, replicas: 4 });
});

test("the finalizers of a Namespace are the server's, whatever owner is stated", () => {
  const managedFields = [
    {
      manager: 'kustomize-controller',
      operation: 'Apply',
      fieldsV1: { 'f:metadata': { 'f:labels': { 'f:a': {} } }, 'f:spec': { 'f:finalizers': {} } },
    },
  ];
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'llm', labels: { a: 'b' }, managedFields },
    spec: { finalizers: ['kubernetes'] },
  };
  expect(appliedPart(namespace)).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'llm', namespace: undefined, labels: { a: 'b' }, annotations: undefined },
  });
});

test('client-side apply says what it applied in an annotation', () => {
  const text = JSON.stringify({ ...identity, metadata: { name: 'chat', namespace: 'llm' }, spec: { replicas: 3 } });
  expect(appliedPart(live([], { 'kubectl.kubernetes.io/last-applied-configuration': text }))?.['spec']).toEqual({
    replicas: 3,
  });
});

test("what only controllers wrote is nobody's", () => {
  expect(
    appliedPart(live([{ manager: 'kube-controller-manager', operation: 'Update', fieldsV1: engine }])),
  ).toBeUndefined();
});
