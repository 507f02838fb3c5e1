/** First overlays: what is seen of nodes, classes and neighbours, and what is asked for. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { gib, gpus, instances, mib, synthesise, type EnvironmentInput } from '../../lib';
import { discover, formatDifference, inventoryOf, preflight, type LiveObject } from '../../lib/internal';
import { cores } from '../../lib/core/cpu';
import { bytes } from '../../lib/core/bytes';
import { aksNode, eksNode, gkeNode, karpenterNode, kubeadmNode } from '../cluster/nodes';
import type { Gpus } from '../cluster/nodes/gpus';
import { addressOf, live, pod, serviceRange } from '../preflight/support/declared';
import { evaluated } from './support/overlay';

const catalogs = { gpus, instances };

/** What every cluster has. */
const usual: readonly LiveObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } },
  pod('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }),
  { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'nfs.csi.k8s.io' } },
  { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' }, handler: 'nvidia' },
];

/** Groups of Kubernetes that an environment is written in. */
const groups = {
  groups: [
    'admissionregistration.k8s.io',
    'apps',
    'batch',
    'networking.k8s.io',
    'node.k8s.io',
    'policy',
    'rbac.authorization.k8s.io',
    'scheduling.k8s.io',
    'storage.k8s.io',
    'karpenter.sh',
  ].map((name) => ({ name, versions: [{ version: 'v1' }] })),
};

const inventory = (
  nodes: readonly object[],
  others: readonly LiveObject[] = [],
  minor = '36',
  more: readonly string[] = [],
) =>
  inventoryOf({
    version: { major: '1', minor },
    groups: { groups: [...groups.groups, ...more.map((name) => ({ name, versions: [{ version: 'v1' }] }))] },
    objects: [...nodes.map(live), ...usual, ...others],
  });

const amounts = { cpu: cores(16), memory: gib(64), ephemeralStorage: gib(200), pods: 110 };
const l40s: Gpus = { product: 'NVIDIA-L40S', count: 2, memoryMib: 46068 };
const metal = (name: string, gpuOf?: Gpus, change: object = {}) =>
  kubeadmNode({ name, capacity: amounts, gpus: gpuOf, ...change });
const zone = { region: 'eu', zone: 'eu-a' };
const eks = (name: string, nodeGroup: string, instanceType = 'm7i.4xlarge') =>
  eksNode({
    name,
    nodeGroup,
    instanceType,
    capacityType: 'ON_DEMAND',
    ...zone,
    capacity: { ...amounts, cpu: cores(15.89), memory: mib(57_691), pods: 234 },
  });

const overlay = (
  nodes: readonly object[],
  others: readonly LiveObject[] = [],
  minor?: string,
  more?: readonly string[],
): string =>
  discover('arn:aws:eks:eu-west-1:123456789012:cluster/Prod_1', inventory(nodes, others, minor, more), catalogs).source;
const pools = (nodes: readonly object[], others?: readonly LiveObject[]): EnvironmentInput['nodePools'] =>
  evaluated(overlay(nodes, others)).nodePools;

/** The comments of an overlay. */
const comments = (source: string): readonly string[] =>
  source.split('\n').flatMap((line) => /^\s*\/\/ (.*)$/.exec(line)?.[1] ?? []);

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

  test('two node groups of one machine type are told apart by the label of the group', () => {
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

const storageClass = (name: string, provisioner: string, more: object = {}): LiveObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner,
  ...more,
});
const isDefault = {
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
};
const clusterOf = (nodes: readonly object[], others: readonly LiveObject[]) =>
  evaluated(overlay(nodes, others)).cluster;

describe('the cluster', () => {
  test('is called after its context', () => {
    expect(evaluated(overlay([metal('a')]))).toMatchObject({ name: 'prod-1', cluster: { id: 'prod-1' } });
  });

  test.each([
    [
      'the server of a class of the NFS driver',
      [storageClass('nfs', 'nfs.csi.k8s.io', { parameters: { server: 'nas', share: '/models' } })],
      { kind: 'nfs', server: 'nas', share: '/models' },
    ],
    [
      'a class that several nodes can write',
      [storageClass('efs', 'efs.csi.aws.com')],
      { kind: 'class', storageClass: 'efs' },
    ],
    ['an NFS server to fill in', [], { kind: 'nfs', server: 'nfs.example' }],
  ])('keeps weights on %s', (_, others, weights) => {
    expect(clusterOf([metal('a'), metal('b')], others).weights).toMatchObject(weights);
  });

  test('keeps weights in a claim of the default class, where there is one node', () => {
    expect(
      clusterOf([metal('a')], [storageClass('standard', 'rancher.io/local-path', isDefault)]).weights,
    ).toMatchObject({ kind: 'direct' });
  });

  test('offers classes that wait for the pod as tiers, and no other', () => {
    const waits = { volumeBindingMode: 'WaitForFirstConsumer' };
    const others = [
      storageClass('nvme', 'topolvm.io', waits),
      storageClass('static', 'kubernetes.io/no-provisioner', waits),
      storageClass('slow', 'ebs.csi.aws.com'),
    ];
    expect(clusterOf([metal('a'), metal('b')], others).storageTiers).toEqual({
      nvme: { storageClass: 'nvme', bandwidth: mib(125) },
    });
  });

  test('names gateway and scraper by their labels, and tells of others that it saw', () => {
    const others = [
      pod('envoy', 'proxy', { 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy', x: 'y' }),
      pod('edge', 'traefik', { 'app.kubernetes.io/name': 'traefik' }),
      pod('watch', 'vm', { 'app.kubernetes.io/name': 'vmagent' }),
    ];
    const source = overlay([metal('a')], others);
    expect(evaluated(source).cluster).toMatchObject({
      requestsFrom: {
        namespace: 'envoy',
        podLabels: { 'app.kubernetes.io/name': 'envoy', 'app.kubernetes.io/component': 'proxy' },
      },
      monitoring: { namespace: 'watch', podLabels: { 'app.kubernetes.io/name': 'vmagent' } },
    });
    expect(comments(source)).toContain(
      'Check: the pods that send requests to models; also found: app.kubernetes.io/name=traefik in edge',
    );
  });

  test('asks for those that it does not recognise', () => {
    expect(comments(overlay([metal('a')]))).toEqual(
      expect.arrayContaining([
        'Fill in: requestsFrom: { namespace, podLabels } of the pods that send requests to models; no such pods were found, and without this field no pod may do so',
        'Fill in: monitoring: { namespace, podLabels } of the pods that scrape metrics; no such pods were found, and without this field no pod may do so',
        "Set metrics: 'prometheus-adapter' if it serves custom.metrics.k8s.io, which a range of replicas needs; it was not found",
        'API server: its addresses were not found',
      ]),
    );
  });

  test('names the addresses of the API server, and those of no other Service', () => {
    const slice = (namespace: string, service: string, address: string, port: number): LiveObject => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace, name: `${service}-x`, labels: { 'kubernetes.io/service-name': service } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [address] }],
      ports: [{ port }],
    });
    const others = [
      slice('default', 'kubernetes', '192.0.2.10', 6443),
      slice('kube-system', 'kube-dns', '10.0.0.12', 53),
    ];
    expect(comments(overlay([metal('a')], others))).toContain('API server: 192.0.2.10:6443');
  });

  test('resolves names at the cache of the node, where there is one', () => {
    const service: LiveObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '10.96.0.10' },
    };
    expect(clusterOf([metal('a')], [service]).dns).toEqual({ addresses: ['10.96.0.10/32'] });
    expect(
      clusterOf(
        [metal('a')],
        [
          service,
          pod(
            'kube-system',
            'cache',
            { 'k8s-app': 'node-local-dns' },
            { containers: [{ args: ['-localip', '169.254.25.10,10.96.0.10'] }] },
          ),
        ],
      ).dns,
    ).toEqual({ addresses: ['10.96.0.10/32', '169.254.25.10/32'] });
  });

  test('gives the weights servers a free address near that of DNS', () => {
    const dns: LiveObject = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kube-dns', namespace: 'kube-system' },
      spec: { clusterIP: '172.20.0.10' },
    };
    const taken = [
      addressOf('172.20.0.15', 'default', 'web'),
      addressOf('172.20.0.16', 'default', 'api'),
      addressOf('172.20.0.10', 'kube-system', 'kube-dns'),
    ];
    const of = (...others: readonly LiveObject[]) =>
      (clusterOf([metal('a'), metal('b')], others).weights as { readonly address?: string }).address;
    expect(of(dns, serviceRange('172.20.0.0/16'), ...taken)).toBe('172.20.0.17');
    expect(of(dns)).toBe('172.20.0.15');
    expect(of(serviceRange('10.43.0.0/16', 'fd00::/108'), addressOf('10.43.0.1', 'default', 'kubernetes'))).toBe(
      '10.43.0.15',
    );
    expect(of(serviceRange('10.43.0.0/29'), addressOf('10.43.0.1', 'default', 'kubernetes'))).toBe('10.43.0.6');
    expect(of(dns, serviceRange('10.43.0.0/16'))).toBe('10.43.0.15');
    expect(of()).toBe('10.96.0.15');
  });

  test('asks to check the address of the weights servers only where the cluster does not show that it is free', () => {
    const asked = (...others: readonly LiveObject[]) =>
      comments(overlay([metal('a'), metal('b')], others)).filter(
        (comment) => /address/.test(comment) && !comment.startsWith('API'),
      );
    const range = serviceRange('10.96.0.0/16');
    expect(asked(range, addressOf('10.96.0.1', 'default', 'kubernetes'))).toEqual([
      'Fill in: dns: { pods, port, addresses } of the DNS Service; it was not found',
    ]);
    expect(asked(range)[1]).toBe('Check: no Service has this address (kubectl get services --all-namespaces)');
    expect(asked()[1]).toBe("Fill in: a free address near the start of the cluster's Service range");
  });

  test('leaves classes and priorities to those who have them', () => {
    const series: LiveObject = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'llm-batch' },
      value: 1000,
    };
    expect(clusterOf([metal('a')], [series])).toMatchObject({ priorityClasses: 'existing', runtimeClass: 'existing' });
  });

  test('says which release it is, where Corral does not know it, and which controllers are there', () => {
    const said = comments(overlay([metal('a')], [], '32', ['argoproj.io', 'kustomize.toolkit.fluxcd.io']));
    expect(said).toContain(
      "The cluster runs 1.32, but Corral supports 1.33, 1.34, 1.35, 1.36, 1.37: change the cluster to one of them, and set kubernetes: '…'",
    );
    expect(said).toContain(
      "Check: the tool that applies the manifests: 'kubectl', 'pulumi' or 'gitops'; Flux and Argo CD were found",
    );
  });
});

const anyNode = fc.record({
  kind: fc.constantFrom('eks', 'karpenter', 'gke', 'aks', 'kubeadm'),
  pool: fc.constantFrom('a', 'b'),
  type: fc.constantFrom('m7i.4xlarge', 'g6.2xlarge', 'unheard.of'),
  spot: fc.boolean(),
  gpus: fc.constantFrom(undefined, l40s, {
    ...l40s,
    slicing: { by: 'time-slicing', replicas: 3, renamed: true },
  } as const),
  // On fewer cores there is no room beside the pods of others, which synth says.
  cpu: fc.integer({ min: 8, max: 96 }),
  memory: fc.integer({ min: 16, max: 512 }),
  tainted: fc.boolean(),
  asked: fc.integer({ min: 0, max: 2000 }),
});
type AnyNode = typeof anyNode extends fc.Arbitrary<infer T> ? T : never;

/** A machine of the catalogue has what the catalogue says; others have whatever comes. */
function machine({ kind, pool: name, type, spot, gpus: gpuOf, cpu, memory, tainted }: AnyNode, index: number): object {
  const known =
    kind === 'eks' || kind === 'karpenter'
      ? (instances as Readonly<Record<string, (typeof instances)['aws/m7i.4xlarge']>>)[`aws/${type}`]
      : undefined;
  const capacity =
    known === undefined
      ? { cpu: cores(cpu), memory: gib(memory), ephemeralStorage: gib(300), pods: 110 }
      : {
          cpu: known.allocatable.millicores,
          memory: mib(known.allocatable.memoryMib),
          ephemeralStorage: gib(450),
          pods: known.allocatable.pods,
        };
  // Machines of one type have the same GPUs.
  const unheard = kind === 'kubeadm' ? gpuOf : type === 'unheard.of' ? l40s : undefined;
  const own =
    known === undefined
      ? unheard
      : known.gpu && { product: (known.gpu as { product: string }).product, count: 1, memoryMib: 23_034 };
  const taints = tainted && kind === 'kubeadm' ? [{ key: 'team', effect: 'NoSchedule' as const }] : [];
  const base = { name: `${kind}-${index}`, capacity, gpus: own, taints, instanceType: type, ...zone };
  if (kind === 'eks') return eksNode({ ...base, nodeGroup: name, capacityType: spot ? 'SPOT' : 'ON_DEMAND' });
  if (kind === 'karpenter')
    return karpenterNode({
      ...base,
      nodePool: name,
      nodeClass: 'x',
      capacityType: spot ? 'spot' : 'on-demand',
      ec2: { vcpu: cpu, memoryMib: memory * 1024 },
    });
  // There a node pool is of one capacity as a whole.
  const ofOneCapacity = spot ? `${name}-spot` : name;
  if (kind === 'gke')
    return gkeNode({
      ...base,
      nodePool: ofOneCapacity,
      spot,
      accelerator: own && 'nvidia-l4',
      gpus: own && { ...own, discovered: true },
    });
  return kind === 'aks' ? aksNode({ ...base, agentPool: ofOneCapacity, spot }) : kubeadmNode(base);
}

test('whatever the nodes, the overlay of a cluster synthesises, and the cluster does not differ from it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('eks', 'karpenter', 'gke', 'aks'),
      fc.array(anyNode, { minLength: 1, maxLength: 6 }),
      (cloud, any) => {
        // A cluster is of one cloud, or of machines of one's own, or both. On nothing but spot nodes no platform can
        // stand, which synth says.
        const nodes = any.map((node, index) => ({
          ...node,
          kind: node.kind === 'kubeadm' ? node.kind : cloud,
          spot: node.spot && index > 0,
        }));
        const others = nodes.map(({ kind, asked }, index) =>
          pod(
            'x',
            `on-${index}`,
            {},
            {
              nodeName: `${kind}-${index}`,
              containers: [{ resources: { requests: { cpu: `${asked}m`, memory: `${asked}Mi` } } }],
            },
          ),
        );
        const found = inventory(nodes.map(machine), others);
        const environment = evaluated(discover('any', found, catalogs).source);
        expect(
          preflight({ synthesis: synthesise(environment), inventory: found }).differences.map(formatDifference),
        ).toEqual([]);
      },
    ),
    { numRuns: 12 },
  );
});
