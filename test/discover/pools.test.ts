/** Pools of a first overlay: which nodes are one pool, how they are found, what they have. */
import { describe, expect, test } from '@jest/globals';
import { gib, mib, synthesise } from '../../lib';
import { bytes } from '../../lib/core/bytes';
import { aksNode, gkeNode, karpenterNode } from '../cluster/nodes';
import type { Gpus } from '../cluster/nodes/gpus';
import { pod } from '../preflight/support/declared';
import { evaluated } from './support/overlay';
import { amounts, comments, eks, l40s, metal, overlay, pools, zone } from './support/small-clusters';

describe('pools', () => {
  test("machines of one's own that are alike are one pool, by name; the least of each amount is declared", () => {
    const nodes = [
      metal('a-2', l40s),
      metal('a-10', l40s, { capacity: { ...amounts, memory: bytes(gib(64) - mib(1)) } }),
      metal('b', { ...l40s, count: 4 }),
      metal('c'),
    ];
    expect(pools(nodes)).toMatchObject({
      l40s: {
        on: 'metal',
        nodes: ['a-2', 'a-10'],
        hardware: { gpu: 'NVIDIA-L40S', gpus: 2, cpu: 16, memory: mib(65_535), ephemeralStorage: gib(200) },
      },
      'l40s-4x': { nodes: ['b'], hardware: { gpus: 4 } },
      cpu: { nodes: ['c'] },
    });
  });

  test('a label that sets the pools apart finds their nodes, so that a new one replaces no pods', () => {
    const nodes = [
      metal('a-1', l40s, { labels: { 'example.com/rack': 'one', 'example.com/role': 'gpu' } }),
      metal('a-2', l40s, { labels: { 'example.com/rack': 'two', 'example.com/role': 'gpu' } }),
      metal('c', undefined, { labels: { 'example.com/role': 'cpu' } }),
    ];
    expect(pools(nodes)).toMatchObject({
      l40s: { nodes: ['a-1', 'a-2'], labels: { 'example.com/role': 'gpu' } },
      cpu: { nodes: ['c'], labels: { 'example.com/role': 'cpu' } },
    });
    expect(comments(overlay(nodes)).filter((comment) => comment.startsWith('Found by name'))).toEqual([]);
  });

  test('without one a comment proposes a label', () => {
    const shared = { labels: { 'example.com/role': 'worker' } };
    const nodes = [metal('a', l40s, shared), metal('c', undefined, shared)];
    expect(pools(nodes)['cpu']).not.toHaveProperty('labels');
    expect(comments(overlay(nodes))).toContain(
      "Selected by node names: a new node restarts the pods of this pool. To avoid this, give all such pools a label: kubectl label node NAME corral.dev/pool=cpu, and here labels: { 'corral.dev/pool': 'cpu' }",
    );
  });

  test('two node groups of one machine type differ by the label of the group', () => {
    expect(pools([eks('a', 'web'), eks('b', 'models')])).toMatchObject({
      web: {
        instance: 'aws/m7i.4xlarge',
        labels: {
          'eks.amazonaws.com/nodegroup': 'web',
          'node.kubernetes.io/instance-type': 'm7i.4xlarge',
          'eks.amazonaws.com/capacityType': 'ON_DEMAND',
        },
      },
      models: { labels: { 'eks.amazonaws.com/nodegroup': 'models' } },
    });
  });

  test('a group of several machine types is a pool for each', () => {
    expect(Object.keys(pools([eks('a', 'web'), eks('b', 'web', 'm7i.2xlarge')]))).toEqual(['web', 'web-m7i-2xlarge']);
  });

  test('reserved capacity of Karpenter has no word of its own, so its label finds it', () => {
    const reserved = karpenterNode({
      name: 'r',
      nodePool: 'blocks',
      nodeClass: 'default',
      capacityType: 'reserved',
      instanceType: 'm7i.4xlarge',
      ...zone,
      capacity: amounts,
      ec2: { vcpu: 16, memoryMib: 65_536 },
    });
    expect(pools([reserved])['blocks']).toMatchObject({
      labels: { 'karpenter.sh/nodepool': 'blocks', 'karpenter.sh/capacity-type': 'reserved' },
    });
  });

  test('taints are declared, but for those that the provider sets by itself', () => {
    const taints = [{ key: 'team', value: 'llm', effect: 'NoSchedule' as const }];
    const found = pools([
      metal('a', undefined, { taints }),
      aksNode({
        name: 's',
        agentPool: 'spot',
        spot: true,
        instanceType: 'Standard_D16s_v5',
        ...zone,
        capacity: amounts,
        taints,
      }),
      gkeNode({
        name: 'g',
        nodePool: 'l4',
        accelerator: 'nvidia-l4',
        instanceType: 'g2-standard-4',
        ...zone,
        capacity: amounts,
        gpus: { product: 'NVIDIA-L4', count: 1, memoryMib: 23_034 },
      }),
    ]);
    expect(found['cpu']?.taints).toEqual(taints);
    expect(found['spot']?.taints).toEqual(taints);
    expect(found['l4']?.taints).toBeUndefined();
  });

  test('what pods of others take on the fullest node is declared as daemons, rounded up', () => {
    const others = pod(
      'kube-system',
      'agent',
      {},
      { nodeName: 'b', containers: [{ resources: { requests: { cpu: '1234m', memory: '700Mi' } } }] },
    );
    expect(pools([metal('a'), metal('b')], [others])['cpu']?.daemons).toEqual({ cpu: 1.3, memory: mib(704) });
    expect(pools([metal('a'), metal('b')])['cpu']?.daemons).toBeUndefined();
  });

  test('GPUs that are shared or cut', () => {
    const slice: Gpus = {
      product: 'NVIDIA-A100-SXM4-80GB',
      count: 2,
      memoryMib: 81_920,
      slicing: { by: 'mig', strategy: 'mixed', profile: '1g.10gb', perGpu: 7, memoryMib: 9728 },
    };
    expect(
      pools([
        metal('a', { ...l40s, slicing: { by: 'mps', replicas: 4, renamed: true } }),
        metal('b', slice),
        metal('c'),
      ]),
    ).toMatchObject({
      l40s: { hardware: { gpu: 'NVIDIA-L40S', gpus: 2 }, sharing: { by: 'mps', replicas: 4 } },
      a100: { hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 }, sharing: { by: 'mig', profile: '1g.10gb' } },
    });
  });

  test('a GPU that the catalogue does not know is added to it, from what its driver says', () => {
    const unknown: Gpus = { product: 'NVIDIA-L60', count: 1, memoryMib: 65_000 };
    const environment = evaluated(overlay([metal('a', unknown), metal('b')]));
    expect(environment.catalog.gpus).toMatchObject({
      'NVIDIA-L60': { product: 'NVIDIA-L60', memoryMib: 65_000, source: 'GPU feature discovery' },
    });
    expect(() => synthesise(environment)).not.toThrow();
  });

  test('nodes of which no pool can be made are named, with the reason', () => {
    const single: Gpus = {
      product: 'NVIDIA-A100-SXM4-80GB',
      count: 1,
      memoryMib: 81_920,
      slicing: { by: 'mig', strategy: 'single', profile: '1g.10gb', perGpu: 7, memoryMib: 9728 },
    };
    const said = comments(
      overlay([
        metal('master', undefined, { role: 'control-plane' }),
        metal('blind', { ...l40s, discovered: false }),
        metal('single', single),
        metal('c'),
      ]),
    );
    expect(said).toEqual(
      expect.arrayContaining([
        'Not in a pool: master: a node of the control plane',
        'Not in a pool: blind: 2 nvidia.com/gpu of an unknown product: let GPU feature discovery label the node, then run this command again',
        "Not in a pool: single: MIG slices of NVIDIA-A100-SXM4-80GB with strategy 'single': set the strategy to 'mixed', so that slices have their own resource name, and run this again",
      ]),
    );
  });

  test('a cluster without any is refused', () => {
    expect(() => overlay([metal('master', undefined, { role: 'control-plane' })])).toThrow(
      'context arn:aws:eks:eu-west-1:123456789012:cluster/Prod_1: it has no node that can be part of a pool; master: a node of the control plane.\n  fix: start a node of each pool, then run this command again\n  [NothingToDiscover]',
    );
  });
});
