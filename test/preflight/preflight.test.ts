/** Differences that a live control plane cannot be given, or not quickly; `test/delivery` makes the others. */
import { describe, expect, test } from '@jest/globals';
import { defineEnvironment, gib, mib, type EnvironmentInput } from '../../lib';
import { formatDifference, preflightCodes, type LiveObject } from '../../lib/internal';
import { catalog, nfsDriver, podMonitor } from '../../overlays/base';
import { environments } from '../../overlays';
import { local } from '../../overlays/local';
import { production } from '../../overlays/production';
import { staging } from '../../overlays/staging';
import { differences as injected } from '../delivery/support/differences';
import { service } from '../discover/support/recorded';
import { team } from '../namespaced/team';
import { byAdapter } from '../scaling/by-adapter';
import {
  adding,
  addressOf,
  changing,
  compared,
  labelled,
  offering,
  pod,
  servedWithout,
  serviceRange,
  serving,
  without,
  withStatus,
  type Change,
} from './support/declared';

/** What preflight cannot see of the gateway and the backup of an environment. */
function unseenOf({ name, gateway, backup }: EnvironmentInput): readonly string[] {
  const { expose, tls } = gateway ?? {};
  const isCertified = expose?.by === 'gateway-api' && typeof tls === 'object' && 'issuer' in tls;
  const secrets = [
    ...(gateway !== undefined && 'secretName' in (gateway.keys ?? { secretName: '' })
      ? ['llm-serving/engine-key', 'llm-gateway/engine-key']
      : []),
    ...(backup === undefined ? [] : ['model-store/backup-password', 'model-store/backup-key']),
  ];
  return [
    ...secrets.map((secret) => `${name}: whether Secret ${secret} exists: to look for it needs the right to read it`),
    ...(isCertified
      ? [`${name}.gateway.tls.issuer: whether cert-manager makes certificates of Gateways (enableGatewayAPI)`]
      : []),
  ];
}

/** A NodePool of Karpenter that takes every machine. */
const nodePool = (limits: object = {}): LiveObject => ({
  apiVersion: 'karpenter.sh/v1',
  kind: 'NodePool',
  metadata: { name: 'all' },
  spec: { template: { spec: {} }, limits },
});

const said = (input: EnvironmentInput, ...changes: readonly Change[]): readonly string[] =>
  compared(input, ...changes).differences.map(formatDifference);

test.each(environments.map((environment) => [environment.name, environment] as const))(
  '%s beside its own cluster differs in nothing',
  (_, environment) => {
    expect(compared(environment)).toEqual({
      environment: environment.name,
      differences: [],
      unusable: [],
      unseen: unseenOf(environment),
    });
  },
);

const rack = (change: object): EnvironmentInput =>
  defineEnvironment({
    name: 'rack',
    delivery: 'kubectl',
    catalog,
    prerequisites: [nfsDriver],
    cluster: {
      id: 'rack',
      dns: { addresses: ['10.96.0.10/32'] },
      weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(50), bandwidth: mib(100) },
    },
    nodePools: {
      gpu: {
        on: 'metal',
        nodes: 2,
        hardware: {
          gpu: 'NVIDIA-A100-SXM4-80GB',
          gpus: 2,
          cpu: 32,
          memory: gib(128),
          ephemeralStorage: gib(400),
          diskBandwidth: mib(500),
        },
        ...change,
      },
    },
    models: {
      first: {
        weights: 'qwen2.5:0.5b',
        settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
        pools: ['gpu'],
        gpus: 1,
        cpu: 1,
        replicas: 1,
      },
    },
  });
const sliced = rack({ sharing: { by: 'mig', profile: '1g.10gb' } });
const byOwnLabel = rack({ labels: { pool: 'gpu' } });

/** Production, its nodes found by their names alone. */
const foundByName = {
  ...production,
  nodePools: Object.fromEntries(
    Object.entries(production.nodePools).map(([name, pool]) => [name, { ...pool, labels: undefined }]),
  ),
} as EnvironmentInput;
/** A store on a class of the cluster. */
const onClass = (storageClass: string): EnvironmentInput => ({
  ...rack({}),
  cluster: { ...rack({}).cluster, weights: { kind: 'class', storageClass, capacity: gib(50), bandwidth: mib(100) } },
});
const classOf = (name: string, provisioner: string, mountOptions?: readonly string[]) =>
  adding({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner,
    ...(mountOptions === undefined ? {} : { mountOptions }),
  });
const dnsService = (namespace: string, clusterIPs: readonly string[], port = 53) =>
  adding(
    ...service(
      namespace,
      namespace === 'openshift-dns' ? 'dns-default' : 'kube-dns',
      clusterIPs,
      { 'k8s-app': 'kube-dns' },
      port,
    ),
  );
const weightsService = (clusterIP: string): LiveObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'model-store', name: 'weights-server', labels: { 'app.kubernetes.io/part-of': 'corral' } },
  spec: { clusterIP },
});
const cached = adding(
  pod(
    'kube-system',
    'cache',
    { 'k8s-app': 'node-local-dns' },
    { containers: [{ args: ['-localip=169.254.20.10,10.96.0.10'] }] },
  ),
);
const monitor = (change: object) =>
  changing('PodMonitor', 'llama-servers', (found) => ({ ...found, spec: { ...(found['spec'] as object), ...change } }));

const tainted = (name: string, key: string, value: string) =>
  changing('Node', name, (node) => ({ ...node, spec: { taints: [{ key, value, effect: 'NoSchedule' }] } }));

/** The same, scraped by a monitor of others. */
const watched: EnvironmentInput = {
  ...byAdapter(production),
  monitoring: undefined,
  prerequisites: [...(production.prerequisites ?? []), { ...podMonitor, authorization: 'Bearer' }],
};
const withKey: EnvironmentInput = {
  ...watched,
  cluster: { ...watched.cluster, apiKey: { secretName: 'llm-key', key: 'keys' } },
};
/** The model of the rack on a claim of others. */
const onClaim: EnvironmentInput = {
  ...rack({}),
  models: { first: { ...rack({}).models?.['first'], weights: 'smollm2-1.7b-instruct/Q4_K_M' } },
  catalog: {
    models: {
      'smollm2-1.7b-instruct/Q4_K_M': {
        ...catalog.models['smollm2-1.7b-instruct/Q4_K_M'],
        origin: { from: 'claim', claimName: 'weights' },
      },
    },
  },
} as EnvironmentInput;
const claim = (name: string, spec: object, phase = 'Bound') =>
  adding({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { namespace: 'model-store', name },
    spec: { accessModes: ['ReadWriteMany'], ...spec },
    status: { phase },
  });
const atClaim =
  "rack.catalog.models['smollm2-1.7b-instruct/Q4_K_M'].origin.claimName: declared claim model-store/weights with models";

/** The same claim as the store. */
const claimAsStore: EnvironmentInput = {
  ...onClaim,
  cluster: {
    ...rack({}).cluster,
    weights: {
      kind: 'existing',
      claimName: 'weights',
      layout: 'paths',
      read: 'staged',
      capacity: gib(50),
      bandwidth: mib(100),
    },
  },
};
const atStore = 'rack.cluster.weights.claimName: declared claim model-store/weights with models';

const cases: readonly (readonly [
  name: string,
  input: EnvironmentInput,
  changes: readonly Change[],
  found: readonly string[],
])[] = [
  [
    'a quota and limits of a namespace that exists, which are gone',
    team,
    [],
    [
      "team.cluster.existingQuotas[0]: declared ResourceQuota 'team'; found none.\n  fix: remove it from existingQuotas\n  [QuotaDiffers]",
      "team.cluster.existingLimits[0]: declared LimitRange 'team'; found none.\n  fix: remove it from existingLimits\n  [LimitRangeDiffers]",
    ],
  ],
  [
    'a claim of others that is not there, beside one of another name',
    onClaim,
    [claim('models', {})],
    [
      `${atClaim}; found none; claims there are models.\n  fix: create it in namespace model-store, bound to the volume with the models · name a claim of this namespace\n  [ClaimMissing]`,
    ],
  ],
  [
    'a claim of others without a volume',
    onClaim,
    [claim('weights', {}, 'Pending')],
    [
      `${atClaim}, bound to a volume; found phase Pending: it has no files yet.\n  fix: bind it to the volume with the models\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others that is a raw device',
    onClaim,
    [claim('weights', { volumeMode: 'Block' })],
    [`${atClaim} as files; found volumeMode Block.\n  fix: name a claim with a file system\n  [ClaimDiffers]`],
  ],
  [
    'a claim of others for one pod',
    onClaim,
    [claim('weights', { accessModes: ['ReadWriteOncePod'] })],
    [
      `${atClaim} that several pods may mount; found access mode ReadWriteOncePod.\n  fix: create a claim with the access mode ReadOnlyMany or ReadWriteMany on the same volume\n  [ClaimDiffers]`,
    ],
  ],
  ['a claim of others that is right', onClaim, [claim('weights', {})], []],
  [
    'a claim of others as the store, for one node',
    claimAsStore,
    [claim('weights', { accessModes: ['ReadWriteOnce'] })],
    [
      `${atStore} and the access mode ReadWriteMany; found access modes ReadWriteOnce.\n  fix: weights.accessMode with a mode that the claim has · create a claim with the access mode ReadWriteMany on the same volume\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others as the store, that requests more',
    claimAsStore,
    [claim('weights', { resources: { requests: { storage: '1Ti' } } })],
    [
      `${atStore} that requests at most 50Gi; found a request of 1Ti, which counts for the quota of the namespace.\n  fix: capacity with the request of the claim\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others as the store that is right',
    claimAsStore,
    [claim('weights', { resources: { requests: { storage: '50Gi' } } })],
    [],
  ],
  [
    'weights servers outside the range of Services',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('172.20.0.0/16', 'fd00::/108'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 172.20.0.0/16.\n  fix: address: '172.20.0.15'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers outside two ranges, where DNS is in the second',
    {
      ...production,
      cluster: { ...production.cluster, weights: { ...production.cluster.weights, address: '10.9.0.15' } as never },
    },
    [adding(serviceRange('10.10.0.0/24')), dnsService('kube-system', ['10.96.0.10'])],
    [
      "production.cluster.weights.address: declared weights servers at 10.9.0.15; found Services in 10.96.0.0/12 and 10.10.0.0/24.\n  fix: address: '10.96.0.15'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers at the address of another Service, and the next is taken too',
    production,
    [adding(addressOf('10.96.0.15', 'default', 'web'), addressOf('10.96.0.16', 'default', 'api'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found that address at Service default/web.\n  fix: address: '10.96.0.17'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers outside the range of Services, where none is free',
    production,
    [
      changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/29')),
      adding(addressOf('10.96.0.6', 'default', 'web')),
    ],
    [
      'production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 10.96.0.0/29.\n  fix: address: a free one of the Service range\n  [ServiceAddressDiffers]',
    ],
  ],
  [
    'weights servers at the last address of a range, which no Service has',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/28'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Services in 10.96.0.0/28.\n  fix: address: '10.96.0.14'\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'weights servers that are there already',
    production,
    [adding(addressOf('10.96.0.15', 'model-store', 'weights-server'), weightsService('10.96.0.15'))],
    [],
  ],
  [
    'weights servers that are there already, at another address',
    production,
    [adding(weightsService('10.97.3.4'))],
    [
      "production.cluster.weights.address: declared weights servers at 10.96.0.15; found Service model-store/weights-server at 10.97.3.4, which cannot change.\n  fix: address: '10.97.3.4' · before the change: kubectl --namespace model-store delete service weights-server\n  [ServiceAddressDiffers]",
    ],
  ],
  [
    'a release that nobody knows',
    local,
    [(answers) => ({ ...answers, version: { major: '1', minor: '32+' } })],
    [
      'local.cluster.kubernetes: declared 1.36; found 1.32.\n  fix: upgrade or change the cluster to one of 1.33, 1.34, 1.35, 1.36, 1.37, the releases that Corral supports · change the cluster to 1.36\n  [ServerVersion]',
    ],
  ],
  [
    'an older version of a group',
    production,
    [serving({ 'kustomize.toolkit.fluxcd.io': ['v1beta2'] })],
    [
      'production: declared Kustomization of kustomize.toolkit.fluxcd.io/v1; found kustomize.toolkit.fluxcd.io with v1beta2 only.\n  fix: install Flux: flux install\n  [ApiNotServed]',
    ],
  ],
  [
    'no Karpenter',
    staging,
    [servedWithout('karpenter.sh')],
    ['cpu', "['cpu-spot']", 'l4', "['l4-spot']"].map(
      (pool) =>
        `staging.nodePools${pool.startsWith('[') ? pool : `.${pool}`}: declared nodes created by Karpenter; found no API group karpenter.sh.\n  fix: install Karpenter · state provisioner: 'eks-node-group', 'gke' or 'aks' · set labels to labels of the nodes\n  [ProvisionerMissing]`,
    ),
  ],
  [
    'a NodePool that may make no node',
    staging,
    [adding(nodePool({ nodes: '0' }))],
    [
      ['cpu', 4],
      ["['cpu-spot']", 4],
      ['l4', 6],
      ["['l4-spot']", 6],
    ].map(
      ([pool, most]) =>
        `staging.nodePools${String(pool).startsWith('[') ? pool : `.${pool}`}: declared up to ${most} nodes; found limits of NodePool all that allow 0.\n  fix: raise spec.limits of the NodePool\n  [ProvisionerLimit]`,
    ),
  ],
  [
    'no default class for the claim of a single node',
    local,
    [changing('StorageClass', 'local-path', (found) => ({ ...found, metadata: { name: 'local-path' } }))],
    [
      "local.cluster.weights.storageClass: declared a default StorageClass; found none; there are local-path.\n  fix: kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true · storageClass: 'local-path'\n  [ClassMissing]",
    ],
  ],
  [
    'no class at all',
    local,
    [without('StorageClass', 'local-path')],
    [
      "local.cluster.weights.storageClass: declared a default StorageClass; found no StorageClass at all.\n  fix: kubectl annotate storageclass CLASS storageclass.kubernetes.io/is-default-class=true · storageClass: 'CLASS'\n  [ClassMissing]",
    ],
  ],
  [
    'a RuntimeClass with another handler',
    production,
    [changing('RuntimeClass', 'nvidia', (found) => ({ ...found, handler: 'runc' }))],
    [
      "production.cluster.runtimeClass: declared RuntimeClass 'nvidia' with handler 'nvidia'; found handler 'runc'.\n  fix: let the GPU operator create the class\n  [ClassDiffers]",
    ],
  ],
  [
    'a definition that serves no version',
    { ...local, prerequisites: [{ kind: 'CustomResourceDefinition', name: 'a.example.com', providedBy: 'us' }] },
    [
      adding({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'a.example.com' },
        spec: { versions: [{ name: 'v1', served: false }] },
      }),
    ],
    [
      'local.prerequisites[0]: declared CustomResourceDefinition a.example.com; found a definition with no served version.\n  fix: install it: us\n  [DefinitionMissing]',
    ],
  ],
  [
    'no pod in the namespace of a neighbour',
    production,
    [without('Pod', 'monitoring')],
    [
      "production.cluster.monitoring: declared pods app.kubernetes.io/name=prometheus in namespace 'monitoring'; found no pod there.\n  fix: set podLabels to labels of its pods · start the pods\n  [PeerMissing]",
    ],
  ],
  [
    'no pod of the proxy of downloads',
    {
      ...production,
      cluster: {
        ...production.cluster,
        downloads: {
          proxy: { url: 'http://squid.egress.svc:3128', pods: { namespace: 'egress', podLabels: { app: 'squid' } } },
        },
      },
    },
    [adding({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'egress' } })],
    [
      "production.cluster.downloads.proxy.pods: declared pods app=squid in namespace 'egress'; found no pod there.\n  fix: set podLabels to labels of its pods · start the pods\n  [PeerMissing]",
    ],
  ],
  [
    'a node that is not ready',
    production,
    [
      withStatus('gpu-l40s-2', {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'KubeletNotReady', message: 'container runtime is down' },
        ],
      }),
    ],
    [
      'production.nodePools.l40s: declared nodes that are ready; found gpu-l40s-2 not ready: container runtime is down.\n  fix: kubectl describe node gpu-l40s-2\n  [NodeNotReady]',
    ],
  ],
  [
    'a node by another name',
    production,
    [
      changing('Node', 'gpu-l40s-2', (node) => ({
        ...node,
        metadata: {
          ...node.metadata,
          name: 'gpu-l40s-02',
          labels: { ...node.metadata.labels, 'kubernetes.io/hostname': 'gpu-l40s-02' },
        },
      })),
    ],
    [
      "production.nodePools.l40s: declared node 'gpu-l40s-2'; found no node of that name, but gpu-l40s-02.\n  fix: add the node to the cluster · correct the name in nodes\n  [NodesMissing]",
    ],
  ],
  [
    'a node that does not carry its name',
    foundByName,
    [labelled('gpu-l40s-2', { 'kubernetes.io/hostname': 'ip-10-0-0-7' })],
    [
      "production.nodePools.l40s: declared label kubernetes.io/hostname=gpu-l40s-1 or gpu-l40s-2 or gpu-l40s-3; found 'ip-10-0-0-7' on gpu-l40s-2.\n  fix: nodes: write 'ip-10-0-0-7'\n  [LabelDiffers]",
    ],
  ],
  [
    'GPUs that discovery has not labelled',
    rack({}),
    [labelled('gpu-0', { 'nvidia.com/gpu.product': undefined })],
    [
      'rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found no such label on gpu-0.\n  fix: let GPU feature discovery label the node: gfd.enabled=true of the GPU operator · kubectl label node gpu-0 nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB\n  [LabelDiffers]',
    ],
  ],
  [
    'GPUs of another product',
    rack({}),
    [labelled('gpu-1', { 'nvidia.com/gpu.product': 'NVIDIA-A100-80GB-PCIe' })],
    [
      "rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found 'NVIDIA-A100-80GB-PCIe' on gpu-1.\n  fix: a pool of its own for gpu-1, with hardware: { gpu: 'NVIDIA-A100-80GB-PCIe' }\n  [LabelDiffers]",
    ],
  ],
  [
    'shares that are called like cards',
    rack({}),
    [labelled('gpu-1', { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-SHARED' })],
    [
      "rack.nodePools.gpu: declared label nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB; found 'NVIDIA-A100-SXM4-80GB-SHARED' on gpu-1.\n  fix: named: 'usual-name' beside by and replicas of sharing, since shares there have the name of whole GPUs · set renameByDefault: true in the configuration of the device plugin, so that no pod mistakes a share for a whole GPU\n  [LabelDiffers]",
    ],
  ],
  [
    'nodes without the one label of the pool',
    byOwnLabel,
    [labelled('gpu-0', { pool: undefined }), labelled('gpu-1', { pool: undefined })],
    [
      'rack.nodePools.gpu: declared label pool=gpu; found no such label on gpu-0 and gpu-1.\n  fix: kubectl label node gpu-0 gpu-1 pool=gpu\n  [LabelDiffers]',
    ],
  ],
  [
    'a class of one node for a store of several',
    onClass('local-path'),
    [classOf('files', 'efs.csi.aws.com')],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'local-path' whose volumes can be written from several nodes; found provisioner rancher.io/local-path, whose volumes can be used on one node only.\n  fix: storageClass: 'files' · weights of kind 'nfs' · weights of kind 'direct' on a cluster of one node\n  [ClassDiffers]",
    ],
  ],
  [
    'a class whose locks hold on one node',
    onClass('azurefile-csi'),
    [classOf('azurefile-csi', 'file.csi.azure.com', ['mfsymlinks', 'nobrl'])],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'azurefile-csi' with file locks that work across nodes; found mount option nobrl, which keeps file locks on each node.\n  fix: create another class without nobrl (the field cannot be changed) · weights of kind 'nfs'\n  [ClassDiffers]",
    ],
  ],
  [
    'a tier of an object store',
    {
      ...rack({}),
      cluster: { ...rack({}).cluster, storageTiers: { blobs: { storageClass: 'blobs', bandwidth: mib(100) } } },
    },
    [
      classOf('blobs', 'blob.csi.azure.com'),
      changing('StorageClass', 'blobs', (each) => ({ ...each, volumeBindingMode: 'WaitForFirstConsumer' })),
    ],
    [
      "rack.cluster.storageTiers.blobs: declared StorageClass 'blobs' with file locks; found provisioner blob.csi.azure.com, whose volumes are an object store without file locks.\n  fix: name a class of disks, or of files\n  [ClassDiffers]",
    ],
  ],
  [
    'a class of an object store',
    onClass('azureblob-fuse-premium'),
    [classOf('azureblob-fuse-premium', 'blob.csi.azure.com')],
    [
      "rack.cluster.weights.storageClass: declared StorageClass 'azureblob-fuse-premium' with file locks; found provisioner blob.csi.azure.com, whose volumes are an object store without file locks.\n  fix: weights of kind 'nfs'\n  [ClassDiffers]",
    ],
  ],
  [
    'a DNS Service at another address',
    production,
    [dnsService('kube-system', ['172.20.0.10'])],
    [
      "production.cluster.dns.addresses: declared DNS at 169.254.20.10/32 and 10.96.0.10/32; found Service kube-system/kube-dns at 172.20.0.10.\n  fix: dns: { addresses: ['172.20.0.10/32'] }\n  [DnsDiffers]",
    ],
  ],
  [
    'a cache of names, where none is declared',
    local,
    [cached],
    [
      "local.cluster.dns.addresses: declared no NodeLocal DNSCache; found NodeLocal DNSCache at 169.254.20.10 and 10.96.0.10.\n  fix: dns: { addresses: ['169.254.20.10/32', '10.96.0.10/32'] }\n  [DnsDiffers]",
    ],
  ],
  [
    'DNS pods on another port',
    production,
    [dnsService('kube-system', ['10.96.0.10'], 8053)],
    [
      'production.cluster.dns.port: declared port 53 of the DNS pods; found port 8053 behind Service kube-system/kube-dns.\n  fix: dns: { port: 8053 }\n  [DnsDiffers]',
    ],
  ],
  [
    'a cluster of IPv6 alone',
    production,
    [dnsService('kube-system', ['fd00::a']), changing('ServiceCIDR', 'kubernetes', () => serviceRange('fd00::/108'))],
    [
      "production.cluster.dns.addresses: declared DNS at 169.254.20.10/32 and 10.96.0.10/32; found Service kube-system/kube-dns at fd00::a.\n  fix: dns: { addresses: ['fd00::a/128'] }\n  [DnsDiffers]",
      "production.cluster.families: declared pods with IPv4 addresses; found a cluster with IPv6, in this order.\n  fix: families: ['IPv6']\n  [AddressFamily]",
    ],
  ],
  [
    'a cluster of IPv6 first, which its range of Services shows',
    { ...production, cluster: { ...production.cluster, families: ['IPv4', 'IPv6'] } },
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('fd00:10:96::/108', '10.96.0.0/16'))],
    [
      "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster with IPv6 and IPv4, in this order.\n  fix: families: ['IPv6', 'IPv4']\n  [AddressFamily]",
    ],
  ],
  [
    'a cluster without a family that the environment states',
    { ...production, cluster: { ...production.cluster, families: ['IPv4', 'IPv6'] } },
    [],
    [
      "production.cluster.families: declared pods with IPv4 and IPv6 addresses; found a cluster with IPv4, in this order.\n  fix: families: ['IPv4']\n  [AddressFamily]",
    ],
  ],
  [
    'a second family that the environment does not use',
    production,
    [changing('ServiceCIDR', 'kubernetes', () => serviceRange('10.96.0.0/16', 'fd00:10:96::/108'))],
    [],
  ],
  [
    'pods and limits of others in a namespace of ours',
    production,
    [
      adding(
        pod('llm-serving', 'debug'),
        { apiVersion: 'v1', kind: 'LimitRange', metadata: { namespace: 'llm-serving', name: 'defaults' } },
        pod('llm-serving', 'ours', { 'app.kubernetes.io/part-of': 'corral' }),
      ),
    ],
    [
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found Pod llm-serving/debug, which the network policies isolate and the quota counts.\n  fix: move it to another namespace · name another namespace in the environment\n  [NamespaceShared]",
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found LimitRange llm-serving/defaults, which may change or refuse the requests of pods.\n  fix: move it to another namespace · name another namespace in the environment\n  [NamespaceShared]",
    ],
  ],
  [
    'a namespace of ours that a mesh adds to',
    production,
    [
      adding({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'llm-serving', labels: { 'app.kubernetes.io/part-of': 'corral', 'istio.io/rev': 'stable' } },
      }),
    ],
    [
      "production.cluster.namespaces.serving: declared namespace 'llm-serving' for this environment only; found istio.io/rev=stable on it, which makes a service mesh add containers that the plan does not count.\n  fix: remove it from the namespace · name another namespace in the environment\n  [NamespaceShared]",
    ],
  ],
  [
    'a monitor that looks elsewhere',
    watched,
    [monitor({ namespaceSelector: {} })],
    [
      'production.prerequisites[1]: declared PodMonitor monitoring/llama-servers that scrapes llama-servers in llm-serving; found one that selects namespace monitoring only.\n  fix: let it select app.kubernetes.io/name=llama-server,app.kubernetes.io/part-of=corral in namespace llm-serving: kube-prometheus-stack, installed by the cluster team\n  [PrerequisiteDiffers]',
    ],
  ],
  [
    'a monitor that sends no key to servers that ask for one',
    withKey,
    [monitor({ namespaceSelector: { any: true }, podMetricsEndpoints: [{ port: 'http' }] })],
    [
      'production.prerequisites[1]: declared PodMonitor monitoring/llama-servers that sends the key of cluster.apiKey; found one whose endpoints have no authorization.\n  fix: give its endpoint authorization: { type: Bearer, credentials } with the key: kube-prometheus-stack, installed by the cluster team\n  [PrerequisiteDiffers]',
    ],
  ],
  [
    'a monitor that sends the key',
    withKey,
    [
      monitor({
        namespaceSelector: { any: true },
        podMetricsEndpoints: [{ port: 'http', authorization: { credentials: { name: 'llm-key', key: 'keys' } } }],
      }),
    ],
    [],
  ],
  [
    'nodes that may vanish, in a pool that counts on them',
    production,
    [labelled('cpu-2', { 'node.kubernetes.io/lifecycle': 'spot' })],
    [
      'production.nodePools.cpu: declared nodes that are not removed at short notice; found label node.kubernetes.io/lifecycle=spot on cpu-2: they can be removed at short notice.\n  fix: choose labels that these nodes do not have, and count only the other nodes\n  [CapacityDiffers]',
    ],
  ],
  [
    'nodes of two architectures in a pool',
    production,
    [labelled('cpu-2', { 'kubernetes.io/arch': 'arm64' })],
    [
      "production.nodePools.cpu: declared nodes of one architecture; found amd64 on cpu-1, cpu-3 and cpu-4, arm64 on cpu-2.\n  fix: one pool per architecture, with hardware: { architecture: … } and labels: { 'kubernetes.io/arch': … }\n  [ArchitectureDiffers]",
    ],
  ],
  [
    'different GPUs in a node',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': '3' })],
    [
      'rack.nodePools.gpu: declared nodes that its pods can use; found gpu-0: GPUs of different products: the labels report 2 NVIDIA-A100-SXM4-80GB, but the node offers 3 nvidia.com/gpu.\n  fix: count only the other nodes in nodes, and choose labels that these nodes do not have\n  [NodeUnusable]',
    ],
  ],
  [
    'several profiles of MIG on a named node',
    production,
    [
      offering('gpu-l40s-2', {
        'nvidia.com/gpu': undefined,
        'nvidia.com/mig-1g.10gb': '16',
        'nvidia.com/mig-2g.20gb': '8',
      }),
    ],
    [
      "production.nodePools.l40s: declared nodes that its pods can use; found gpu-l40s-2: several kinds of GPU units (16 nvidia.com/mig-1g.10gb, 8 nvidia.com/mig-2g.20gb): write a pool for one kind by hand, as sharing: { by: 'mig', profile: '1g.10gb', units: 16 }.\n  fix: remove it from nodes\n  [NodeUnusable]",
    ],
  ],
  [
    'a named node that an autoscaler removes',
    production,
    [tainted('cpu-2', 'ToBeDeletedByClusterAutoscaler', '1757412345')],
    [
      'production.nodePools.cpu: declared nodes that its pods can use; found cpu-2: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule).\n  fix: wait until another node has replaced it · remove it from nodes\n  [NodeUnusable]',
    ],
  ],
  [
    'a named node that is set aside',
    production,
    [tainted('cpu-2', 'CriticalAddonsOnly', 'true')],
    [
      "production.nodePools.cpu: declared nodes that its pods can use; found cpu-2: reserved for components of the cluster (taint CriticalAddonsOnly=true:NoSchedule).\n  fix: remove it from nodes · to use it all the same: taints: [{ key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' }]\n  [NodeUnusable]",
    ],
  ],
  [
    'more GPUs than declared',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': '4' }), labelled('gpu-0', { 'nvidia.com/gpu.count': '4' })],
    [
      'rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found 4 on gpu-0.\n  fix: hardware: { gpus: 4 }\n  [GpusMissing]',
    ],
  ],
  [
    'slices that are not cut',
    sliced,
    [offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/gpu': '2' })],
    [
      "rack.nodePools.gpu: declared 14 nvidia.com/mig-1g.10gb for its pods on each node; found 2 nvidia.com/gpu on gpu-0.\n  fix: kubectl label node -l 'nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB,!nvidia.com/mig.config' nvidia.com/mig.config=all-1g.10gb && kubectl label node -l 'nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB,nvidia.com/mig.config=all-disabled' nvidia.com/mig.config=all-1g.10gb --overwrite\n  [GpusMissing]",
    ],
  ],
  [
    'slices where whole GPUs are declared',
    rack({}),
    [offering('gpu-0', { 'nvidia.com/gpu': undefined, 'nvidia.com/mig-1g.10gb': '14' })],
    [
      "rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found 14 nvidia.com/mig-1g.10gb on gpu-0.\n  fix: sharing: { by: 'mig', profile: '1g.10gb' } · ask the owner of the GPU sharing configuration of these nodes\n  [GpusMissing]",
    ],
  ],
  [
    'slices with less memory',
    sliced,
    [labelled('gpu-1', { 'nvidia.com/mig-1g.10gb.memory': '9000' })],
    [
      'rack.nodePools.gpu: declared 9728 MiB on each slice; found 9000 MiB on gpu-1.\n  fix: update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both\n  [GpuMemoryLess]',
    ],
  ],
  [
    'slices of a layout that others use too',
    rack({ sharing: { by: 'mig', profile: '1g.10gb', units: 4 } }),
    [
      offering('gpu-0', { 'nvidia.com/mig-1g.10gb': '4', 'nvidia.com/mig-3g.40gb': '2', 'nvidia.com/gpu': '1' }),
      offering('gpu-1', { 'nvidia.com/mig-1g.10gb': '7' }),
    ],
    [],
  ],
  [
    'fewer slices than a pool uses of such a layout, for which no command is printed',
    rack({ sharing: { by: 'mig', profile: '1g.10gb', units: 4 } }),
    [offering('gpu-0', { 'nvidia.com/mig-1g.10gb': '2', 'nvidia.com/mig-3g.40gb': '2' })],
    [
      "rack.nodePools.gpu: declared 4 nvidia.com/mig-1g.10gb for its pods on each node; found 2 on gpu-0.\n  fix: sharing: { by: 'mig', profile: '1g.10gb', units: 2 } · ask the owner of the GPU sharing configuration of these nodes\n  [GpusMissing]",
    ],
  ],
  [
    'shares with the name of whole GPUs where whole ones are declared',
    byOwnLabel,
    [
      offering('gpu-0', { 'nvidia.com/gpu': '8' }),
      labelled('gpu-0', {
        'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB-SHARED',
        'nvidia.com/gpu.replicas': '4',
        'nvidia.com/gpu.sharing-strategy': 'time-slicing',
      }),
    ],
    [
      "rack.nodePools.gpu: declared nodes that its pods can use; found gpu-0: 8 nvidia.com/gpu that are shares of its GPUs (time-slicing) but have the name of whole GPUs: declare them, sharing: { by: 'time-slicing', replicas: 4, named: 'usual-name' }, or set renameByDefault: true, so that no pod mistakes a share for a whole GPU.\n  fix: count only the other nodes in nodes, and choose labels that these nodes do not have\n  [NodeUnusable]",
    ],
  ],
  [
    'the taint of GPU nodes, where pods without GPUs must go too',
    rack({}),
    [
      changing('Node', 'gpu-0', (node) => ({
        ...node,
        spec: { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] },
      })),
    ],
    [
      "rack.nodePools.gpu: declared no taint nvidia.com/gpu=present:NoSchedule; found this taint on gpu-0.\n  fix: taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]\n  [TaintNotDeclared]",
    ],
  ],
];

describe('a difference is told by its whole sentence', () => {
  test.each(cases)('%s', (_, input, changes, found) => {
    expect(said(input, ...changes)).toEqual(found);
  });
});

describe('nodes that cannot be used are listed, and no fix takes away what others set', () => {
  test('a node that an autoscaler removes, where the pool has enough without it', () => {
    expect(compared(staging, tainted('l4-0', 'ToBeDeletedByClusterAutoscaler', '1757412345'))).toEqual({
      environment: 'staging',
      differences: [],
      unseen: [],
      unusable: [
        'l4-0: the cluster autoscaler is removing it (taint ToBeDeletedByClusterAutoscaler=1757412345:NoSchedule)',
      ],
    });
  });

  test('a node of another kind, in no pool', () => {
    const master = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'master' },
      spec: { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] },
      status: { conditions: [{ type: 'Ready', status: 'True' }], allocatable: { cpu: '4', memory: '16Gi' } },
    };
    const system = {
      ...master,
      metadata: { name: 'system', labels: { 'kubernetes.azure.com/mode': 'system' } },
      spec: {},
    };
    expect(compared(production, adding(master, system))).toMatchObject({
      differences: [],
      unusable: [
        'master: a node of the control plane',
        'system: a system pool of AKS (label kubernetes.azure.com/mode=system)',
      ],
    });
  });

  test('shares that are there already, cut GPUs, a configuration of others', () => {
    const unit = { 'nvidia.com/gpu': undefined };
    const cut = said(sliced, offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/mig-3g.40gb': '4' }));
    const shares = said(
      rack({}),
      offering('gpu-0', { ...unit, 'nvidia.com/gpu.shared': '8' }),
      labelled('gpu-0', { 'nvidia.com/gpu.replicas': '4', 'nvidia.com/gpu.sharing-strategy': 'time-slicing' }),
    );
    const configured = said(
      sliced,
      offering('gpu-0', { 'nvidia.com/mig-1g.10gb': undefined, 'nvidia.com/gpu': '2' }),
      labelled('gpu-0', { 'nvidia.com/mig.config': 'all-balanced' }),
    );
    expect([...cut, ...shares, ...configured].join('\n')).not.toMatch(/kubectl/);
    expect(configured[0]).toContain(
      'fix: ask the owner of the GPU sharing configuration of these nodes: label nvidia.com/mig.config=all-balanced',
    );
  });

  test('the policy of the GPU operator by the name that it has, and the configuration that it names', () => {
    const shared = { sharing: { by: 'time-slicing', replicas: 4 } };
    const policy = (name: string, config?: string) =>
      adding({
        apiVersion: 'nvidia.com/v1',
        kind: 'ClusterPolicy',
        metadata: { name },
        spec: { devicePlugin: config === undefined ? {} : { config: { name: config } } },
      });
    const whole = offering('gpu-0', { 'nvidia.com/gpu.shared': undefined, 'nvidia.com/gpu': '2' });
    const plain = labelled('gpu-0', { 'nvidia.com/gpu.replicas': '1', 'nvidia.com/gpu.sharing-strategy': 'none' });
    const [openshift = ''] = said(rack(shared), whole, plain, policy('gpu-cluster-policy'));
    expect(openshift).toContain('kubectl patch clusterpolicies.nvidia.com/gpu-cluster-policy');
    const [existing = ''] = said(rack(shared), whole, plain, policy('cluster-policy', 'time-slicing-config-all'));
    expect(existing).toContain('kubectl -n gpu-operator patch configmap time-slicing-config-all --type merge');
    expect(existing).not.toContain('clusterpolicies');
  });
});

test('what does not keep a pod away is no difference', () => {
  const prefers = changing('Node', 'gpu-h100-1', (node) => ({
    ...node,
    spec: {
      taints: [
        { key: 'x', effect: 'PreferNoSchedule' },
        { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
      ],
    },
  }));
  expect(said(production, prefers, labelled('gpu-h100-1', { 'nvidia.com/gpu.memory': '90000' }))).toEqual([]);
  expect(
    said(
      production,
      changing('Node', 'gpu-h100-1', (node) => ({
        ...node,
        spec: { taints: [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
      })),
    ),
  ).toEqual([]);
});

test('many nodes that are alike are named once, and a long list is cut; commands name them all', () => {
  const all = Array.from({ length: 9 }, (_, i) => `n-${i}`);
  const many: EnvironmentInput = {
    ...local,
    prerequisites: [nfsDriver],
    cluster: {
      id: 'x',
      dns: { addresses: ['10.96.0.10/32'] },
      runtimeClass: 'none',
      weights: { kind: 'nfs', server: 'nas.example', share: '/models', capacity: gib(50), bandwidth: mib(100) },
    },
    nodePools: { laptop: { ...local.nodePools['laptop'], nodes: all } as never },
  };
  const cordon = all.map((name) => changing('Node', name, (node) => ({ ...node, spec: { unschedulable: true } })));
  expect(said(many, ...cordon)).toEqual([
    `local.nodePools.laptop: declared nodes that are not cordoned; found n-0, n-1, n-2, n-3 and 5 more cordoned.\n  fix: kubectl uncordon ${all.join(' ')}\n  [NodeCordoned]`,
  ]);
});

describe('what cannot be seen is said, and is no difference', () => {
  test('pools without a node, which an autoscaler brings', () => {
    expect(
      compared(staging, adding(nodePool()), ...[0, 1, 2, 3, 4, 5].map((i) => without('Node', `l4-spot-${i}`))),
    ).toEqual({
      environment: 'staging',
      differences: [],
      unusable: [],
      unseen: ["staging.nodePools['l4-spot']: labels, taints, resources and GPUs of its nodes: it has no node now"],
    });
  });

  test('whether the address of the weights servers is free, on a server that shows no addresses', () => {
    expect(
      compared(production, without('IPAddress', '10.96.0.1'), without('ServiceCIDR', 'kubernetes')).unseen.filter(
        (text) => !unseenOf(production).includes(text),
      ),
    ).toEqual([
      'production.cluster.weights.address: whether 10.96.0.15 is free, since the cluster serves no IPAddresses',
    ]);
  });

  test('Secrets, GPUs without discovery', () => {
    const hubToken = { secretName: 'hub', key: 'token' };
    const apiKey = { secretName: 'llm-key', key: 'keys' };
    const environment = {
      ...production,
      cluster: { ...production.cluster, apiKey, downloads: { hubToken } },
      prerequisites: [
        ...(production.prerequisites ?? []).filter(({ kind }) => kind !== 'PodMonitor'),
        { kind: 'Scraper', name: 'jobs', providedBy: 'us', authorization: 'Bearer' } as const,
        { kind: 'Secret', namespace: 'model-store', name: 'other', providedBy: 'us' } as const,
      ],
    };
    const { unseen } = compared(environment, labelled('gpu-ollama-1', { 'nvidia.com/gpu.product': undefined }));
    expect(unseen.filter((text) => !unseenOf(production).includes(text))).toEqual([
      'production: whether Secret model-store/other exists: to look for it needs the right to read it',
      'production: whether Secret model-store/hub exists: to look for it needs the right to read it',
      'production: whether Secret llm-serving/llm-key exists: to look for it needs the right to read it',
      'production: whether Secret llm-gateway/llm-key exists: to look for it needs the right to read it',
      'production.prerequisites[1]: whether Scraper jobs scrapes port 8080, path /metrics, of every llama-server, with the key of cluster.apiKey',
      "production.nodePools['l40s-ollama']: product and memory of the GPUs of gpu-ollama-1: GPU feature discovery has not labelled them",
    ]);
  });

  test('labels of GPUs whose device plugin has ended: they are there, and only the GPUs are missing', () => {
    const { differences, unseen } = compared(rack({}), offering('gpu-0', { 'nvidia.com/gpu': '0' }));
    expect(differences.map(formatDifference)).toEqual([
      'rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found none on gpu-0.\n  fix: run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator · kubectl describe node gpu-0\n  [GpusMissing]',
    ]);
    expect(unseen).toEqual([]);
  });
});

test('every code is one that some test shows', () => {
  const codes = [...injected.flatMap(({ found }) => found), ...cases.flatMap(([, , , found]) => found)].flatMap(
    (text) => /\[(\w+)\]$/.exec(text)?.[1] ?? [],
  );
  expect([...new Set(codes)].sort()).toEqual(Object.keys(preflightCodes).sort());
});

describe('the CA bundle of the loaders', () => {
  const input: EnvironmentInput = {
    ...staging,
    cluster: { ...staging.cluster, downloads: { caBundle: { configMap: 'corp-ca', key: 'ca.crt' } } },
  };
  const place = 'staging.cluster.downloads.caBundle';
  const store: LiveObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'model-store' } };
  const bundle = (data: Readonly<Record<string, string>>): LiveObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'model-store', name: 'corp-ca' },
    data,
  });
  const about = (...objects: readonly LiveObject[]): readonly string[] =>
    said(input, adding(...objects)).filter((each) => each.startsWith(place));
  const fix = 'fix: kubectl -n model-store create configmap corp-ca --from-file=ca.crt=CERTIFICATES.pem';

  test('cannot be seen before its namespace is there', () => {
    expect(compared(input).unseen).toEqual([
      `${place}: whether ConfigMap model-store/corp-ca has the key 'ca.crt': the namespace does not exist yet, and loaders wait for it`,
    ]);
  });

  test('is missing, or lacks the key', () => {
    expect(about(store)).toEqual([
      `${place}: declared ConfigMap model-store/corp-ca with key 'ca.crt'; found none.\n  ${fix}\n  [PrerequisiteMissing]`,
    ]);
    expect(about(store, bundle({ 'tls.crt': '' }))).toEqual([
      `${place}: declared ConfigMap model-store/corp-ca with key 'ca.crt'; found the keys tls.crt.\n  ${fix}\n  [PrerequisiteDiffers]`,
    ]);
  });

  test('is there', () => {
    expect(about(store, bundle({ 'ca.crt': '' }))).toEqual([]);
  });
});
