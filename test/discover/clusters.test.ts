/**
 * Clusters as people report them: which nodes become pools, which do not and why; what is printed synthesises and
 * passes preflight.
 */
import { describe, expect, test } from '@jest/globals';
import { gpus, instances, synthesise } from '../../lib';
import { discover, formatDifference, inventoryOf, preflight } from '../../lib/internal';
import { serviceRange } from '../preflight/support/declared';
import { evaluated } from './support/overlay';
import { amount, commentsOf, pod, recorded, service, type Recorded } from './support/recorded';
import { cpu, nvidia, seen } from './support/seen';

const karpenter = (capacity: string, type = 'g6.2xlarge') => ({
  'karpenter.sh/nodepool': 'gpu',
  'karpenter.sh/capacity-type': capacity,
  'node.kubernetes.io/instance-type': type,
});
const l4 = {
  labels: nvidia('NVIDIA-L4', 1, 23_034),
  units: { 'nvidia.com/gpu': '1' },
  cpu: '7910m',
  memory: amount(29_317),
  disk: '450Gi',
} as const;

describe('nodes that are no place for models', () => {
  test('system pools of AKS, by taint and by label alone', () => {
    const aks = (mode: string, pool: string) => ({
      'kubernetes.azure.com/mode': mode,
      'kubernetes.azure.com/agentpool': pool,
      'node.kubernetes.io/instance-type': 'Standard_D16s_v5',
    });
    const { environment, out } = seen(
      cpu('aks-system-1', { labels: aks('system', 'system'), taints: ['CriticalAddonsOnly=true:NoSchedule'] }),
      cpu('aks-old-1', { labels: aks('system', 'old') }),
      cpu('aks-user-1', { labels: aks('user', 'user') }),
    );
    expect(Object.keys(environment.nodePools)).toEqual(['user']);
    expect(out).toEqual([
      'Not in a pool: aks-system-1: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoSchedule)',
      'Not in a pool: aks-old-1: a system pool of AKS (label kubernetes.azure.com/mode=system)',
    ]);
  });

  test('servers of K3s, tainted or not', () => {
    const roles = { 'node-role.kubernetes.io/control-plane': 'true', 'node-role.kubernetes.io/etcd': 'true' };
    const tainted = seen(
      ...[1, 2, 3].map((i) => cpu(`server-${i}`, { labels: roles, taints: ['CriticalAddonsOnly=true:NoExecute'] })),
      cpu('agent-1'),
    );
    expect(tainted.environment.nodePools).toMatchObject({ cpu: { nodes: ['agent-1'] } });
    expect(tainted.out).toEqual([
      'Not in a pool: server-1, server-2, server-3: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoExecute)',
    ]);
    const open = seen(...[1, 2].map((i) => cpu(`server-${i}`, { labels: roles })), cpu('agent-1'));
    expect(open.out).toEqual([
      'Not in a pool: server-1, server-2: a node of the control plane (label node-role.kubernetes.io/control-plane=true)',
    ]);
  });

  test('a cluster of nothing but its control plane is used, and says so', () => {
    const { environment, out } = seen(cpu('laptop', { labels: { 'node-role.kubernetes.io/control-plane': '' } }));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['laptop'] } });
    expect(out).toEqual([
      'Check: no other node can be used, but these nodes also have another purpose: laptop: a node of the control plane (label node-role.kubernetes.io/control-plane)',
    ]);
  });

  test('virtual nodes, Windows, what an autoscaler removes, what is still starting', () => {
    const { environment, out } = seen(
      cpu('virtual-node-aci-linux', {
        labels: { type: 'virtual-kubelet' },
        taints: ['virtual-kubelet.io/provider=azure:NoSchedule'],
        cpu: '10k',
        memory: '4Ti',
      }),
      cpu('fargate-ip-10-0-1-2', {
        labels: { 'eks.amazonaws.com/compute-type': 'fargate' },
        taints: ['eks.amazonaws.com/compute-type=fargate:NoSchedule'],
      }),
      cpu('win-1', { labels: { 'kubernetes.io/os': 'windows' } }),
      cpu('ip-1', { taints: ['karpenter.sh/disrupted:NoSchedule'] }),
      cpu('ip-2', {
        taints: [
          'ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule',
          'DeletionCandidateOfClusterAutoscaler=1757412345:PreferNoSchedule',
        ],
      }),
      cpu('ip-3', { taints: ['ebs.csi.aws.com/agent-not-ready:NoExecute'] }),
      cpu('ip-4', { taints: ['DeletionCandidateOfClusterAutoscaler=1757412345:PreferNoSchedule'] }),
    );
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['ip-4'] } });
    expect(environment.nodePools['cpu']).not.toHaveProperty('taints');
    expect(out).toEqual([
      'Not in a pool: fargate-ip-10-0-1-2: a Fargate node, which runs one pod only (label eks.amazonaws.com/compute-type=fargate)',
      'Not in a pool: ip-1: Karpenter is removing it (taint karpenter.sh/disrupted:NoSchedule)',
      'Not in a pool: ip-2: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule)',
      'Not in a pool: ip-3: an agent that each node needs has not started (taint ebs.csi.aws.com/agent-not-ready:NoExecute)',
      'Not in a pool: virtual-node-aci-linux: a virtual kubelet, which is not a machine (label type=virtual-kubelet)',
      'Not in a pool: win-1: it runs windows, but the images need Linux',
    ]);
  });

  test("machines of one's own that may be taken away", () => {
    const { out } = seen(cpu('a'), cpu('b', { labels: { 'node.kubernetes.io/lifecycle': 'spot' } }));
    expect(out).toEqual([
      'Not in a pool: b: it can be removed at any time (label node.kubernetes.io/lifecycle=spot), but its provider is unknown, so a pool cannot declare it as spot',
    ]);
  });
});

test('a machine whose GPUs others have', () => {
  const train = pod(
    'team-a',
    'train',
    {},
    { nodeName: 'busy', containers: [{ resources: { limits: { 'nvidia.com/gpu': '1' } } }] },
  );
  const { environment, out } = seen(
    cpu('a'),
    cpu('busy', { labels: nvidia('NVIDIA-L40S', 2, 46_068), units: { 'nvidia.com/gpu': '2' } }),
    train,
  );
  expect(Object.keys(environment.nodePools)).toEqual(['cpu']);
  expect(out).toEqual(['Not in a pool: busy: other pods use 1 of its 2 nvidia.com/gpu, but a pool needs all of them']);
});

describe('GPUs as others have set them up', () => {
  test.each<readonly [what: string, node: Omit<Recorded, 'name'>, pool: string, holds: object]>([
    [
      'shares with the name of whole GPUs',
      {
        labels: {
          ...nvidia('Tesla-T4-SHARED', 1, 15_360),
          'nvidia.com/gpu.replicas': '4',
          'nvidia.com/gpu.sharing-strategy': 'time-slicing',
        },
        units: { 'nvidia.com/gpu': '4' },
      },
      't4',
      {
        hardware: { gpu: 'Tesla-T4', gpus: 1 },
        sharing: { by: 'time-slicing', replicas: 4, named: 'usual-name' },
      },
    ],
    [
      'slices of a part of the GPUs',
      { labels: nvidia('NVIDIA-A100-SXM4-80GB', 8, 81_920), units: { 'nvidia.com/mig-1g.10gb': '13' } },
      'a100',
      {
        hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 },
        sharing: { by: 'mig', profile: '1g.10gb', units: 13 },
      },
    ],
    [
      'GPUs of AMD, by their device number',
      {
        labels: {
          'amd.com/gpu.device-id': '74b5',
          'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_VF',
          'amd.com/gpu.vram': '192G',
        },
        units: { 'amd.com/gpu': '8' },
      },
      'mi300x',
      { hardware: { gpu: 'AMD-Instinct-MI300X', gpus: 8, deviceGroups: [] } },
    ],
    [
      'GPUs of AMD with the labels of an older labeller',
      {
        labels: { 'beta.amd.com/gpu.device-id.740f': '4', 'beta.amd.com/gpu.product-name.AMD_Instinct_MI210': '4' },
        units: { 'amd.com/spx_nps1': '4' },
      },
      'mi210',
      { hardware: { gpu: 'AMD-Instinct-MI210', gpus: 4 }, gpuResource: 'amd.com/spx_nps1' },
    ],
  ])('%s', (_, node, pool, holds) => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['a'] }, [pool]: { nodes: ['gpu-1'], ...holds } });
    expect(out).toEqual([]);
  });
});

describe('GPUs that cannot be declared', () => {
  test.each<readonly [what: string, node: Omit<Recorded, 'name'>, because: string]>([
    [
      'of AMD, without labels',
      { units: { 'amd.com/gpu': '8' }, cpu: '96' },
      "8 amd.com/gpu of an unknown product: let AMD's node labeller label the node, started with -device-id, -product-name and -vram, then run this command again; or add the GPU to catalog.gpus, with the memory that rocm-smi --showmeminfo vram --showrasinfo prints, and write its pool by hand",
    ],
    [
      'of AMD that the catalogue does not have',
      {
        units: { 'amd.com/gpu': '1' },
        labels: { 'amd.com/gpu.device-id': '744c', 'amd.com/gpu.product-name': 'AMD_Radeon_RX_7900_XT' },
      },
      "1 amd.com/gpu of an unknown product (AMD_Radeon_RX_7900_XT): let AMD's node labeller label the node, started with -device-id, -product-name and -vram, then run this command again; or add the GPU to catalog.gpus, with the memory that rocm-smi --showmeminfo vram --showrasinfo prints, and write its pool by hand",
    ],
    [
      'of AMD, cut into partitions with names of their own',
      { units: { 'amd.com/cpx_nps1': '64' } },
      '64 amd.com/cpx_nps1, which Corral does not support',
    ],
    [
      'of AMD, cut into partitions with the usual name',
      {
        units: { 'amd.com/gpu': '64' },
        labels: { 'amd.com/gpu.device-id': '74a1', 'amd.com/gpu.compute-memory-partition': 'cpx_nps1' },
      },
      'GPUs that are cut into partitions, which Corral does not support (label amd.com/gpu.compute-memory-partition=cpx_nps1)',
    ],
    [
      'of AMD, of different products',
      {
        units: { 'amd.com/gpu': '2' },
        labels: {
          'amd.com/gpu.product-name.AMD_Instinct_MI210': '1',
          'amd.com/gpu.product-name.AMD_Radeon_Pro_W7900': '1',
        },
      },
      'GPUs of different products (AMD_Instinct_MI210, AMD_Radeon_Pro_W7900), which a pod cannot choose from',
    ],
    [
      'of AMD whose device plugin is down',
      { labels: { 'feature.node.kubernetes.io/amd-gpu': 'true' } },
      "GPUs that no device plugin reports (label feature.node.kubernetes.io/amd-gpu=true): install AMD's device plugin on the node, or read its log",
    ],
    [
      'of Intel',
      { units: { 'gpu.intel.com/i915': '1' } },
      '1 gpu.intel.com/i915 of an unknown product: add the GPU to catalog.gpus, with the memory that intel_gpu_top -L prints, and write its pool by hand',
    ],
    [
      'whose device plugin is down',
      { labels: nvidia('NVIDIA-L40S', 2, 46_068) },
      "GPUs that no device plugin reports (label nvidia.com/gpu.present=true): install NVIDIA's device plugin on the node, or read its log",
    ],
    [
      'in an invalid layout of MIG',
      {
        labels: { ...nvidia('NVIDIA-A100-SXM4-80GB-MIG-INVALID', 0, 0), 'nvidia.com/mig.strategy': 'single' },
        units: { 'nvidia.com/gpu': '0' },
      },
      "MIG strategy 'single' needs the same profile on all GPUs, but their layout differs (label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB-MIG-INVALID)",
    ],
    [
      'of different kinds',
      { labels: nvidia('NVIDIA-GeForce-RTX-3090', 2, 24_576), units: { 'nvidia.com/gpu': '3' } },
      'GPUs of different products: the labels report 2 NVIDIA-GeForce-RTX-3090, but the node offers 3 nvidia.com/gpu',
    ],
  ])('%s', (_, node, because) => {
    const { environment, out } = seen(cpu('a'), cpu('gpu-1', node));
    expect(environment.nodePools).toMatchObject({ cpu: { nodes: ['a'] } });
    expect(Object.keys(environment.nodePools)).toEqual(['cpu']);
    expect(out).toEqual([`Not in a pool: gpu-1: ${because}`]);
  });

  const noMemory = (product: string, memory: string | undefined) =>
    cpu('spark-1', {
      labels: {
        'kubernetes.io/arch': 'arm64',
        ...nvidia(product, 1, 0),
        ...(memory === undefined ? {} : { 'nvidia.com/gpu.memory': memory }),
      },
      units: { 'nvidia.com/gpu': '1' },
      cpu: '20',
      memory: amount(120_000),
    });

  test('a DGX Spark is known: its memory is that of the node, stated once', () => {
    const { environment, source } = seen(noMemory('NVIDIA-GB10', '0'));
    expect(environment.nodePools).toMatchObject({
      gb10: { hardware: { gpu: 'NVIDIA-GB10', gpus: 1, architecture: 'arm64' } },
    });
    const { gb10 } = environment.nodePools;
    expect(gb10?.on === 'metal' ? gb10.hardware.memory : 0).toBeGreaterThan(100_000 * 1024 ** 2);
    expect(commentsOf(source).join(' ')).not.toContain('GPU memory in MiB');
  });

  test('another GPU whose driver reports no memory is taken to have that of the node, and asked for', () => {
    const { environment, source } = seen(noMemory('NVIDIA-GB99', '0'));
    expect(environment.catalog.gpus).toMatchObject({
      'NVIDIA-GB99': { memory: 'unified', memoryMib: 120_000, memoryType: 'LPDDR' },
    });
    expect(environment.nodePools).toMatchObject({
      gb99: { hardware: { gpu: 'NVIDIA-GB99', gpus: 1, memory: 120_000 * 1024 ** 2 } },
    });
    expect(commentsOf(source)).toContain(
      "Check: no label reports memory of the GPU, so it is taken to be that of the node (as on a DGX Spark). If the GPU has its own, write its size here, and leave out memory: 'unified'",
    );
    const { nodePools } = synthesise(environment).plan.environment;
    expect(nodePools['gb99']?.gpu?.memoryMibPerUnit).toBe(120_000 - 512);
  });

  test('where every GPU is cut, no label but those of the slices names it', () => {
    const slice = {
      'nvidia.com/mig.strategy': 'mixed',
      'nvidia.com/mig-1g.10gb.product': 'NVIDIA-A100-SXM4-80GB-MIG-1g.10gb',
      'nvidia.com/mig-1g.10gb.count': '14',
      'nvidia.com/mig-1g.10gb.memory': '9728',
    };
    const { environment } = seen(cpu('a'), cpu('cut', { labels: slice, units: { 'nvidia.com/mig-1g.10gb': '14' } }));
    expect(environment.nodePools['a100']).toMatchObject({
      hardware: { gpu: 'NVIDIA-A100-SXM4-80GB', gpus: 2 },
      sharing: { by: 'mig', profile: '1g.10gb' },
    });
  });
});

describe('pools that look alike', () => {
  test('GPUs of AMD with one name and different device numbers are two pools', () => {
    const amd = (id: string) => ({
      labels: { 'amd.com/gpu.device-id': id, 'amd.com/gpu.product-name': 'AMD_Radeon_Graphics' },
      units: { 'amd.com/gpu': '4' },
    });
    const { environment } = seen(cpu('a'), cpu('gpu-1', amd('7551')), cpu('gpu-2', amd('740f')));
    expect(environment.nodePools).toMatchObject({
      r9700: { nodes: ['gpu-1'], hardware: { gpu: 'AMD-Radeon-AI-PRO-R9700' } },
      mi210: { nodes: ['gpu-2'], hardware: { gpu: 'AMD-Instinct-MI210' } },
    });
  });

  test('whole GPUs and as many shares with their name are two pools', () => {
    const shares = {
      ...nvidia('Tesla-T4-SHARED', 1, 15_360),
      'nvidia.com/gpu.replicas': '4',
      'nvidia.com/gpu.sharing-strategy': 'time-slicing',
    };
    const { environment } = seen(
      cpu('whole', { labels: nvidia('Tesla-T4', 4, 15_360), units: { 'nvidia.com/gpu': '4' } }),
      cpu('shared', { labels: shares, units: { 'nvidia.com/gpu': '4' } }),
    );
    expect(Object.values(environment.nodePools)).toMatchObject([
      { nodes: ['shared'], hardware: { gpus: 1 }, sharing: { replicas: 4 } },
      { nodes: ['whole'], hardware: { gpus: 4 } },
    ]);
  });

  test('nodes of different processors are never one pool', () => {
    const { environment } = seen(
      cpu('agent-1', { labels: { 'kubernetes.io/arch': 'amd64' } }),
      cpu('pi-1', { labels: { 'kubernetes.io/arch': 'arm64' } }),
    );
    expect(Object.values(environment.nodePools)).toMatchObject([
      { nodes: ['agent-1'] },
      { nodes: ['pi-1'], hardware: { architecture: 'arm64' } },
    ]);
  });

  test('reserved capacity beside on-demand in one NodePool of Karpenter', () => {
    const { environment } = seen(
      cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } }),
      cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } }),
    );
    expect(Object.keys(environment.nodePools)).toEqual(['gpu']);
    expect(environment.nodePools).toMatchObject({
      gpu: {
        nodes: { min: 2, max: 2 },
        labels: { 'karpenter.sh/nodepool': 'gpu', 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] },
      },
    });
  });

  test('a node on demand that joins a pool of reserved ones later: the fix selects both', () => {
    const reserved = cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } });
    const onDemand = cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } });
    const { environment } = seen(reserved);
    const inventory = inventoryOf(recorded([reserved, onDemand]));
    const { differences } = preflight({ synthesis: synthesise(environment), inventory });
    expect(differences.map(formatDifference)).toEqual([
      "lab.nodePools.gpu: declared label karpenter.sh/capacity-type=reserved; found 'on-demand' on ip-b.\n" +
        "  fix: labels: { 'karpenter.sh/nodepool': 'gpu', 'node.kubernetes.io/instance-type': 'g6.2xlarge', 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] }\n" +
        '  [LabelDiffers]',
    ]);
  });

  test('the same beside spot nodes, and beside a NodePool of the same machines that is on demand only', () => {
    const other = { ...karpenter('on-demand'), 'karpenter.sh/nodepool': 'other' };
    const { environment } = seen(
      cpu('ip-a', { ...l4, labels: { ...l4.labels, ...karpenter('reserved') } }),
      cpu('ip-b', { ...l4, labels: { ...l4.labels, ...karpenter('on-demand') } }),
      cpu('ip-c', { ...l4, labels: { ...l4.labels, ...karpenter('spot') } }),
      cpu('ip-d', { ...l4, labels: { ...l4.labels, ...other } }),
    );
    expect(environment.nodePools).toMatchObject({
      gpu: { nodes: { min: 2, max: 2 }, labels: { 'karpenter.sh/capacity-type': ['on-demand', 'reserved'] } },
      'gpu-g6-2xlarge': { capacity: 'spot', labels: { 'karpenter.sh/capacity-type': 'spot' } },
      other: { labels: { 'karpenter.sh/nodepool': 'other', 'karpenter.sh/capacity-type': 'on-demand' } },
    });
  });

  test('preemptible nodes of GKE beside spot and others', () => {
    const gke = (pool: string, mark: Readonly<Record<string, string>>) =>
      cpu(pool, {
        labels: { 'cloud.google.com/gke-nodepool': pool, 'node.kubernetes.io/instance-type': 'n2-standard-8', ...mark },
      });
    const { environment } = seen(
      gke('old', { 'cloud.google.com/gke-preemptible': 'true' }),
      gke('new', { 'cloud.google.com/gke-spot': 'true', 'cloud.google.com/gke-provisioning': 'spot' }),
      gke('base', {}),
    );
    expect(environment.nodePools).toMatchObject({
      old: {
        capacity: 'spot',
        labels: { 'cloud.google.com/gke-preemptible': 'true', 'cloud.google.com/gke-nodepool': 'old' },
      },
      new: { capacity: 'spot' },
      base: { provisioner: 'gke' },
    });
  });
});

describe('where names are resolved', () => {
  test('on OpenShift', () => {
    const labels = { 'dns.operator.openshift.io/daemonset-dns': 'default' };
    const { environment } = seen(
      cpu('a'),
      ...service('openshift-dns', 'dns-default', ['172.30.0.10'], labels, 5353),
      pod('openshift-dns', 'dns-default-x', labels),
    );
    expect(environment.cluster.dns).toEqual({
      pods: { namespace: 'openshift-dns', podLabels: labels },
      port: 5353,
      addresses: ['172.30.0.10/32'],
    });
  });

  test('on Gardener, where pods listen on 8053, and with both address families', () => {
    const { environment } = seen(
      cpu('a'),
      ...service('kube-system', 'kube-dns', ['10.96.0.10', 'fd00::a'], { 'k8s-app': 'kube-dns' }, 8053),
    );
    expect(environment.cluster.dns).toEqual({ port: 8053, addresses: ['10.96.0.10/32', 'fd00::a/128'] });
    expect(environment.cluster.families).toEqual(['IPv4', 'IPv6']);
  });
});

test('resolvers of providers, which no API shows, are asked for', () => {
  const on = (label: string) =>
    seen(
      cpu('a', { labels: { [label]: 'pool' } }),
      ...service('kube-system', 'kube-dns', ['10.96.0.10'], { 'k8s-app': 'kube-dns' }, 53),
    ).source;
  expect(on('kubernetes.azure.com/agentpool')).toContain(
    "Check: add '169.254.10.11/32' to addresses if the nodes have LocalDNS of AKS, which answers there",
  );
  expect(on('cloud.google.com/gke-nodepool')).toContain(
    "Check: add '169.254.169.254/32' to addresses if the nodes have Cloud DNS of GKE, which answers there",
  );
  expect(on('team')).not.toContain('to addresses if');
});

describe('address families', () => {
  const dns = (...addresses: readonly string[]) =>
    service('kube-system', 'kube-dns', addresses, { 'k8s-app': 'kube-dns' }, 53);

  test('of IPv6 alone', () => {
    const { environment } = seen(cpu('a'), ...dns('fd00:10:96::a'));
    expect(environment.cluster).toMatchObject({
      families: ['IPv6'],
      dns: { addresses: ['fd00:10:96::a/128'] },
      weights: { address: 'fd00:10:96::f' },
    });
  });

  test('in the order of the ranges of Services, not in that of the DNS Service', () => {
    const { environment } = seen(
      cpu('a'),
      ...dns('10.96.0.10', 'fd00:10:96::a'),
      serviceRange('fd00:10:96::/108', '10.96.0.0/16'),
    );
    expect(environment.cluster.families).toEqual(['IPv6', 'IPv4']);
  });

  test('are not written where there is IPv4 alone', () => {
    const { source } = seen(cpu('a'), ...dns('10.96.0.10'), serviceRange('10.96.0.0/16'));
    expect(source).not.toContain('families');
  });
});

test('user ids are those of the cluster where it has security context constraints', () => {
  const answers = recorded([cpu('a'), ...service('kube-system', 'kube-dns', ['10.96.0.10'], {}, 53)]);
  const { groups } = answers.groups as { readonly groups: readonly object[] };
  const constraints = {
    name: 'security.openshift.io',
    versions: [{ groupVersion: 'security.openshift.io/v1', version: 'v1' }],
  };
  const inventory = inventoryOf({ ...answers, groups: { groups: [...groups, constraints] } });
  expect(evaluated(discover('lab', inventory, { gpus, instances }).source).cluster.userIds).toBe('cluster');
});

test('what an API server says cannot end a comment', () => {
  const evil = cpu('evil', {
    status: { conditions: [{ type: 'Ready', status: 'False', message: 'down\nprocess.exit(1) /* \u2028 */' }] },
  });
  const inventory = inventoryOf(recorded([cpu('a'), evil]));
  const { source } = discover("lab */ throw new Error('x') /*", inventory, { gpus, instances }, 'lab');
  expect(evaluated(source).name).toBe('lab');
  expect(commentsOf(source)).toContain('Not in a pool: evil: it is not ready: down process.exit(1) /*   * /');
});
