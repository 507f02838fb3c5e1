/**
 * Every difference that a live cluster can be given, one by one: what is changed, what preflight says of it, and how it
 * is undone.
 */
import { childPath } from '../../../lib/core/path';
import type { ClusterWideInput, EnvironmentInput, Manifest } from '../../../lib';
import type { Json } from '../../../lib/kubernetes/read/manifest';
import { everywhere } from './everywhere';
import { metrics, metricsAnswer, type World } from './looked-at';

export interface Injected {
  readonly name: string;
  /** What is declared instead. @default - the same */
  readonly environment?: EnvironmentInput;
  /** Changes the cluster and returns what undoes it. @default - the cluster stays as it is */
  readonly make?: (world: World) => Promise<() => Promise<unknown>>;
  /** Whole differences as they are printed. */
  readonly found: readonly string[];
}

type Pools = EnvironmentInput['nodePools'];

const withCluster = (change: Partial<ClusterWideInput>): EnvironmentInput => ({
  ...everywhere,
  cluster: { ...(everywhere.cluster as ClusterWideInput), ...change },
});
const withPool = (name: string, change: object): EnvironmentInput => ({
  ...everywhere,
  nodePools: { ...everywhere.nodePools, [name]: { ...everywhere.nodePools[name], ...change } } as Pools,
});

const sentence = (path: string, text: string, fix: string, code: string): string =>
  `${path}: ${text}.\n  fix: ${fix}\n  [${code}]`;
const ofPool = (pool: string, text: string, fix: string, code: string): string =>
  sentence(childPath('everywhere', 'nodePools', pool), text, fix, code);
const ofCluster = (field: string, text: string, fix: string, code: string): string =>
  sentence(`everywhere.cluster.${field}`, text, fix, code);

/** Changes a node, or its status, and undoes it by a second change. */
const onNode =
  (name: string, change: Json, back: Json, subresource?: string): Injected['make'] =>
  async ({ plane }) => {
    await plane.client.patch('Node', name, undefined, change, subresource);
    return () => plane.client.patch('Node', name, undefined, back, subresource);
  };

const labels = (
  name: string,
  change: Readonly<Record<string, string | null>>,
  back: Readonly<Record<string, string | null>>,
): Injected['make'] => onNode(name, { metadata: { labels: change } }, { metadata: { labels: back } });
const allocatable = (
  name: string,
  change: Readonly<Record<string, string | null>>,
  back: Readonly<Record<string, string | null>>,
): Injected['make'] => onNode(name, { status: { allocatable: change } }, { status: { allocatable: back } }, 'status');

/** Makes an object that was not there. */
const made =
  (manifest: Manifest): Injected['make'] =>
  async ({ plane }) => {
    await plane.client.apply([manifest], { fieldManager: 'somebody' });
    return () => gone(plane, manifest);
  };

async function gone(
  { client, kubectl }: World['plane'],
  { apiVersion, kind, metadata: { name, namespace } }: Manifest,
): Promise<void> {
  await client.delete([{ apiVersion, kind, metadata: { name, namespace } }], { gracePeriodSeconds: 0 });
  await kubectl.run([
    'wait',
    '--for=delete',
    `${kind.toLowerCase()}/${name}`,
    ...(namespace === undefined ? [] : ['-n', namespace]),
    '--timeout=180s',
  ]);
}

/** Takes an object away and puts it back as it was. */
const taken =
  (apiVersion: string, kind: string, name: string): Injected['make'] =>
  async ({ plane }) => {
    const found = await plane.client.read({ apiVersion, kind, metadata: { name } });
    if (found === undefined) throw new Error(`there is no ${kind} ${name} to take away`);
    const {
      resourceVersion: _,
      uid: __,
      managedFields: ___,
      creationTimestamp: ____,
      ...metadata
    } = found.metadata as Manifest['metadata'] & Readonly<Record<string, unknown>>;
    await plane.client.delete([{ apiVersion, kind, metadata: { name } }]);
    return () => plane.client.apply([{ ...found, metadata }], { fieldManager: 'cluster-team' });
  };

/** Takes a node away with its status, and lets it join again. */
const nodeTaken =
  (name: string): Injected['make'] =>
  async ({ plane, machines }) => {
    const node = machines.find(({ metadata }) => metadata?.name === name);
    if (node === undefined) throw new Error(`no machine is called ${name}`);
    await plane.client.delete([{ apiVersion: 'v1', kind: 'Node', metadata: { name } }]);
    return () => plane.client.create('Node', node);
  };

const service = (clusterIP: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'taken', namespace: 'default' },
  spec: { clusterIP, ports: [{ port: 80 }] },
});

const storageClass = (name: string, volumeBindingMode: string): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner: 'disks.example',
  volumeBindingMode,
});

const pod = (name: string, nodeName: string, requests: Readonly<Record<string, string>>): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: {
    nodeName,
    terminationGracePeriodSeconds: 0,
    containers: [{ name: 'main', image: 'registry.example/other:1', resources: { requests, limits: requests } }],
  },
});

const namespace = (
  name: string,
  labelsOf: Readonly<Record<string, string>>,
  annotations?: Readonly<Record<string, string>>,
): Manifest => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: labelsOf, annotations } });

const classes = (critical: number): readonly Manifest[] =>
  Object.entries({ critical, interactive: 100_000, standard: 10_000, batch: 1000 }).map(([name, value]) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: `llm-${name}` },
    value,
  }));

const withoutMetrics = async ({ plane }: World): Promise<() => Promise<void>> => {
  await gone(plane, metrics);
  await plane.kubectl.run(['wait', '--for=delete', 'apiservice/v1beta1.custom.metrics.k8s.io', '--timeout=180s']);
  return async () => {
    await plane.client.apply([metrics]);
    await metricsAnswer(plane);
  };
};

/** An adapter whose Service is not there. */
const adapter: Manifest = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta2.custom.metrics.k8s.io' },
  spec: {
    group: 'custom.metrics.k8s.io',
    version: 'v1beta2',
    groupPriorityMinimum: 100,
    versionPriority: 100,
    insecureSkipTLSVerify: true,
    service: { namespace: 'monitoring', name: 'adapter', port: 443 },
  },
};

const noSuchClass = 'install its driver and create the class · name a class that exists';
const noPriorities = "priorityClasses: 'owned' in one of the environments of the cluster";

const aboutTheCluster: readonly Injected[] = [
  {
    name: 'another release',
    environment: withCluster({ kubernetes: '1.35' }),
    found: [
      ofCluster(
        'kubernetes',
        'declared 1.35; found 1.36',
        "kubernetes: '1.36' · change the cluster to 1.35",
        'ServerVersion',
      ),
    ],
  },
  {
    name: 'no Flux for an environment that Flux delivers',
    environment: { ...everywhere, delivery: 'gitops' },
    found: [
      sentence(
        'everywhere',
        'declared Kustomization of kustomize.toolkit.fluxcd.io/v1; found no group kustomize.toolkit.fluxcd.io',
        'install Flux: flux install',
        'ApiNotServed',
      ),
    ],
  },
  {
    name: 'the address of the weights servers with another Service',
    make: made(service('10.96.0.15')),
    found: [
      ofCluster(
        'weights.address',
        'declared weights servers at 10.96.0.15; found that address at Service default/taken',
        "address: '10.96.0.16'",
        'ServiceAddressDiffers',
      ),
    ],
  },
  {
    name: 'weights servers outside the range of Services',
    environment: withCluster({
      weights: { ...everywhere.cluster.weights, address: '172.20.0.15' } as EnvironmentInput['cluster']['weights'],
    }),
    found: [
      ofCluster(
        'weights.address',
        'declared weights servers at 172.20.0.15; found Services in 10.96.0.0/12',
        "address: '10.96.0.15'",
        'ServiceAddressDiffers',
      ),
    ],
  },
  {
    name: 'no metrics API',
    make: withoutMetrics,
    found: [
      ofCluster(
        'metrics',
        'declared custom.metrics.k8s.io, served by prometheus-adapter; found no APIService of custom.metrics.k8s.io',
        "install prometheus-adapter · metrics: 'none', with a fixed number of replicas for each model",
        'MetricsApiMissing',
      ),
    ],
  },
  {
    name: 'a metrics API that does not answer',
    make: async (world) => {
      const back = await withoutMetrics(world);
      await world.plane.client.apply([adapter]);
      await world.plane.kubectl.run([
        'wait',
        '--for=condition=Available=False',
        `apiservice/${adapter.metadata.name}`,
        '--timeout=180s',
      ]);
      return async () => {
        await gone(world.plane, adapter);
        await back();
      };
    },
    found: [
      ofCluster(
        'metrics',
        'declared custom.metrics.k8s.io, served by prometheus-adapter; found v1beta2.custom.metrics.k8s.io, which does not answer: service/adapter in "monitoring" is not present',
        'kubectl describe apiservice v1beta2.custom.metrics.k8s.io',
        'MetricsApiMissing',
      ),
    ],
  },
  {
    name: 'a StorageClass by a name that is nearly right',
    environment: withCluster({
      storageTiers: { fast: { storageClass: 'local-paths', bandwidth: everywhere.cluster.weights.bandwidth } },
    }),
    found: [
      ofCluster(
        'storageTiers.fast',
        "declared StorageClass 'local-paths'; found none, but local-path",
        noSuchClass,
        'ClassMissing',
      ),
    ],
  },
  {
    name: 'a StorageClass that makes volumes before the pod is placed',
    make: made(storageClass('fast', 'Immediate')),
    environment: withCluster({
      storageTiers: { fast: { storageClass: 'fast', bandwidth: everywhere.cluster.weights.bandwidth } },
    }),
    found: [
      ofCluster(
        'storageTiers.fast',
        "declared StorageClass 'fast' with volumeBindingMode WaitForFirstConsumer; found volumeBindingMode Immediate, which can create volumes on nodes where no pod runs",
        'delete the class and create it with volumeBindingMode: WaitForFirstConsumer (the field cannot be changed)',
        'ClassDiffers',
      ),
    ],
  },
  {
    name: 'no RuntimeClass',
    make: taken('node.k8s.io/v1', 'RuntimeClass', 'nvidia'),
    found: [
      ofCluster(
        'runtimeClass',
        "declared RuntimeClass 'nvidia'; found no RuntimeClass at all",
        "install the GPU operator, which creates it · runtimeClass: 'owned', if the nodes' container runtime has this handler · runtimeClass: 'none', if NVIDIA's runtime is the default",
        'ClassMissing',
      ),
    ],
  },
  {
    name: 'no priorities of another environment',
    environment: withCluster({ priorityClasses: 'existing' }),
    found: ['critical', 'interactive', 'standard', 'batch'].map((name) =>
      sentence(
        `everywhere.priorities.${name}`,
        `declared PriorityClass 'llm-${name}'; found none; there are system-cluster-critical and system-node-critical`,
        noPriorities,
        'ClassMissing',
      ),
    ),
  },
  {
    name: 'priorities of another value',
    environment: withCluster({ priorityClasses: 'existing' }),
    make: async ({ plane }) => {
      await plane.client.apply(classes(2_000_000));
      return () => plane.client.delete(classes(0));
    },
    found: [
      sentence(
        'everywhere.priorities.critical',
        "declared PriorityClass 'llm-critical' with value 1000000; found value 2000000",
        'priorities: { critical: 2000000 }',
        'ClassDiffers',
      ),
    ],
  },
  {
    name: 'no driver',
    make: taken('storage.k8s.io/v1', 'CSIDriver', 'nfs.csi.k8s.io'),
    found: [
      sentence(
        'everywhere.prerequisites[0]',
        'declared CSIDriver nfs.csi.k8s.io; found none',
        'install it: csi-driver-nfs, installed by the cluster team',
        'PrerequisiteMissing',
      ),
    ],
  },
  {
    name: 'no definition',
    environment: {
      ...everywhere,
      prerequisites: [
        ...(everywhere.prerequisites ?? []),
        { kind: 'CustomResourceDefinition', name: 'gateways.example.com', providedBy: 'the gateway team' },
      ],
    },
    found: [
      sentence(
        'everywhere.prerequisites[1]',
        'declared CustomResourceDefinition gateways.example.com; found none',
        'install it: the gateway team',
        'DefinitionMissing',
      ),
    ],
  },
  {
    name: 'no namespace of a neighbour',
    environment: withCluster({ requestsFrom: { namespace: 'edge', podLabels: { app: 'edge' } } }),
    found: [
      ofCluster(
        'requestsFrom',
        "declared namespace 'edge'; found none",
        'install the software that runs there · name the namespace of its pods',
        'NamespaceMissing',
      ),
    ],
  },
  {
    name: 'no pods of a neighbour',
    environment: withCluster({ requestsFrom: { namespace: 'gateway', podLabels: { app: 'edge' } } }),
    found: [
      ofCluster(
        'requestsFrom',
        "declared pods app=edge in namespace 'gateway'; found none; pods there have app.kubernetes.io/name=gateway",
        'set podLabels to labels of its pods · start the pods',
        'PeerMissing',
      ),
    ],
  },
];

const aboutNames: readonly Injected[] = [
  {
    name: 'a namespace of somebody else',
    make: made(
      namespace(
        'llm-serving',
        { 'app.kubernetes.io/managed-by': 'Helm' },
        { 'meta.helm.sh/release-name': 'chat', 'meta.helm.sh/release-namespace': 'apps' },
      ),
    ),
    found: [
      sentence(
        'everywhere',
        'declared Namespace llm-serving as its own object; found this object, owned by Helm release apps/chat',
        "name another in cluster.namespaces · scope: 'namespaced' with this namespace, if your rights end there or other teams use it · if nothing else uses it, let this environment own it: kubectl label namespace llm-serving app.kubernetes.io/part-of=corral",
        'ObjectOfAnother',
      ),
    ],
  },
  {
    name: 'a namespace of ours that Flux has applied',
    make: made(
      namespace('model-store', {
        'app.kubernetes.io/part-of': 'corral',
        'kustomize.toolkit.fluxcd.io/name': 'everywhere-00-namespaces',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      }),
    ),
    found: [
      sentence(
        'everywhere.delivery',
        "declared 'kubectl'; found Namespace model-store, applied by Flux Kustomization flux-system/everywhere-00-namespaces",
        "delivery: 'gitops' · hand them over as described in docs/how-to/pulumi.md",
        'DeliveredOtherwise',
      ),
    ],
  },
  {
    name: 'a namespace that is being deleted',
    make: async ({ plane }) => {
      const ending = namespace('llm-serving', { 'app.kubernetes.io/part-of': 'corral' });
      const held: Manifest = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'held', namespace: 'llm-serving', finalizers: ['example.com/held'] } as Manifest['metadata'],
      };
      await plane.client.apply([ending, held]);
      await plane.client.delete([ending]);
      return async () => {
        await plane.client.patch('ConfigMap', 'held', 'llm-serving', { metadata: { finalizers: null } });
        await plane.kubectl.run(['wait', '--for=delete', 'namespace/llm-serving', '--timeout=180s']);
      };
    },
    found: [
      sentence(
        'everywhere',
        "declared namespace 'llm-serving'; found a namespace that is being deleted",
        'wait until it is deleted · find out what blocks the deletion: kubectl describe namespace llm-serving',
        'NamespaceEnding',
      ),
    ],
  },
];

const aboutNodes: readonly Injected[] = [
  {
    name: 'a named node that is not there',
    make: nodeTaken('office-1'),
    found: [
      ofPool(
        'office',
        "declared node 'office-1'; found no node of that name",
        'add the node to the cluster · correct the name in nodes',
        'NodesMissing',
      ),
    ],
  },
  {
    name: 'fewer nodes of a node group than it has at least',
    make: nodeTaken('eks-cpu-1'),
    found: [
      ofPool(
        'eks-cpu',
        'declared 2 nodes with node.kubernetes.io/instance-type=m7i.4xlarge, eks.amazonaws.com/capacityType=ON_DEMAND; found 1: eks-cpu-0',
        'add nodes to the cluster · label existing nodes: kubectl label node NODE node.kubernetes.io/instance-type=m7i.4xlarge eks.amazonaws.com/capacityType=ON_DEMAND · correct the number in nodes',
        'NodesMissing',
      ),
    ],
  },
  {
    name: 'more nodes than a pool has at most',
    environment: withPool('eks-cpu', { nodes: { min: 1, max: 1 } }),
    found: [
      ofPool(
        'eks-cpu',
        'declared 1 node; found 2: eks-cpu-0 and eks-cpu-1',
        'nodes: { min: 1, max: 2 } · choose labels that the other nodes do not have',
        'NodesTooMany',
      ),
    ],
  },
  {
    name: 'a cordoned node',
    make: onNode('eks-cpu-0', { spec: { unschedulable: true } }, { spec: { unschedulable: false } }),
    found: [
      ofPool(
        'eks-cpu',
        'declared nodes that are not cordoned; found eks-cpu-0 cordoned',
        'kubectl uncordon eks-cpu-0',
        'NodeCordoned',
      ),
    ],
  },
  {
    name: 'a label of the owner with another value',
    make: labels('lab-0', { 'example.com/pool': 'attic' }, { 'example.com/pool': 'lab' }),
    found: [
      ofPool(
        'lab',
        "declared label example.com/pool=lab; found 'attic' on lab-0",
        "kubectl label node lab-0 example.com/pool=lab --overwrite · labels: { 'node.kubernetes.io/instance-type': 'm7i.xlarge', 'example.com/pool': 'attic' }",
        'LabelDiffers',
      ),
    ],
  },
  {
    name: 'a label of the provider with another value',
    make: labels(
      'karpenter-spot-0',
      { 'karpenter.sh/capacity-type': 'reserved' },
      { 'karpenter.sh/capacity-type': 'spot' },
    ),
    found: [
      ofPool(
        'karpenter-spot',
        "declared label karpenter.sh/capacity-type=spot; found 'reserved' on karpenter-spot-0",
        "set provisioner and capacity to those of the nodes, or labels: { 'node.kubernetes.io/instance-type': 'g6.2xlarge', 'karpenter.sh/capacity-type': 'reserved' }",
        'LabelDiffers',
      ),
      // Without that node no NodePool makes another: the cluster has none.
      ofPool(
        'karpenter-spot',
        'declared nodes created by Karpenter; found no NodePool',
        'create a NodePool that allows the labels and the machine type of the pool, with no taint that it does not declare',
        'ProvisionerMissing',
      ),
    ],
  },
  {
    name: 'a label of the provider that is missing',
    make: labels(
      'eks-cpu-0',
      { 'eks.amazonaws.com/capacityType': null },
      { 'eks.amazonaws.com/capacityType': 'ON_DEMAND' },
    ),
    found: [
      ofPool(
        'eks-cpu',
        'declared label eks.amazonaws.com/capacityType=ON_DEMAND; found no such label on eks-cpu-0',
        'set provisioner to that of the nodes, or labels to labels of the nodes',
        'LabelDiffers',
      ),
    ],
  },
  {
    name: 'a taint that is not declared',
    make: onNode(
      'office-1',
      { spec: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } },
      { spec: { taints: null } },
    ),
    found: [
      ofPool(
        'office',
        'declared no taint dedicated=batch:NoSchedule; found this taint on office-1',
        "taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] · if nothing else needs it: kubectl taint node office-1 dedicated=batch:NoSchedule-",
        'TaintNotDeclared',
      ),
    ],
  },
  {
    name: 'a declared taint that is missing',
    environment: withPool('rack', { taints: [{ key: 'gpus', effect: 'NoSchedule' }] }),
    found: [
      ofPool(
        'rack',
        'declared taint gpus:NoSchedule; found no such taint on rack-1 and rack-2, so other pods may run there',
        'kubectl taint node rack-1 rack-2 gpus:NoSchedule · remove it from taints',
        'TaintMissing',
      ),
    ],
  },
];

const aboutRoom: readonly Injected[] = [
  {
    name: "less memory than a machine of one's own is said to have",
    make: allocatable('office-1', { memory: '60Gi' }, { memory: '64Gi' }),
    found: [
      ofPool(
        'office',
        'declared 65 024 MiB of memory for its pods on each node; found 60 928 MiB of memory on office-1 (61 440 MiB of memory minus 512 MiB of memory of other pods)',
        'hardware: { memory: gib(60) } with daemons: { cpu: 0.5, memory: mib(512) } · move other pods to other nodes',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'pods of others that take more than DaemonSets are said to',
    make: made(pod('greedy', 'eks-cpu-0', { cpu: '1500m', memory: '1Gi' })),
    found: [
      ofPool(
        'eks-cpu',
        'declared 15.39 cores for its pods on each node; found 13.89 cores on eks-cpu-0 (15.89 cores minus 2 cores of other pods)',
        'daemons: { cpu: 2, memory: mib(1536) } · move other pods to other nodes',
        'RoomMissing',
      ),
      ofPool(
        'eks-cpu',
        'declared 57 179 MiB of memory for its pods on each node; found 56 155 MiB of memory on eks-cpu-0 (57 691 MiB of memory minus 1 536 MiB of memory of other pods)',
        'daemons: { cpu: 2, memory: mib(1536) } · move other pods to other nodes',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'a smaller disk',
    make: allocatable('aks-a100-0', { 'ephemeral-storage': '80Gi' }, { 'ephemeral-storage': '100Gi' }),
    found: [
      ofPool(
        'aks-a100',
        'declared 102 400 MiB of ephemeral-storage for its pods on each node; found 81 920 MiB of ephemeral-storage on aks-a100-0',
        'ephemeralStorage: gib(80)',
        'RoomMissing',
      ),
    ],
  },
  {
    name: 'fewer pods',
    make: allocatable('eks-cpu-1', { pods: '58' }, { pods: '234' }),
    found: [
      ofPool(
        'eks-cpu',
        'declared 234 pods for its pods on each node; found 58 pods on eks-cpu-1',
        'raise maxPods of the kubelet',
        'RoomMissing',
      ),
    ],
  },
];

const aboutGpus: readonly Injected[] = [
  {
    name: 'a GPU that is gone',
    make: allocatable('karpenter-l40s-1', { 'nvidia.com/gpu': '3' }, { 'nvidia.com/gpu': '4' }),
    found: [
      ofPool(
        'karpenter-l40s',
        'declared 4 nvidia.com/gpu for its pods on each node; found 3 on karpenter-l40s-1',
        'set instance to the type of the nodes · look for a failed GPU with nvidia-smi on the node',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'no device plugin',
    make: allocatable('gke-l4-0', { 'nvidia.com/gpu': null }, { 'nvidia.com/gpu': '1' }),
    found: [
      ofPool(
        'gke-l4',
        'declared 1 nvidia.com/gpu for its pods on each node; found none on gke-l4-0',
        'run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator · kubectl describe node gke-l4-0',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'a GPU that somebody else has',
    make: made(pod('train', 'karpenter-l40s-0', { 'nvidia.com/gpu': '2' })),
    found: [
      ofPool(
        'karpenter-l40s',
        'declared 4 nvidia.com/gpu for its pods on each node; found 4, but other pods use 2, on karpenter-l40s-0',
        'move default/train (2) to other nodes',
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'whole GPUs where shares are declared',
    make: allocatable(
      'rack-2',
      { 'nvidia.com/gpu.shared': null, 'nvidia.com/gpu': '2' },
      { 'nvidia.com/gpu.shared': '8', 'nvidia.com/gpu': null },
    ),
    found: [
      ofPool(
        'rack',
        'declared 8 nvidia.com/gpu.shared for its pods on each node; found 2 nvidia.com/gpu on rack-2',
        [
          'kubectl -n gpu-operator get configmap device-plugin-config > /dev/null || kubectl -n gpu-operator create configmap device-plugin-config',
          `kubectl -n gpu-operator patch configmap device-plugin-config --type merge -p '{"data":{"rack":"version: v1\\nsharing:\\n  timeSlicing:\\n    renameByDefault: true\\n    failRequestsGreaterThanOne: true\\n    resources:\\n      - name: nvidia.com/gpu\\n        replicas: 4\\n"}}'`,
          `kubectl get clusterpolicies.nvidia.com -o jsonpath='{.items[*].spec.devicePlugin.config.name}' | grep -q . || kubectl patch $(kubectl get clusterpolicies.nvidia.com -o name) --type merge -p '{"spec":{"devicePlugin":{"config":{"name":"device-plugin-config"}}}}'`,
          'kubectl label node rack-1 rack-2 nvidia.com/device-plugin.config=rack',
        ].join(' && '),
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'shares where whole GPUs are declared',
    environment: withPool('rack', { sharing: undefined }),
    found: [
      ofPool(
        'rack',
        'declared 2 nvidia.com/gpu for its pods on each node; found 8 nvidia.com/gpu.shared on rack-1 and rack-2',
        "sharing: { by: 'time-slicing', replicas: 4 } · ask the owner of the GPU sharing configuration of these nodes",
        'GpusMissing',
      ),
    ],
  },
  {
    name: 'GPUs of another product',
    make: labels(
      'aks-a100-0',
      { 'nvidia.com/gpu.product': 'NVIDIA-A100-SXM4-80GB' },
      { 'nvidia.com/gpu.product': 'NVIDIA-A100-80GB-PCIe' },
    ),
    found: [
      ofPool(
        'aks-a100',
        'declared GPUs NVIDIA-A100-80GB-PCIe; found NVIDIA-A100-SXM4-80GB on aks-a100-0',
        'set instance to the type of the nodes',
        'GpuProductDiffers',
      ),
    ],
  },
  {
    name: 'GPUs with less memory',
    make: labels('rack-1', { 'nvidia.com/gpu.memory': '45000' }, { 'nvidia.com/gpu.memory': '46068' }),
    found: [
      ofPool(
        'rack',
        'declared 46068 MiB on each GPU; found 45000 MiB on rack-1',
        'update the driver, or turn off ECC, which uses memory: nvidia-smi -q -d MEMORY,ECC shows both',
        'GpuMemoryLess',
      ),
    ],
  },
];

export const differences: readonly Injected[] = [
  ...aboutTheCluster,
  ...aboutNames,
  ...aboutNodes,
  ...aboutRoom,
  ...aboutGpus,
];
