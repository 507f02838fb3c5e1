/** What is read out of a cluster's answers: sums that the scheduler makes, GPUs, and who an object belongs to. */
import { describe, expect, test } from '@jest/globals';
import { gib } from '../../lib';
import { inventoryOf, type LiveObject } from '../../lib/internal';
import { cores } from '../../lib/core/cpu';
import { gpusOf, isOurs, ownerOf } from '../../lib/inventory';
import { askedBy } from '../../lib/inventory/amounts';
import { liveNode } from '../../lib/inventory/node';
import { kubeadmNode } from '../cluster/nodes';
import type { Gpus } from '../cluster/nodes/gpus';
import { live, pod } from '../preflight/support/declared';

const container = (cpu: string, more: object = {}) => ({ resources: { requests: { cpu } }, ...more });

describe('what a pod asks for', () => {
  test.each([
    ['the sum of its containers', { containers: [container('1'), container('500m')] }, 1500],
    [
      'its largest init container, where that is more',
      { containers: [container('1')], initContainers: [container('3'), container('2')] },
      3000,
    ],
    [
      'its sidecars beside what comes after them',
      {
        containers: [container('1')],
        initContainers: [container('2'), container('500m', { restartPolicy: 'Always' }), container('700m')],
      },
      2000,
    ],
    [
      'sidecars and containers together',
      { containers: [container('1')], initContainers: [container('500m', { restartPolicy: 'Always' })] },
      1500,
    ],
    ['a limit without a request', { containers: [{ resources: { limits: { cpu: '2' } } }] }, 2000],
    ['what it states as a whole', { containers: [container('1')], resources: { requests: { cpu: '4' } } }, 4000],
    ['its overhead', { containers: [container('1')], overhead: { cpu: '250m' } }, 1250],
    ['nothing', { containers: [{}] }, 0],
  ])('%s', (_, spec, millicores) => {
    expect(askedBy(spec)['cpu'] ?? 0).toBe(millicores);
  });
});

const objectBy = (metadata: Partial<LiveObject['metadata']>): LiveObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', ...metadata },
});

describe('the owner of an object', () => {
  test.each<readonly [string, Partial<LiveObject['metadata']>, object]>([
    [
      'Flux',
      {
        labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps', 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' },
      },
      { name: 'Flux Kustomization flux-system/apps', delivery: 'gitops' },
    ],
    [
      'Argo CD',
      { annotations: { 'argocd.argoproj.io/tracking-id': 'apps:v1/ConfigMap:ns/x' } },
      { name: 'Argo CD application apps', delivery: 'gitops' },
    ],
    [
      'Pulumi',
      { managedFields: [{ manager: 'pulumi-kubernetes-1a2b3c4d', operation: 'Apply' }] },
      { name: 'Pulumi', delivery: 'pulumi' },
    ],
    [
      'Helm by Flux',
      {
        labels: { 'helm.toolkit.fluxcd.io/name': 'a', 'helm.toolkit.fluxcd.io/namespace': 'b' },
        annotations: { 'meta.helm.sh/release-name': 'a' },
      },
      { name: 'Flux HelmRelease b/a' },
    ],
    [
      'Helm',
      { annotations: { 'meta.helm.sh/release-name': 'a', 'meta.helm.sh/release-namespace': 'b' } },
      { name: 'Helm release b/a' },
    ],
    [
      'kubectl apply',
      { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
      { name: 'kubectl', delivery: 'kubectl' },
    ],
    [
      'kubectl apply --server-side',
      { managedFields: [{ manager: 'kubectl', operation: 'Apply' }] },
      { name: 'kubectl', delivery: 'kubectl' },
    ],
    [
      'an operator',
      {
        ownerReferences: [{ kind: 'ClusterPolicy', name: 'cluster-policy' }],
        managedFields: [{ manager: 'gpu-operator' }],
      },
      { name: 'ClusterPolicy cluster-policy' },
    ],
    [
      'with any writer',
      {
        managedFields: [
          { manager: 'kubelet', subresource: 'status' },
          { manager: 'terraform', operation: 'Update' },
        ],
      },
      { name: 'terraform' },
    ],
    ['nobody known', {}, { name: 'an unknown owner' }],
  ])('%s', (_, metadata, owner) => {
    expect(ownerOf(objectBy(metadata))).toEqual(owner);
  });

  test('is Corral, by its label, with any way of delivery', () => {
    expect(isOurs(objectBy({ labels: { 'app.kubernetes.io/part-of': 'corral' } }))).toBe(true);
    expect(isOurs(objectBy({ labels: { 'app.kubernetes.io/part-of': 'other' } }))).toBe(false);
  });
});

const amounts = { cpu: cores(8), memory: gib(32), ephemeralStorage: gib(100), pods: 110 };
const a100 = { product: 'NVIDIA-A100-SXM4-80GB', count: 2, memoryMib: 81_920 } as const;
const shared = (renamed: boolean): Gpus => ({ ...a100, slicing: { by: 'time-slicing', replicas: 4, renamed } });
const cut = (strategy: 'single' | 'mixed'): Gpus => ({
  ...a100,
  slicing: { by: 'mig', strategy, profile: '1g.10gb', perGpu: 7, memoryMib: 9728 },
});

describe('the GPUs of a node', () => {
  test.each<readonly [string, Gpus | undefined, object | undefined]>([
    ['none', undefined, undefined],
    [
      'whole',
      a100,
      {
        resource: 'nvidia.com/gpu',
        units: 2,
        cards: 2,
        product: a100.product,
        memoryMib: 81_920,
        sharing: { by: 'none' },
      },
    ],
    [
      'shared by a name of their own',
      shared(true),
      {
        resource: 'nvidia.com/gpu.shared',
        units: 8,
        cards: 2,
        product: a100.product,
        memoryMib: 81_920,
        sharing: { by: 'time-slicing', replicas: 4 },
      },
    ],
    [
      'shared by the name of cards',
      shared(false),
      {
        resource: 'nvidia.com/gpu',
        units: 8,
        cards: 2,
        product: a100.product,
        sharing: { by: 'time-slicing', replicas: 4 },
      },
    ],
    [
      'cut',
      cut('mixed'),
      {
        resource: 'nvidia.com/mig-1g.10gb',
        units: 14,
        cards: 2,
        product: a100.product,
        memoryMib: 9728,
        sharing: { by: 'mig', profile: '1g.10gb' },
      },
    ],
    [
      'cut, all alike',
      cut('single'),
      {
        resource: 'nvidia.com/gpu',
        units: 14,
        product: a100.product,
        memoryMib: 9728,
        sharing: { by: 'mig', profile: '1g.10gb' },
      },
    ],
    [
      'not labelled',
      { ...a100, discovered: false },
      { resource: 'nvidia.com/gpu', units: 2, cards: 2, product: undefined, memoryMib: undefined },
    ],
  ])('%s', (_, gpus, found) => {
    const node = liveNode(live(kubeadmNode({ name: 'n', capacity: amounts, gpus })));
    if (found === undefined) expect(gpusOf(node)).toBeUndefined();
    else expect(gpusOf(node)).toMatchObject(found);
  });
});

test('pods of others take room on their node, ours do not, and pods are counted by the kubelet alone', () => {
  const asking = { nodeName: 'n', containers: [{ resources: { requests: { cpu: '1', memory: '1Gi' } } }] };
  const {
    nodes: [node],
    version,
  } = inventoryOf({
    version: { major: '1', minor: '36+' },
    groups: { groups: [] },
    objects: [
      live(kubeadmNode({ name: 'n', capacity: amounts })),
      pod('x', 'theirs', {}, asking),
      pod('y', 'ours', { 'app.kubernetes.io/part-of': 'corral' }, asking),
      pod('y', 'elsewhere', {}, { ...asking, nodeName: 'm' }),
    ],
  });
  expect(node?.free).toEqual({ cpu: 7000, memory: gib(31), 'ephemeral-storage': gib(100), pods: 110 });
  expect(node?.allocatable['memory']).toBe(gib(32));
  expect(version).toBe('1.36');
});
