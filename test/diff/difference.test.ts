/** The parts of a difference, each by what it must see and must not. */
import { describe, expect, test } from '@jest/globals';
import type { RenderedChart } from '../../lib/kubernetes/read/manifest';
import { difference, isSame, type Side } from '../../lib/diff';
import { access, facts, foundation, model, object, side } from './support/sides';

const compare = (before: readonly RenderedChart[], after: readonly RenderedChart[]) =>
  difference(side('a', before), side('b', after));
const titles = (charts: readonly RenderedChart[]): readonly string[] => compare([], charts).objects.added;

describe('hints', () => {
  const on = (nodes: readonly string[], key = 'kubernetes.io/hostname'): RenderedChart => {
    const chart = JSON.parse(JSON.stringify(model('chat'))) as {
      manifests: { kind: string; spec: { template: { spec: object } } }[];
    };
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: nodes }] }],
        },
      },
    };
    for (const { kind, spec } of chart.manifests)
      if (kind === 'Deployment') Object.assign(spec.template.spec, { affinity });
    return chart as unknown as RenderedChart;
  };
  const hintsOf = (before: RenderedChart, after: RenderedChart, more: readonly [object, object] = [{}, {}]) =>
    difference(
      side('a', [before], { ...facts('chat', 8), ...more[0] }),
      side('b', [after], { ...facts('chat', 8), ...more[1] }),
    ).hints;

  test('a new node of a pool of names alone: whose pods are replaced, and the label that avoids it', () => {
    expect(
      hintsOf(on(['n-1']), on(['n-1', 'n-2']), [
        { namedPools: { rack: ['n-1'], other: ['o'] } },
        { namedPools: { rack: ['n-1', 'n-2'], other: ['o'] } },
      ]),
    ).toEqual([
      "pods of Deployment llm/chat are replaced because their nodes are selected by name; with labels: { 'corral.dev/pool': 'rack' } in pool rack, a new node replaces no pods",
    ]);
    expect(difference(side('a', [on(['n-1'])]), side('b', [on(['n-2'])])).hints).toEqual([
      'pods of Deployment llm/chat are replaced because their nodes are selected by name; with labels in the pool, a new node replaces no pods',
    ]);
  });

  test('none where the nodes stay, or a label takes the place of names', () => {
    expect([hintsOf(on(['n-1']), on(['n-1'])), hintsOf(on(['n-1']), on(['rack'], 'corral.dev/pool'))]).toEqual([
      [],
      [],
    ]);
  });

  test('support pods that move to another pool', () => {
    const support = 'the weights server, the loaders and the collector';
    const facts = (pool: string) => ({ supportPools: [pool], support });
    expect(hintsOf(model('chat'), model('chat'), [facts('gpu'), facts('cpu')])).toEqual([
      'the weights server, the loaders and the collector run on pool cpu instead of gpu; set supportPools to keep them on their pools',
    ]);
  });
});

describe('renames', () => {
  const other = (chart: RenderedChart, from: string, to: string): RenderedChart =>
    JSON.parse(JSON.stringify(chart).replaceAll(from, to)) as RenderedChart;

  test('a new content hash is a replacement with the fields that changed', () => {
    const after = other(other(model('chat'), '00000000', '11111111'), 'wait\\n', 'wait longer\\n');
    const { objects } = compare([model('chat')], [after]);
    expect([objects.added, objects.removed]).toEqual([[], []]);
    expect(objects.changed).toEqual([
      expect.objectContaining({
        object: 'ConfigMap llm/chat-programs-11111111',
        was: 'ConfigMap llm/chat-programs-00000000',
        replaced: true,
      }),
      {
        object: 'Deployment llm/chat',
        was: undefined,
        replaced: false,
        fields: [
          {
            field: 'spec.template.spec.volumes.programs.configMap.name',
            before: 'chat-programs-00000000',
            after: 'chat-programs-11111111',
          },
        ],
      },
    ]);
  });

  test('a model under another name is one model, with everything around it', () => {
    const { flows, objects, models, restarts } = compare([foundation(), model('chat')], [foundation(), model('talk')]);
    expect([objects.added, objects.removed]).toEqual([[], []]);
    expect(objects.changed.map(({ object: title, was }) => `${was} → ${title}`)).toEqual([
      'ConfigMap llm/chat-programs-00000000 → ConfigMap llm/talk-programs-00000000',
      'Deployment llm/chat → Deployment llm/talk',
      'NetworkPolicy llm/chat → NetworkPolicy llm/talk',
      'Service llm/chat → Service llm/talk',
    ]);
    expect(models).toEqual([
      { model: 'Deployment llm/talk', was: 'Deployment llm/chat', change: 'changed', facts: [] },
    ]);
    expect(restarts).toMatchObject([{ workload: 'Deployment llm/talk', away: 'yes', because: ['the name'] }]);
    expect(flows).toEqual({ opened: [], closed: [] });
  });

  test('a flow that comes or goes with the new name is told under the name of its own side', () => {
    const { flows } = compare(
      [foundation(), model('chat', { ingressFrom: 'gateway' })],
      [foundation(), model('talk', { ingressFrom: 'edge' })],
    );
    expect(flows.opened).toEqual([expect.stringMatching(/edge.* → llm\/talk: TCP \d+$/)]);
    expect(flows.closed).toEqual([expect.stringMatching(/gateway.* → llm\/chat: TCP \d+$/)]);
  });

  test('another model in its place is another model', () => {
    const { models } = compare([model('chat')], [model('talk', { weights: 'other-8b/Q4_K_M' })]);
    expect(models.map(({ model: name, change }) => [name, change])).toEqual([
      ['Deployment llm/chat', 'removed'],
      ['Deployment llm/talk', 'added'],
    ]);
  });
});

describe('models', () => {
  test('by what people call their settings', () => {
    const { models } = compare(
      [model('chat')],
      [
        model('chat', {
          weights: 'chat-8b/Q8_0',
          image: 'engine:2',
          contextLength: 4096,
          parallel: 4,
          gpus: 2,
          replicas: 1,
        }),
      ],
    );
    expect(models[0]?.facts).toEqual([
      { fact: 'weights', before: 'chat-8b/Q4_K_M', after: 'chat-8b/Q8_0' },
      { fact: 'quantisation', before: 'Q4_K_M', after: 'Q8_0' },
      { fact: 'image', before: 'engine:1', after: 'engine:2' },
      { fact: 'context', before: '8192', after: '4096' },
      { fact: 'slots', before: '2', after: '4' },
      { fact: 'GPUs', before: '1 nvidia.com/gpu', after: '2 nvidia.com/gpu' },
      { fact: 'replicas', before: '3', after: '1' },
    ]);
  });

  test('what only one side can know is no change', () => {
    const planned = side('a', [model('chat')], facts('chat', 7));
    expect(difference(planned, side('b', [model('chat')])).models).toEqual([]);
    expect(difference(planned, side('b', [model('chat')])).totals).toEqual([]);
  });
});

test('sums: GPUs, their memory, quotas, disks and dollars', () => {
  const before = side('a', [foundation(8), model('chat', { replicas: 2 })], facts('chat', 7));
  const claim = object('v1', 'PersistentVolumeClaim', 'store', 'llm', {
    spec: { resources: { requests: { storage: '2Gi' } } },
  });
  const after = side(
    'b',
    [
      foundation(12),
      model('chat', { replicas: { min: 1, max: 4 }, gpus: 2 }),
      { name: 'store', wave: 2, manifests: [claim] },
    ],
    facts('chat', 8),
  );
  const gib = 1024 ** 3;
  expect(difference(before, after).totals).toEqual([
    { what: 'GPU memory at maximum replicas', unit: 'bytes', before: 14 * gib, after: 32 * gib },
    { what: 'GPUs at maximum replicas: nvidia.com/gpu', unit: 'count', before: 2, after: 8 },
    { what: 'ResourceQuota llm/quota: requests.nvidia.com/gpu', unit: 'count', before: 8, after: 12 },
    { what: 'cost per month at maximum replicas', unit: 'dollars', before: 700, after: 800 },
    { what: 'disk of claims', unit: 'bytes', before: 0, after: 2 * gib },
    { what: 'disk of nodes at maximum replicas', unit: 'bytes', before: 20 * gib, after: 40 * gib },
  ]);
});

describe('permissions', () => {
  test('a verb more is told for each resource and name', () => {
    expect(compare([access(['get'])], [access(['get', 'patch'])]).permissions).toEqual({
      gained: [
        'ServiceAccount llm/collector may patch deployments named chat in llm',
        'ServiceAccount llm/collector may patch deployments.apps named chat in llm',
        'ServiceAccount llm/collector may patch pods.apps/log named chat in llm',
        'ServiceAccount llm/collector may patch pods/log named chat in llm',
      ],
      lost: [],
    });
  });

  test('a role of somebody else is told by its name, and a binding to the whole cluster by its reach', () => {
    const binding = object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'view', undefined, {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'ops' }],
    });
    expect(compare([{ name: 'x', wave: 1, manifests: [binding] }], []).permissions).toEqual({
      gained: [],
      lost: ['Group ops may do what ClusterRole view allows everywhere'],
    });
  });
});

describe('restarts', () => {
  const changed = (options: object) =>
    compare([model('chat', options)], [model('chat', { ...options, image: 'engine:2' })]).restarts;
  const rolling = (maxSurge: number | string, maxUnavailable: number | string) => ({
    type: 'RollingUpdate',
    rollingUpdate: { maxSurge, maxUnavailable },
  });

  test.each([
    [
      { strategy: rolling(1, 0) },
      { away: 'no', how: 'each old pod ends after its new pod is ready', steps: 3, seconds: 600 },
    ],
    [{ strategy: rolling(0, 1) }, { away: 'partly', how: '1 of 3 pods at a time', steps: 3 }],
    [{ strategy: rolling(0, '70%') }, { away: 'partly', how: '2 of 3 pods at a time', steps: 2 }],
    [
      { strategy: rolling(0, 1), replicas: 1 },
      { away: 'yes', how: 'the only pod ends before the new pod starts', steps: 1 },
    ],
    [{ strategy: { type: 'Recreate' } }, { away: 'yes', how: 'all 3 pods at once', steps: 1 }],
    [
      { strategy: rolling(1, 0), replicas: { min: 2, max: 6 } },
      { away: 'no', steps: 2 },
    ],
  ])('%j', (options, expected) => {
    expect(changed(options)).toMatchObject([
      { wave: 4, workload: 'Deployment llm/chat', because: ["spec.containers['llama-server'].image"], ...expected },
    ]);
  });

  test('the plan knows better how long', () => {
    const [before, after] = ['engine:1', 'engine:2'].map((image) =>
      side('x', [model('chat', { image })], facts('chat', 7)),
    ) as [Side, Side];
    expect(difference(before, after).restarts).toMatchObject([{ seconds: 300 }]);
  });

  test('in the order of the waves, and not for a change of replicas', () => {
    const early = { ...model('early', { weights: 'x' }), wave: 3 };
    const later = { ...model('early', { weights: 'x', image: 'engine:2' }), wave: 3 };
    expect(
      compare([model('chat'), early], [model('chat', { image: 'engine:2' }), later]).restarts.map(
        ({ workload }) => workload,
      ),
    ).toEqual(['Deployment llm/early', 'Deployment llm/chat']);
    expect(compare([model('chat')], [model('chat', { replicas: 5 })]).restarts).toEqual([]);
  });
});

describe('what does not go by itself', () => {
  test('fields that the API server refuses, with the way', () => {
    const fleet = (serviceName: string): RenderedChart => ({
      name: 'fleet',
      wave: 4,
      manifests: [object('apps/v1', 'StatefulSet', 'fleet', 'llm', { spec: { serviceName } })],
    });
    expect(compare([fleet('a')], [fleet('b')]).blocked).toEqual([
      {
        object: 'StatefulSet llm/fleet',
        field: 'spec.serviceName',
        way: 'delete the StatefulSet with --cascade=orphan and create it again: its pods keep running until they are replaced',
      },
    ]);
  });

  test('replicas that an autoscaler takes, or gives back', () => {
    const range = { min: 2, max: 6 };
    expect(compare([model('chat')], [model('chat', { replicas: range })]).handovers.map(({ what }) => what)).toEqual([
      'replicas 3 → 1 until handed over (autoscaler 2–6)',
    ]);
    expect(compare([model('chat', { replicas: range })], [model('chat')]).handovers).toMatchObject([
      {
        what: 'replicas set by the autoscaler (2–6) → 3 immediately',
        way: 'first set the minimum and maximum of the autoscaler to 3, then remove it',
      },
    ]);
    expect(compare([model('chat', { replicas: 1 })], [model('chat', { replicas: range })]).handovers).toEqual([]);
  });

  test('another delivery', () => {
    const { handovers } = difference(side('a', [], facts('chat', 7, 'pulumi')), side('b', [], facts('chat', 7)));
    expect(handovers).toMatchObject([{ of: 'b', what: 'delivery pulumi → gitops: every object gets another owner' }]);
  });
});

test('everything is added to nothing, and removed from it', () => {
  expect(titles([model('chat')])).toEqual([
    'ConfigMap llm/chat-programs-00000000',
    'Deployment llm/chat',
    'NetworkPolicy llm/chat',
    'Service llm/chat',
  ]);
  expect(isSame(compare([model('chat')], []))).toBe(false);
});
