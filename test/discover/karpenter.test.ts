/** Pools of Karpenter with their NodePools: what discover writes, and what preflight says of it. */
import { describe, expect, test } from '@jest/globals';
import { gpus, instances, synthesise, type EnvironmentInput } from '../../lib';
import { discover, formatDifference, inventoryOf, preflight, type LiveObject } from '../../lib/internal';
import { evaluated } from './support/overlay';
import { amount, commentsOf, nodeOf, recorded } from './support/recorded';

const capacity = 'karpenter.sh/capacity-type';
const allows = (...values: readonly string[]) => ({ key: capacity, operator: 'In', values });
const nodePool = (name: string, spec: object, limits?: object): LiveObject => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name },
  spec: { template: { spec }, limits },
});
const node = (name: string, kind: string) =>
  nodeOf({
    name,
    labels: {
      'karpenter.sh/nodepool': 'gpu',
      [capacity]: kind,
      'node.kubernetes.io/instance-type': 'g6.2xlarge',
      'nvidia.com/gpu.present': 'true',
      'nvidia.com/gpu.product': 'NVIDIA-L4',
      'nvidia.com/gpu.count': '1',
      'nvidia.com/gpu.memory': '23034',
      'nvidia.com/gpu.replicas': '1',
      'nvidia.com/gpu.sharing-strategy': 'none',
    },
    units: { 'nvidia.com/gpu': '1' },
    cpu: '8',
    memory: amount(31_000),
    disk: '450Gi',
  });

const said = (environment: EnvironmentInput, objects: readonly LiveObject[], unread?: readonly string[]) => {
  const { differences, unseen } = preflight({
    synthesis: synthesise(environment),
    inventory: inventoryOf({ ...recorded(objects), unread }),
  });
  return { differences: differences.map(formatDifference), unseen };
};

function seen(...objects: readonly LiveObject[]) {
  const { source } = discover('lab', inventoryOf(recorded(objects)), { gpus, instances });
  const environment = evaluated(source);
  expect(said(environment, objects).differences).toEqual([]);
  return {
    environment,
    comments: commentsOf(source).filter((line) => line.includes('NodePool') || line.includes('replaces')),
  };
}

describe('discover', () => {
  test('counts from none to what limits allow, and names each capacity that the next node may have', () => {
    const { environment, comments } = seen(
      node('ip-a', 'on-demand'),
      nodePool(
        'gpu',
        { requirements: [allows('on-demand', 'reserved')], expireAfter: 'Never' },
        { 'nvidia.com/gpu': 4 },
      ),
    );
    expect(environment.nodePools).toMatchObject({
      gpu: {
        nodes: { min: 0, max: 4 },
        labels: { 'karpenter.sh/nodepool': 'gpu', [capacity]: ['on-demand', 'reserved'] },
      },
    });
    expect(comments).toEqual(['NodePool gpu of Karpenter allows 4 by its limits, all of its machine types together']);
  });

  test('a node on demand beside an allowed spot one stays on demand; without limits the maximum is asked for', () => {
    const { environment, comments } = seen(
      node('ip-a', 'on-demand'),
      nodePool('gpu', { requirements: [allows('on-demand', 'spot')] }),
      nodePool('batch', {}),
    );
    expect(environment.nodePools).toMatchObject({ gpu: { nodes: { min: 0, max: 1 } } });
    expect(environment.nodePools).not.toHaveProperty('gpu.labels');
    expect(comments).toEqual([
      'NodePools of Karpenter that have no node now: batch',
      'Fill in: the maximum; NodePool gpu of Karpenter limits neither CPU, memory, GPUs nor nodes',
      'Check: it replaces each node after 720h, also where a disruption budget says no',
    ]);
  });

  test('without its NodePool, the nodes alone are counted', () => {
    const { environment, comments } = seen(node('ip-a', 'on-demand'), node('ip-b', 'on-demand'));
    expect(environment.nodePools).toMatchObject({ gpu: { nodes: { min: 2, max: 2 } } });
    expect(comments).toEqual([]);
  });
});

describe('preflight', () => {
  const fitting = nodePool('gpu', { requirements: [allows('on-demand')] }, { 'nvidia.com/gpu': 2 });
  const { environment } = seen(node('ip-a', 'on-demand'), fitting);
  const missing = (found: string) =>
    `lab.nodePools.gpu: declared nodes created by Karpenter; found no NodePool that creates them: ${found}.\n` +
    '  fix: create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare · correct labels, capacity, instance or taints of the pool to those of a NodePool\n' +
    '  [ProvisionerMissing]';

  test.each([
    ['another capacity', { requirements: [allows('spot')] }, `gpu makes none with ${capacity}=on-demand`],
    [
      'another family of machines',
      { requirements: [{ key: 'karpenter.k8s.aws/instance-family', operator: 'In', values: ['g5'] }] },
      'gpu makes none with karpenter.k8s.aws/instance-family=g6',
    ],
    [
      'another architecture',
      { requirements: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] }] },
      'gpu makes none with kubernetes.io/arch=amd64',
    ],
    [
      'a taint that the pool does not declare',
      { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }] },
      'gpu gives its nodes the taint team=a:NoSchedule',
    ],
    [
      'the taint of GPU nodes, where pods without GPUs must run too',
      { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
      'gpu gives its nodes the taint nvidia.com/gpu:NoSchedule',
    ],
  ])('reports a NodePool with %s', (_, spec, found) => {
    expect(said(environment, [node('ip-a', 'on-demand'), nodePool('gpu', spec)]).differences).toEqual([missing(found)]);
  });

  test.each([
    ['a taint of the start', { startupTaints: [{ key: 'team', effect: 'NoSchedule' }] }],
    ['a taint that only prefers', { taints: [{ key: 'team', effect: 'PreferNoSchedule' }] }],
  ])('takes a NodePool with %s', (_, spec) => {
    const cpu = nodePool('small', { taints: [{ key: 'team', effect: 'NoSchedule' }] });
    expect(said(environment, [node('ip-a', 'on-demand'), cpu, nodePool('gpu', spec)]).differences).toEqual([]);
  });

  test('reports limits below the maximum; several NodePools count together', () => {
    const low = nodePool('gpu', {}, { cpu: '8' });
    const none = nodePool('gpu', {}, { cpu: '4' });
    expect(said(environment, [node('ip-a', 'on-demand'), low]).differences).toEqual([
      'lab.nodePools.gpu: declared up to 2 nodes; found limits of NodePool gpu that allow 1.\n' +
        '  fix: raise spec.limits of the NodePool · nodes: { min: 0, max: 1 }\n' +
        '  [ProvisionerLimit]',
    ]);
    expect(said(environment, [node('ip-a', 'on-demand'), none]).differences).toEqual([
      'lab.nodePools.gpu: declared up to 2 nodes; found limits of NodePool gpu that allow 0.\n' +
        '  fix: raise spec.limits of the NodePool\n' +
        '  [ProvisionerLimit]',
    ]);
    expect(said(environment, [node('ip-a', 'on-demand'), low, nodePool('more', {}, { cpu: '8' })]).differences).toEqual(
      [],
    );
  });

  test('without nodes and without any NodePool, none would come', () => {
    expect(said(environment, []).differences).toEqual([
      'lab.nodePools.gpu: declared nodes created by Karpenter; found no NodePool.\n' +
        '  fix: create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare\n' +
        '  [ProvisionerMissing]',
    ]);
  });

  test('says once that NodePools may not be read, and nothing else of them', () => {
    const { differences, unseen } = said(environment, [], ['nodepools.karpenter.sh']);
    expect(differences).toEqual([]);
    expect(unseen.filter((line) => line.includes('nodepools'))).toEqual([
      'lab: you may not list nodepools.karpenter.sh: what depends on them is not compared',
    ]);
  });
});
