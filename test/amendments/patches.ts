/**
 * Amendments that open a policy, a port, a privilege or a mount of `staging`, each in a way of its own, by what they
 * do.
 */
import type { Manifest } from '../../lib';

type Tree = Record<string, unknown>;

/** A patch of an object, which may need to read it: a list is replaced whole. */
export interface Opening {
  readonly target: string;
  readonly patch: (of: Manifest) => Tree;
}

const templateSpec = (of: Manifest): Tree => (of['spec'] as { template: { spec: Tree } }).template.spec;
const ofPod = (spec: Tree): Tree => ({ spec: { template: { spec } } });

const model = 'Deployment llm-serving/llama-3';
const server = 'Deployment model-store/weights-server';

const pod = (spec: Tree, target = model): Opening => ({ target, patch: () => ofPod(spec) });
const list = (key: string, add: (list: Tree[]) => Tree[], target = model): Opening => ({
  target,
  patch: (of) => ofPod({ [key]: add(structuredClone((templateSpec(of)[key] ?? []) as Tree[])) }),
});
const engine = (change: (container: Tree) => Tree, target = model): Opening =>
  list('containers', ([first = {}, ...rest]) => [{ ...first, ...change(first) }, ...rest], target);
const added = (key: string, entry: Tree, target = model): Opening =>
  engine((container) => ({ [key]: [...((container[key] ?? []) as Tree[]), entry] }), target);
const volume = (source: Tree): Opening => list('volumes', (volumes) => [...volumes, { name: 'more', ...source }]);
const spec = (target: string, fields: Tree): Opening => ({ target, patch: () => ({ spec: fields }) });
const policy = (fields: Tree, name = 'llm-serving/llama-3'): Opening => spec(`NetworkPolicy ${name}`, fields);
const service = (fields: Tree, name = 'llm-serving/llama-3'): Opening => spec(`Service ${name}`, fields);
const mountOver = (mountPath: string): Opening => ({
  target: model,
  patch: (of) =>
    ofPod({
      volumes: [...(templateSpec(of)['volumes'] as Tree[]), { name: 'more', emptyDir: { sizeLimit: '1Mi' } }],
      containers: (templateSpec(of)['containers'] as Tree[]).map((each) => ({
        ...each,
        volumeMounts: [...(each['volumeMounts'] as Tree[]), { name: 'more', mountPath }],
      })),
    }),
});
const security = (fields: Tree): Opening =>
  engine((container) => ({ securityContext: { ...(container['securityContext'] as Tree), ...fields } }));

/** The mounts of a container, all of them to be written. */
const writable = (container: Tree): Tree[] =>
  (container['volumeMounts'] as Tree[]).map((mount) => ({ ...mount, readOnly: undefined }));

export const openings: Readonly<Record<string, Opening>> = {
  'lets everybody in': policy({ ingress: [{}] }),
  'lets the pod out everywhere': policy({ egress: [{}] }),
  'lets an engine ask DNS': {
    target: 'NetworkPolicy llm-serving/llama-3',
    patch: (of) => ({
      spec: {
        egress: [
          ...(of['spec'] as { egress: Tree[] }).egress,
          { to: [{ ipBlock: { cidr: '10.100.0.10/32' } }], ports: [{ port: 53, protocol: 'UDP' }] },
        ],
      },
    }),
  },
  'lets any address in': policy({ ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }),
  'lets every namespace in': policy({ ingress: [{ from: [{ namespaceSelector: {} }] }] }),
  'drops a direction': policy({ policyTypes: ['Ingress'] }),
  'opens the default': policy({ ingress: [{}], egress: [{}] }, 'llm-serving/default-deny'),
  'lets the default select other pods': policy(
    { podSelector: { matchLabels: { a: 'b' } } },
    'llm-serving/default-deny',
  ),
  'lets others read weights': policy({ ingress: [{ from: [{ podSelector: {} }] }] }, 'model-store/weights-server'),
  'lets the collector out': policy(
    { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] },
    'model-store/collector',
  ),
  'attaches another network': {
    target: model,
    patch: () => ({ spec: { template: { metadata: { annotations: { 'k8s.v1.cni.cncf.io/networks': 'a' } } } } }),
  },
  'opens a node port': service({ type: 'NodePort' }),
  'opens a load balancer': service({ type: 'LoadBalancer' }),
  'opens the weights server': service({ type: 'LoadBalancer' }, 'model-store/weights-server'),
  'moves the weights servers': service({ clusterIP: '10.100.0.99' }, 'model-store/weights-server'),
  'gives the weights servers another family': service({ ipFamilies: ['IPv6'] }, 'model-store/weights-server'),
  'requires two families': service({ ipFamilyPolicy: 'RequireDualStack' }),
  'has external addresses': service({ externalIPs: ['192.0.2.1'] }),
  'selects other pods': service({
    selector: { 'app.kubernetes.io/name': 'ollama', 'app.kubernetes.io/instance': 'ollama' },
  }),
  'shows pods that are not ready': service({ publishNotReadyAddresses: true }),
  'has no ports': service({ ports: null }),
  'has the network of the node': pod({ hostNetwork: true }),
  'has the processes of the node': pod({ hostPID: true }),
  'has a port of the node': added('ports', { name: 'more', containerPort: 9000, hostPort: 9000 }),
  'has one more port': added('ports', { name: 'more', containerPort: 9000 }),
  'shares its processes': pod({ shareProcessNamespace: true }),
  'maps its users': pod({ hostUsers: false }),
  'has names of its own': pod({ hostAliases: [{ ip: '192.0.2.1', hostnames: ['weights-server.model-store.svc'] }] }),
  'asks other resolvers': pod({ dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'] } }),
  'mounts the token': pod({ automountServiceAccountToken: true }),
  'lets its account mount the token': {
    target: 'ServiceAccount llm-serving/llama-3',
    patch: () => ({ automountServiceAccountToken: true }),
  },
  'gives its account rights in the cloud': {
    target: 'ServiceAccount llm-serving/llama-3',
    patch: () => ({ metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a' } } }),
  },
  'has the account of another': pod({ serviceAccountName: 'ollama' }),
  'has the default account': pod({ serviceAccountName: 'default' }),
  'is privileged': security({ privileged: true }),
  'may have more capabilities': security({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }),
  'sees all of proc': security({ procMount: 'Unmasked' }),
  'writes its root': security({ readOnlyRootFilesystem: false }),
  'has another user': security({ runAsUser: 10002 }),
  'has the group of root': pod({ securityContext: { fsGroup: 0, supplementalGroups: [0] } }),
  'has a sysctl': pod({ securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '0' }] } }),
  'has a container to debug with': pod({ ephemeralContainers: [{ name: 'debug', image: 'busybox' }] }),
  'has one more container': list('containers', (all) => [...all, { ...all[0], name: 'more' }]),
  'has no stager': pod({ initContainers: null }),
  'mounts a folder of the node': volume({ hostPath: { path: '/' } }),
  'mounts a Secret': volume({ secret: { secretName: 'a' } }),
  'mounts a token for others': volume({
    projected: { sources: [{ serviceAccountToken: { audience: 'a', path: 'token' } }] },
  }),
  'mounts by a driver': volume({ csi: { driver: 'secrets-store.csi.k8s.io' } }),
  'mounts the store': volume({ persistentVolumeClaim: { claimName: 'model-store' } }),
  'mounts by NFS': volume({ nfs: { server: 'nfs.example', path: '/' } }),
  'may write its weights': engine((container) => ({ volumeMounts: writable(container) })),
  'mounts its weights once more': added('volumeMounts', { name: 'weights', mountPath: '/more' }),
  'mounts for others': added('volumeMounts', { name: 'tmp', mountPath: '/more', mountPropagation: 'Bidirectional' }),
  'has a block device': engine(() => ({ volumeDevices: [{ name: 'weights', devicePath: '/dev/a' }] })),
  'lets the weights server write the store': engine((container) => ({ volumeMounts: writable(container) }), server),
  'reads a variable from a Secret': added('env', { name: 'KEY', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }),
  'reads all of a Secret': engine(() => ({ envFrom: [{ secretRef: { name: 'a' } }] })),
  'writes a token out': added('env', { name: 'HF_TOKEN', value: 'x' }),
  'has a forbidden flag': engine((container) => ({ args: [...(container['args'] as string[]), '--slots'] })),
  'has another context': engine((container) => ({
    args: [...(container['args'] as string[]), '--ctx-size', '1000000'],
  })),
  'runs a shell': engine(() => ({ command: ['sh', '-c', 'id'] })),
  'runs another image': engine(() => ({ image: 'docker.io/library/busybox:1' })),
  'has a hook at its start': engine((container) => ({
    lifecycle: { ...(container['lifecycle'] as Tree), postStart: { exec: { command: ['id'] } } },
  })),
  'has another hook at its end': engine(() => ({ lifecycle: { preStop: { exec: { command: ['true'] } } } })),
  'does not drain': engine(() => ({ lifecycle: { preStop: { sleep: { seconds: 1 } } } })),
  'has less time to end': pod({ terminationGracePeriodSeconds: 1 }),
  'has no probes': engine(() => ({ startupProbe: undefined, readinessProbe: undefined, livenessProbe: undefined })),
  'has no probe at the weights server': engine(() => ({ livenessProbe: undefined }), server),
  'has more GPUs': engine(() => ({
    resources: {
      requests: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi', 'nvidia.com/gpu': '8' },
      limits: { memory: '1Gi', 'ephemeral-storage': '1Gi', 'nvidia.com/gpu': '8' },
    },
  })),
  'has a GPU of another vendor': engine((container) => ({
    resources: {
      ...(container['resources'] as Tree),
      limits: { ...(container['resources'] as { limits: Tree }).limits, 'amd.com/gpu': '1' },
    },
  })),
  'claims a device': pod({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] }),
  'claims a device that nothing names': pod({ resourceClaims: [{ name: 'gpu' }] }),
  'has resources as a pod': pod({ resources: { limits: { cpu: '64' } } }),
  'goes to one node': pod({ nodeName: 'a' }),
  'goes where a taint has a greater number': pod({
    tolerations: [
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'example.com/tier', operator: 'Gt', value: '3', effect: 'NoSchedule' },
    ],
  }),
  'goes to every node': pod({ tolerations: [{ operator: 'Exists' }] }),
  'goes to other nodes': pod({ affinity: null }),
  'goes by another scheduler': pod({ schedulerName: 'a' }),
  'pushes everybody out': pod({ priorityClassName: 'system-node-critical' }),
  'has another runtime': pod({ runtimeClassName: null }),
  'has more replicas': spec(server, { replicas: 20 }),
  'is paused': spec(model, { paused: true }),
  surges: spec(model, { strategy: { rollingUpdate: { maxSurge: '100%' } } }),
  'surges by a text': spec(model, { strategy: { rollingUpdate: { maxSurge: 'abc' } } }),
  'keeps a part of a fleet as it was': spec('StatefulSet llm-serving/ollama', {
    updateStrategy: { rollingUpdate: { partition: 1 } },
  }),
  'has a fleet without end': spec('StatefulSet llm-serving/ollama', { replicas: 2 ** 31 - 1 }),
  'blocks drains': spec('PodDisruptionBudget llm-serving/llama-3', { maxUnavailable: 0 }),
  'protects nothing': spec('PodDisruptionBudget llm-serving/llama-3', { maxUnavailable: '100%' }),
  'scales without end': spec('HorizontalPodAutoscaler llm-serving/llama-3', { maxReplicas: 1000 }),
  'has no quota': spec('ResourceQuota llm-serving/quota', { hard: null }),
  'has a larger quota': spec('ResourceQuota llm-serving/quota', { hard: { pods: '1k' } }),
  'has a quota for some pods': spec('ResourceQuota llm-serving/quota', { scopes: ['BestEffort'] }),
  'has no defaults': spec('LimitRange llm-serving/limits', { limits: [] }),
  'lowers the security of its pods': {
    target: 'Namespace llm-serving',
    patch: () => ({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } }),
  },
  'only audits the cap on GPUs': spec('ValidatingAdmissionPolicyBinding llm-serving-gpu-cap', {
    validationActions: ['Audit'],
  }),
  'caps GPUs for some pods': spec('ValidatingAdmissionPolicyBinding llm-serving-gpu-cap', {
    matchResources: { objectSelector: { matchLabels: { a: 'b' } } },
  }),
  'ignores a cap that fails': spec('ValidatingAdmissionPolicy llm-serving-gpu-cap', { failurePolicy: 'Ignore' }),
  'caps nothing': spec('ValidatingAdmissionPolicy llm-serving-gpu-cap', { validations: [{ expression: 'true' }] }),
  'makes batch stronger': { target: 'PriorityClass llm-batch', patch: () => ({ value: 999_999_999 }) },
  'is the class of everybody': { target: 'PriorityClass llm-batch', patch: () => ({ globalDefault: true }) },
  'mounts the store otherwise': { target: 'StorageClass model-store-nfs', patch: () => ({ mountOptions: ['nolock'] }) },
  'deletes the store': { target: 'StorageClass model-store-nfs', patch: () => ({ reclaimPolicy: 'Delete' }) },
  'is the class of every claim': {
    target: 'StorageClass model-store-nfs',
    patch: () => ({ metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }),
  },
  'opens the pods of the collector': {
    target: 'CronJob model-store/collector',
    patch: () => ({ spec: { jobTemplate: { spec: { template: { spec: { hostNetwork: true } } } } } }),
  },
  'runs the collector without end': {
    target: 'CronJob model-store/collector',
    patch: () => ({ spec: { jobTemplate: { spec: { activeDeadlineSeconds: null } } } }),
  },
  'has a finalizer': { target: model, patch: () => ({ metadata: { finalizers: ['example.com/wait'] } }) },
  'lets any address of IPv6 out': policy({ egress: [{ to: [{ ipBlock: { cidr: '::/0' } }] }] }),
  'lets half of all addresses out': policy({
    egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/1' } }, { ipBlock: { cidr: '128.0.0.0/1' } }] }],
  }),
  'has a peer without labels': policy({
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } },
            podSelector: { matchLabels: {} },
          },
        ],
      },
    ],
  }),
  'has a peer by expression': policy({
    ingress: [
      {
        from: [
          { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'Exists' }] } },
        ],
      },
    ],
  }),
  'lets nobody of a list in, which is everybody': policy({ ingress: [{ from: [] }] }),
  'opens a port beside its own': policy({ ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 22 }] }] }),
  'opens a range of ports': policy({
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 1, endPort: 65_535 }] }],
  }),
  'says of no direction': policy({ policyTypes: [] }),
  'is another name': service({ type: 'ExternalName', externalName: 'elsewhere.example' }),
  'has an address of a load balancer': service({ loadBalancerIP: '192.0.2.1' }),
  'is shown outside by Tailscale': {
    target: 'Service llm-serving/llama-3',
    patch: () => ({ metadata: { annotations: { 'tailscale.com/expose': 'true' } } }),
  },
  'is published in DNS': {
    target: 'Service llm-serving/llama-3',
    patch: () => ({ metadata: { annotations: { 'external-dns.alpha.kubernetes.io/hostname': 'llama.example' } } }),
  },
  'has the memory of the node': pod({ hostIPC: true }),
  'may raise its privileges': security({ allowPrivilegeEscalation: true }),
  'may be root': security({ runAsNonRoot: false }),
  'is root': security({ runAsUser: 0 }),
  'has no seccomp profile': security({ seccompProfile: { type: 'Unconfined' } }),
  'has no seccomp profile as a pod': pod({ securityContext: { seccompProfile: { type: 'Unconfined' } } }),
  'has no AppArmor profile': security({ appArmorProfile: { type: 'Unconfined' } }),
  'keeps all capabilities': security({ capabilities: { drop: [] } }),
  'has a label of SELinux': security({ seLinuxOptions: { type: 'spc_t' } }),
  'has no security context': engine(() => ({ securityContext: null })),
  'has a sidecar': list('initContainers', (all) => [...all, { ...all[0], name: 'more', restartPolicy: 'Always' }]),
  'starts a program first': list('initContainers', (all) => [{ ...all[0], name: 'first' }, ...all]),
  'gets a sidecar of a mesh': {
    target: model,
    patch: () => ({ spec: { template: { metadata: { labels: { 'sidecar.istio.io/inject': 'true' } } } } }),
  },
  'lets a mesh into every pod': {
    target: 'Namespace llm-serving',
    patch: () => ({ metadata: { labels: { 'istio-injection': 'enabled' } } }),
  },
  'gets devices by CDI': {
    target: model,
    patch: () => ({ spec: { template: { metadata: { annotations: { 'cdi.k8s.io/gpu': 'nvidia.com/gpu=all' } } } } }),
  },
  'gets devices of CRI-O': {
    target: model,
    patch: () => ({ spec: { template: { metadata: { annotations: { 'io.kubernetes.cri-o.Devices': '/dev/kvm' } } } } }),
  },
  'sees all GPUs': added('env', { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' }),
  'loads a library first': added('env', { name: 'LD_PRELOAD', value: '/more/a.so' }),
  'finds programs elsewhere': added('env', { name: 'PATH', value: '/more' }),
  'mounts a part of its weights': added('volumeMounts', { name: 'weights', mountPath: '/more', subPath: 'gguf' }),
  'mounts over its program': mountOver('/app'),
  'mounts over its weights': mountOver('/models/gguf'),
  'mounts over everything': mountOver('/'),
  'keeps files in memory': list('volumes', (volumes) => [...volumes, { name: 'more', emptyDir: { medium: 'Memory' } }]),
  'mounts a claim of its own': volume({
    ephemeral: {
      volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } } },
    },
  }),
  'mounts an image': volume({ image: { reference: 'docker.io/library/busybox:1' } }),
  'has its probe ask another host': engine((container) => ({
    readinessProbe: {
      ...(container['readinessProbe'] as Tree),
      httpGet: { path: '/', port: 80, host: '169.254.169.254' },
    },
  })),
  'runs a program as its probe': engine((container) => ({
    livenessProbe: { exec: { command: ['sh', '-c', 'id'] } },
    readinessProbe: container['readinessProbe'],
  })),
  'has no limits': engine((container) => ({ resources: { requests: (container['resources'] as Tree)['requests'] } })),
  'has a limit above what it asks for': engine((container) => ({
    resources: {
      ...(container['resources'] as Tree),
      limits: { ...(container['resources'] as { limits: Tree }).limits, memory: '900Gi' },
    },
  })),
  'writes a quantity otherwise': engine((container) => ({
    resources: {
      ...(container['resources'] as Tree),
      limits: { ...(container['resources'] as { limits: Tree }).limits, 'ephemeral-storage': '1024Mi' },
    },
  })),
  'has a label that is none': { target: model, patch: () => ({ metadata: { labels: { tier: 'a b' } } }) },
  'says its replicas beside an autoscaler': spec(model, { replicas: 3 }),
  'scales from more than its end': spec('HorizontalPodAutoscaler llm-serving/llama-3', { minReplicas: 5 }),
  'scales another workload': spec('HorizontalPodAutoscaler llm-serving/llama-3', { scaleTargetRef: { name: 'risk' } }),
  'gives GPUs to everybody': spec('LimitRange llm-serving/limits', {
    limits: [{ type: 'Container', default: { memory: '1Gi', 'nvidia.com/gpu': '1' } }],
  }),
  'waits for a later wave': pod({ serviceAccountName: 'load-llama3-2-3b' }, server),
  'has a Job without end': {
    target: 'CronJob model-store/collector',
    patch: () => ({ spec: { jobTemplate: { spec: { backoffLimit: 2_147_483_647 } } } }),
  },
  'has an owner': {
    target: model,
    patch: () => ({ metadata: { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: 'b' }] } }),
  },
};

/** Amendments that open nothing: they must pass. */
export const harmless: Readonly<Record<string, Opening>> = {
  'keeps Karpenter from moving a pod': {
    target: model,
    patch: () => ({ spec: { template: { metadata: { annotations: { 'karpenter.sh/do-not-disrupt': 'true' } } } } }),
  },
  'has no sidecar of a mesh': {
    target: 'Namespace llm-serving',
    patch: () => ({ metadata: { labels: { 'istio-injection': 'disabled' } } }),
  },
  'has a pull secret that is declared': pod({ imagePullSecrets: [] }),
  'has a variable': added('env', { name: 'TZ', value: 'UTC' }),
  'mounts a folder of its own': {
    target: model,
    patch: (of) =>
      ofPod({
        volumes: [...(templateSpec(of)['volumes'] as Tree[]), { name: 'more', emptyDir: { sizeLimit: '1Mi' } }],
        containers: (templateSpec(of)['containers'] as Tree[]).map((each) => ({
          ...each,
          volumeMounts: [...(each['volumeMounts'] as Tree[]), { name: 'more', mountPath: '/more' }],
        })),
      }),
  },
  'waits longer between pods': spec(model, { minReadySeconds: 600 }),
  'is asked less often': engine((container) => ({
    readinessProbe: { ...(container['readinessProbe'] as Tree), periodSeconds: 20 },
  })),
  'runs at another hour': spec('CronJob model-store/collector', { schedule: '0 4 * * *' }),
  'lets fewer in': {
    target: 'NetworkPolicy llm-serving/llama-3',
    patch: (of) => ({
      spec: {
        ingress: (of['spec'] as { ingress: Tree[] }).ingress.map((rule) => {
          const [peer] = rule['from'] as { podSelector: { matchLabels: Tree } }[];
          return {
            ...rule,
            from: [{ ...peer, podSelector: { matchLabels: { ...peer?.podSelector.matchLabels, tier: 'a' } } }],
          };
        }),
      },
    }),
  },
};
