/**
 * Input that a program can make and no overlay should: each is a clear fault, in little time, and hides no other fault.
 */
import { expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import { parseEnvironment } from '../../lib/environment/complete';
import { synthesise } from '../../lib';
import { base, changed, smallModel, type Change } from '../invalid/base';

const faultsOf = (...changes: readonly Change[]) => parseEnvironment(changed(...changes)).faults;
const codesOf = (...changes: readonly Change[]): readonly string[] =>
  faultsOf(...changes).map(({ code, at }) => `${code} ${at}`);

const cyclic: Record<string, unknown> = { ...base.cluster };
cyclic['dns'] = cyclic;

const throwing = Object.defineProperty({ ...base.models.chat, cpu: 2 }, 'gpus', {
  enumerable: true,
  get: () => {
    throw new TypeError('not today');
  },
});
const revoked = Proxy.revocable({}, {});
revoked.revoke();

test.each<[string, Change, string]>([
  ['a cycle', [['cluster'], cyclic], 'NotPlain test.cluster.dns.dns'],
  ['a getter that throws', [['models', 'chat'], throwing], 'NotPlain test.models.chat.gpus'],
  ['a proxy that is revoked', [['cluster', 'weights'], revoked.proxy], 'NotPlain test.cluster.weights'],
  ['a map', [['nodePools', 'l4'], new Map()], 'NotPlain test.nodePools.l4'],
  ['a function', [['cluster', 'id'], () => 'x'], 'WrongType test.cluster.id'],
  ['a bigint', [['models', 'chat', 'gpus'], 1n], 'WrongType test.models.chat.gpus'],
  ['half of a pair', [['cluster', 'weights', 'server'], 'nfs\uD800'], 'BadFormat test.cluster.weights.server'],
  [
    'half of a pair in a name',
    [['cluster', 'storageTiers', 'x\uDFFF'], { storageClass: 'a', bandwidth: gib(1) }],
    "BadName test.cluster.storageTiers['x\\udfff']",
  ],
  [
    'a prototype',
    [['nodePools'], { ...base.nodePools, ...(JSON.parse('{"__proto__":{"on":"cloud"}}') as object) }],
    'BadName test.nodePools.__proto__',
  ],
  ['NaN', [['cluster', 'weights', 'bandwidth'], Number.NaN], 'WrongType test.cluster.weights.bandwidth'],
  ['Infinity', [['cluster', 'weights', 'bandwidth'], Infinity], 'WrongType test.cluster.weights.bandwidth'],
  ['the least number', [['cluster', 'weights', 'bandwidth'], 5e-324], 'OutOfRange test.cluster.weights.bandwidth'],
  ['a thousandth of a byte', [['cluster', 'weights', 'bandwidth'], 0.001], 'OutOfRange test.cluster.weights.bandwidth'],
  ['more than exact', [['cluster', 'weights', 'capacity'], 2 ** 53 - 1], 'OutOfRange test.cluster.weights.capacity'],
  ['GPUs', [['models', 'chat', 'gpus'], 1e8], 'OutOfRange test.models.chat.gpus'],
  ['more GPUs', [['models', 'chat', 'gpus'], 2 ** 40], 'OutOfRange test.models.chat.gpus'],
  ['replicas', [['ollama', 'fleet', 'replicas'], 200_000], 'OutOfRange test.ollama.fleet.replicas'],
  ['nodes', [['nodePools', 'l4', 'nodes', 'max'], 1e7], 'OutOfRange test.nodePools.l4.nodes.max'],
  ['slots', [['models', 'chat', 'settings', 'parallel'], 65_536], 'OutOfRange test.models.chat.settings.parallel'],
  [
    'layers',
    [
      ['catalog', 'models', 'small/Q4_K_M'],
      { ...smallModel, architecture: { ...smallModel.architecture, blockCount: 0xffffffff } },
    ],
    "OutOfRange test.catalog.models['small/Q4_K_M'].architecture.blockCount",
  ],
  ['a long wrong name', [['models', 'chat', 'weights'], 'x'.repeat(1000)], 'OutOfRange test.models.chat.weights'],
  [
    'a list of a million',
    [['models', 'chat', 'pools'], Array.from({ length: 1_000_000 }, () => 'x')],
    'OutOfRange test.models.chat.pools',
  ],
  [
    'a bad key of a label',
    [['nodePools', 'racks', 'labels'], { 'bad key!': 'x' }],
    "BadName test.nodePools.racks.labels['bad key!']",
  ],
  [
    'a bad key of a taint',
    [['nodePools', 'racks', 'taints'], [{ key: 'bad key!', effect: 'NoSchedule' }]],
    'BadFormat test.nodePools.racks.taints[0].key',
  ],
  [
    'a range of colons',
    [['cluster', 'downloads'], { endpoints: [{ cidr: '::::::/64', port: 443 }] }],
    'BadFormat test.cluster.downloads.endpoints[0].cidr',
  ],
  [
    'bits after the prefix',
    [['cluster', 'downloads'], { endpoints: [{ cidr: '192.0.2.7/24', port: 443 }] }],
    'BadFormat test.cluster.downloads.endpoints[0].cidr',
  ],
  [
    'a key that climbs',
    [['cluster', 'downloads'], { hubToken: { secretName: 'hub', key: '../x' } }],
    'BadFormat test.cluster.downloads.hubToken.key',
  ],
  ['a folder that climbs', [['cluster', 'weights', 'subDir'], '../../other'], 'BadFormat test.cluster.weights.subDir'],
  ['a share that climbs', [['cluster', 'weights', 'share'], '/export/../etc'], 'BadFormat test.cluster.weights.share'],
  [
    'a line break in a server',
    [['cluster', 'weights', 'server'], 'nfs\nother'],
    'BadFormat test.cluster.weights.server',
  ],
  [
    'a token in an address',
    [['cluster', 'downloads'], { hub: 'https://user:token@hub.example' }],
    'BadFormat test.cluster.downloads.hub',
  ],
])('%s', (_, change, code) => {
  const before = process.cpuUsage().user;
  const faults = codesOf(change, [['cluster', 'kubernetes'], undefined]);
  expect(faults).toContain(code);
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(1);
});

test.each([
  'weights-server.model-store.svc',
  '10.96.0.15/32',
  '10.96.0.015',
  '10.96.15',
  '10.96.0.256',
  '[::1]',
  'fd00:0::f',
  'FD00::F',
  '',
  '10.96.0.15 ',
])("'%s' is no address of weights servers", (address) => {
  expect(codesOf([['cluster', 'weights', 'address'], address])).toEqual(['BadFormat test.cluster.weights.address']);
});

test('names that every object has are names like others', () => {
  const names = ['toString', 'valueOf', 'hasOwnProperty'];
  expect(codesOf([['models'], Object.fromEntries(names.map((name) => [name, base.models.legal]))])).toEqual([]);
  expect(codesOf([['models', 'chat', 'pools'], ['toString']])).toEqual(['UnknownPool test.models.chat.pools[0]']);
  expect(codesOf([['models', 'chat', 'weights'], 'constructor'])).toEqual(['UnknownModel test.models.chat.weights']);
  expect(codesOf([['models', 'legal', 'local', 'tier'], '__proto__'])).toEqual([
    'UnknownStorageTier test.models.legal.local.tier',
  ]);
});

test('a construct cannot be called constructor: the tree of constructs takes it for one that is there', () => {
  expect(faultsOf([['models'], { Constructor: base.models.legal }])).toMatchObject([
    {
      code: 'ReservedName',
      at: 'test.models.Constructor',
      found: "the object name 'constructor' belongs to JavaScript, where every object has a property of this name",
    },
  ]);
});

test.each([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'kube-anything',
  'openshift',
  'openshift-monitoring',
  'gke-managed-system',
  'gmp-system',
  'cattle-system',
  'calico-system',
  'istio-system',
  'rook-ceph',
  'aks-istio-ingress',
  'azure-arc',
  'amazon-cloudwatch',
  'kubernetes-dashboard',
  'olm',
  'flux-system',
  'gpu-operator',
])("the namespace %s is the cluster's", (name) => {
  for (const part of ['serving', 'store'])
    expect(codesOf([['cluster', 'namespaces'], { [part]: name }])).toEqual([
      `SystemNamespace test.cluster.namespaces.${part}`,
    ]);
});

test.each([
  'kube',
  'kubernetes',
  'openshifts',
  'default-llm',
  'llm-default',
  'azure-llm',
  'monitoring-llm',
  'my-operators',
])("the namespace %s is anybody's", (name) => {
  expect(codesOf([['cluster', 'namespaces'], { serving: name }])).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['no label', {}, 'OutOfRange test.cluster.requestsFrom.podLabels'],
  ['nothing for a label', { a: undefined }, 'MissingField test.cluster.requestsFrom.podLabels.a'],
  ['a number as label', { a: 1 }, 'WrongType test.cluster.requestsFrom.podLabels.a'],
  ['a list of labels', ['a'], 'WrongType test.cluster.requestsFrom.podLabels'],
  ['nothing', null, 'WrongType test.cluster.requestsFrom.podLabels'],
  ['a prototype', JSON.parse('{"__proto__":"x"}'), 'BadName test.cluster.requestsFrom.podLabels.__proto__'],
])('a peer with %s as podLabels lets no pod in', (_, podLabels, code) => {
  expect(codesOf([['cluster', 'requestsFrom'], { namespace: 'edge', podLabels }])).toContain(code);
  expect(
    codesOf([['cluster', 'dns'], { addresses: ['10.96.0.10/32'], pods: { namespace: 'kube-system', podLabels } }]),
  ).toContain(code.replace('requestsFrom', 'dns.pods'));
});

test.each<[string, unknown]>([
  ['both', { podLabels: { a: 'b' }, anyPod: true }],
  ['neither', {}],
  ['no to any pod', { anyPod: false }],
])('a peer says its labels or anyPod, not %s', (_, fields) => {
  expect(codesOf([['cluster', 'requestsFrom'], { namespace: 'edge', ...(fields as object) }])).not.toEqual([]);
});

test('all faults come in one report, those of plain data and those of a value that is none', () => {
  expect(
    codesOf([['models', 'chat'], throwing], [['models', 'legal', 'cpu'], 0], [['cluster', 'metrics'], 'x']),
  ).toEqual(['NotPlain test.models.chat.gpus', 'NotAllowed test.cluster.metrics', 'OutOfRange test.models.legal.cpu']);
});

test('a negative zero is a zero, and frozen values are read like others', () => {
  expect(codesOf([['nodePools', 'l4-spot', 'nodes'], Object.freeze({ min: -0, max: 4 })])).toEqual([]);
});

test('what exists is allowed: 5000 nodes, 16 GPUs and 8 TiB a node, 10 485 760 tokens, 2000 models', () => {
  const hardware = { ...base.nodePools.racks.hardware, gpus: 16, memory: gib(8192) };
  const long = { ...smallModel, architecture: { ...smallModel.architecture, contextLength: 10_485_760 } };
  expect(
    codesOf(
      [
        ['nodePools', 'racks'],
        {
          ...base.nodePools.racks,
          nodes: Array.from({ length: 5000 }, (_, i) => `n-${i}`),
          hardware: { ...hardware, nvme: [{ ...hardware.nvme[0], volumes: 1 }] },
        },
      ],
      [['catalog', 'models', 'small/Q4_K_M'], long],
      [['models', 'chat', 'settings', 'contextLength'], 10_485_760],
      [['models'], Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`m-${i}`, base.models.legal]))],
    ),
  ).toEqual([]);
});

test('all pods of a namespace are one that is written', () => {
  const { charts } = synthesise({
    ...base,
    prerequisites: [...base.prerequisites, { kind: 'CSIDriver', name: 'nfs.csi.k8s.io', providedBy: 'us' }],
    cluster: { ...base.cluster, requestsFrom: { namespace: 'edge', anyPod: true } },
  });
  const peers = JSON.stringify(
    charts.flatMap(({ manifests }) => manifests.filter(({ kind }) => kind === 'NetworkPolicy')),
  );
  expect(peers).toContain(
    '{"namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"edge"}},"podSelector":{}}',
  );
});
