/** The harness itself: control planes start fast, side by side, behave as Kubernetes does, and leave nothing behind. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools, definitionTools } from '../components/sets';
import { isComplete, isFailed, isReady, isRolledOut, unschedulable } from './client/conditions';
import { installDefinitions } from './client/custom-resources';
import { waitUntil } from './client/wait';
import { ControlPlane } from './control-plane/control-plane';
import { podAnnotations } from './control-plane/stages';
import { aksNode, eksNode, gkeNode, joinNodes, karpenterNode, kubeadmNode, vanishNode } from './nodes';
import { scaleTime } from './scale-time';

const namespace = 'llm-serving';
const minutes = 60_000;

const capacity = { cpu: 48_000, memory: gib(384), ephemeralStorage: gib(3500), pods: 110 };
const gpus = { product: 'NVIDIA-L40S', count: 4, memoryMib: 46068 };
const region = { region: 'eu-central-1', zone: 'eu-central-1a' };

/** Four L40S in a Karpenter pool, as `production-aws` has them. */
const gpuNode = (name: string) =>
  karpenterNode({
    name,
    capacity,
    gpus,
    ...region,
    instanceType: 'g6e.12xlarge',
    nodePool: 'l40s',
    nodeClass: 'gpu',
    capacityType: 'on-demand',
    ec2: { vcpu: 48, memoryMib: 393216, gpu: { name: 'l40s', count: 4, memoryMib: 45776 }, localNvmeGb: 3800 },
  });

const restrictedNamespace: Manifest = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: namespace,
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.36',
    },
  },
};

const container = {
  name: 'server',
  image: 'registry.example/server@sha256:0000000000000000000000000000000000000000000000000000000000000000',
  resources: {
    requests: { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '1' },
    limits: { memory: '1Gi', 'nvidia.com/gpu': '1' },
  },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

const restrictedPod = {
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
};

const pod = (name: string, spec: object, annotations: Readonly<Record<string, string>> = {}): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, annotations },
  spec,
});

const deployment = (name: string, replicas: number, annotations: Readonly<Record<string, string>> = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name }, annotations },
      spec: { ...restrictedPod, nodeSelector: { 'karpenter.sh/nodepool': 'l40s' } },
    },
  },
});

beforeAll(() => ensureTools([...controlPlaneTools, ...definitionTools]), 15 * minutes);

describe('one control plane', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.client.apply([restrictedNamespace]);
    await joinNodes(plane.client, [gpuNode('gpu-0')]);
    await plane.client.waitFor('exists', 'ServiceAccount', 'default', namespace, () => true);
  });
  afterAll(() => plane.stop());

  test('is the version that is pinned', async () => {
    const { clientVersion, serverVersion } = JSON.parse(
      await plane.kubectl.run(['version', '--output=json']),
    ) as Record<string, { gitVersion: string; minor: string }>;
    expect([clientVersion?.gitVersion, serverVersion?.gitVersion, serverVersion?.minor]).toEqual([
      'v1.36.3',
      'v1.36.3',
      '36',
    ]);
  });

  test('a Deployment asking for a GPU in a restricted namespace becomes ready on a GPU node', async () => {
    await plane.client.apply([deployment('qwen', 2)]);
    await plane.client.waitFor('is rolled out', 'Deployment', 'qwen', namespace, isRolledOut);
    const pods = await plane.client.list('Pod', { namespace, labels: { app: 'qwen' } });
    expect(pods.map(({ spec }) => spec?.nodeName)).toEqual(['gpu-0', 'gpu-0']);
    await plane.client.delete([deployment('qwen', 2)]);
    await waitUntil(
      'the pods are gone',
      () => plane.client.list('Pod', { namespace, labels: { app: 'qwen' } }),
      (left) => left.length === 0,
    );
  });

  test('a pod that violates restricted is refused with the reason', async () => {
    const privileged = pod('root', { containers: [{ ...container, securityContext: {} }] });
    await expect(plane.client.apply([privileged])).rejects.toThrow(
      /403 Forbidden: pods "root" is forbidden: violates PodSecurity "restricted:v1\.36": allowPrivilegeEscalation != false/,
    );
  });

  test('a field that Kubernetes does not know is refused', async () => {
    await expect(plane.client.apply([pod('typo', { ...restrictedPod, nodeSelektor: {} })])).rejects.toThrow(
      /nodeSelektor/,
    );
  });

  test('a dry run stores nothing, and warnings are handed out', async () => {
    await plane.client.apply([pod('dry', restrictedPod)], { dryRun: true });
    expect(await plane.client.read(pod('dry', restrictedPod))).toBeUndefined();
    const warning: Manifest = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'warned', labels: { 'pod-security.kubernetes.io/warn': 'restricted' } },
    };
    const violating: Manifest = { ...deployment('loud', 0), metadata: { name: 'loud', namespace: 'warned' } };
    const template = {
      metadata: { labels: { app: 'loud' } },
      spec: { containers: [{ name: 'server', image: container.image }] },
    };
    const { warnings } = await plane.client.apply([
      warning,
      { ...violating, spec: { ...(violating['spec'] as object), template } },
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(/^Deployment warned\/loud: would violate PodSecurity "restricted:latest"/),
    ]);
  });

  test('a GPU quota refuses one GPU too many', async () => {
    const name = 'small';
    const quota: Manifest = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'gpus', namespace: name },
      spec: { hard: { 'requests.nvidia.com/gpu': '1' } },
    };
    await plane.client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, quota]);
    await plane.client.waitFor('is counted', 'ResourceQuota', 'gpus', name, ({ status }) => status?.used !== undefined);
    await plane.client.waitFor('exists', 'ServiceAccount', 'default', name, () => true);
    const inSmall = (podName: string): Manifest => ({
      ...pod(podName, restrictedPod),
      metadata: { name: podName, namespace: name },
    });
    await plane.client.apply([inSmall('first')]);
    await expect(plane.client.apply([inSmall('second')])).rejects.toThrow(
      /exceeded quota: gpus, requested: requests\.nvidia\.com\/gpu=1, used: requests\.nvidia\.com\/gpu=1, limited: requests\.nvidia\.com\/gpu=1/,
    );
    await plane.client.delete([inSmall('first')]);
  });

  test('a limit range fills in, a priority class resolves, an unknown runtime class and an admission policy refuse', async () => {
    const limits: Manifest = {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'limits', namespace: 'limited' },
      spec: { limits: [{ type: 'Container', default: { memory: '64Mi' } }] },
    };
    const policy: Manifest = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'no-latest' },
      spec: {
        matchConstraints: {
          resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
        validations: [
          { expression: "object.spec.containers.all(c, !c.image.endsWith(':latest'))", message: 'pin the image' },
        ],
      },
    };
    const binding: Manifest = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'no-latest' },
      spec: {
        policyName: 'no-latest',
        validationActions: ['Deny'],
        matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'limited' } } },
      },
    };
    await plane.client.apply([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'limited' } },
      limits,
      policy,
      binding,
    ]);
    await plane.client.waitFor('exists', 'ServiceAccount', 'default', 'limited', () => true);
    const bare = (name: string, spec: object): Manifest => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'limited' },
      spec: { containers: [{ name: 'c', image: 'registry.example/c:1' }], ...spec },
    });
    const {
      objects: [filled],
    } = await plane.client.apply([bare('filled', { priorityClassName: 'system-cluster-critical' })]);
    expect(filled?.['spec']).toMatchObject({
      priority: 2_000_000_000,
      containers: [{ resources: { limits: { memory: '64Mi' }, requests: { memory: '64Mi' } } }],
    });
    await expect(plane.client.apply([bare('runtime', { runtimeClassName: 'nowhere' })])).rejects.toThrow(
      /pod rejected: RuntimeClass "nowhere" not found/,
    );
    // A policy takes a moment to reach the server's admission.
    await waitUntil(
      'the policy refuses',
      () =>
        plane.client
          .apply([bare('latest', { containers: [{ name: 'c', image: 'registry.example/c:latest' }] })], {
            dryRun: true,
          })
          .then(
            () => '',
            (error: Error) => error.message,
          ),
      (message) => message.includes('pin the image'),
    );
    await plane.client.delete([bare('filled', {})]);
  });

  test('annotations delay readiness, delay the end, and fail a pod', async () => {
    const start = Date.now();
    await plane.client.apply([
      pod('slow', restrictedPod, { [podAnnotations.readyAfter]: '1500ms', [podAnnotations.goneAfter]: '800ms' }),
      pod('broken', restrictedPod, { [podAnnotations.exitCode]: '137' }),
    ]);
    const { status } = await plane.client.waitFor('is ready', 'Pod', 'slow', namespace, isReady);
    expect(Date.now() - start).toBeGreaterThan(1_400);
    const readySince = status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
    expect(Date.parse(readySince)).toBeGreaterThan(Date.parse(status?.startTime ?? ''));
    const broken = await plane.client.waitFor(
      'has restarted',
      'Pod',
      'broken',
      namespace,
      ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
    expect(broken.status?.containerStatuses?.[0]).toMatchObject({
      ready: false,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 137 } },
    });
    const deletion = Date.now();
    await plane.client.delete([pod('slow', restrictedPod), pod('broken', restrictedPod)]);
    await waitUntil(
      'the pod is gone',
      () => plane.client.read(pod('slow', restrictedPod)),
      (found) => found === undefined,
    );
    expect(Date.now() - deletion).toBeGreaterThan(700);
  });

  test('jobs complete, and fail', async () => {
    const job = (name: string, annotations: Readonly<Record<string, string>>): Manifest => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace },
      spec: {
        backoffLimit: 0,
        template: { metadata: { annotations }, spec: { ...restrictedPod, restartPolicy: 'Never' } },
      },
    });
    await plane.client.apply([
      job('loads', { [podAnnotations.readyAfter]: '200ms' }),
      job('fails', { [podAnnotations.exitCode]: '1' }),
    ]);
    await plane.client.waitFor('is complete', 'Job', 'loads', namespace, isComplete);
    await plane.client.waitFor('has failed', 'Job', 'fails', namespace, isFailed);
    await plane.client.delete([job('loads', {}), job('fails', {})]);
  });

  test('a drained node gives its pods back when uncordoned, and a vanished one does not', async () => {
    await plane.client.apply([deployment('mistral', 1)]);
    await plane.client.waitFor('is rolled out', 'Deployment', 'mistral', namespace, isRolledOut);
    await plane.kubectl.drain('gpu-0');
    const [pending] = await waitUntil(
      'the new pod cannot be placed',
      () => plane.client.list('Pod', { namespace, labels: { app: 'mistral' } }),
      ([first]) => first !== undefined && unschedulable(first) !== undefined,
    );
    expect(pending && unschedulable(pending)).toContain('1 node(s) were unschedulable');
    await plane.kubectl.uncordon('gpu-0');
    await plane.client.waitFor('is rolled out', 'Deployment', 'mistral', namespace, isRolledOut);
    await vanishNode(plane.client, 'gpu-0');
    await waitUntil(
      'the pod is lost',
      () => plane.client.list('Pod', { namespace, labels: { app: 'mistral' } }),
      (pods) => !pods.some(isReady),
    );
    await plane.client.delete([deployment('mistral', 1)]);
    await joinNodes(plane.client, [gpuNode('gpu-0')]);
  });

  test('nodes keep the amounts, labels and taints of their provider', async () => {
    const gke = { instanceType: 'g2-standard-48', region: 'europe-west4', zone: 'europe-west4-a' };
    const aks = { instanceType: 'Standard_NC24ads_A100_v4', region: 'westeurope', zone: 'westeurope-1' };
    const nodes = [
      eksNode({
        name: 'eks',
        capacity,
        gpus,
        ...region,
        instanceType: 'g6e.12xlarge',
        nodeGroup: 'l40s',
        capacityType: 'SPOT',
      }),
      gkeNode({
        name: 'gke',
        capacity,
        gpus: { ...gpus, product: 'NVIDIA-L4' },
        ...gke,
        nodePool: 'l4',
        accelerator: 'nvidia-l4',
        spot: true,
      }),
      aksNode({
        name: 'aks',
        capacity,
        gpus: {
          product: 'NVIDIA-A100-80GB-PCIe',
          count: 1,
          memoryMib: 81920,
          slicing: { by: 'mig', strategy: 'mixed', profile: '1g.10gb', perGpu: 7, memoryMib: 9728 },
        },
        ...aks,
        agentPool: 'a100',
        spot: true,
      }),
      kubeadmNode({ name: 'metal', capacity, gpus: { ...gpus, slicing: { by: 'time-slicing', replicas: 2 } } }),
      kubeadmNode({ name: 'bare', capacity }),
    ];
    await joinNodes(plane.client, nodes);
    for (const { metadata, spec, status } of nodes) {
      const found = await plane.client.get('Node', metadata?.name ?? '');
      expect(found.metadata?.labels).toEqual(metadata?.labels);
      expect(found.spec?.taints ?? []).toEqual(spec?.taints);
      expect(found.status).toMatchObject({ capacity: status?.capacity ?? {}, allocatable: status?.allocatable ?? {} });
    }
    expect(
      nodes.map(({ status }) =>
        Object.entries(status?.capacity ?? {}).filter(([name]) => name.startsWith('nvidia.com/')),
      ),
    ).toEqual([
      [['nvidia.com/gpu', '4']],
      [['nvidia.com/gpu', '4']],
      [['nvidia.com/mig-1g.10gb', '7']],
      [['nvidia.com/gpu', '8']],
      [],
    ]);
    for (const { metadata } of nodes) await vanishNode(plane.client, metadata?.name ?? '');
  });

  test('definitions of operators are served, and check what is applied', async () => {
    const definitions = [
      'certificates.cert-manager.io',
      'externalsecrets.external-secrets.io',
      'httproutes.gateway.networking.k8s.io',
      'scaledobjects.keda.sh',
      'servicemonitors.monitoring.coreos.com',
    ];
    await installDefinitions(plane.client, definitions);
    expect((await plane.client.list('CustomResourceDefinition')).map(({ metadata }) => metadata?.name)).toEqual(
      definitions,
    );
    await expect(installDefinitions(plane.client, ['models.example.com'])).rejects.toThrow(
      'no pinned operator defines models.example.com',
    );
    const monitor = (spec: object): Manifest => ({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'engines', namespace },
      spec,
    });
    const {
      objects: [stored],
    } = await plane.client.apply([monitor({ selector: {}, endpoints: [{ port: 'metrics' }] })]);
    expect(stored?.['spec']).toEqual({ selector: {}, endpoints: [{ port: 'metrics' }] });
    await expect(plane.client.apply([monitor({ selector: {}, endpoints: [], endpoint: [] })])).rejects.toThrow(
      /spec\.endpoint: field not declared in schema/,
    );
  });

  test('giving up says what was seen last', async () => {
    await expect(
      plane.client.waitFor('is busy', 'Namespace', namespace, undefined, () => false, { seconds: 0.2 }),
    ).rejects.toThrow(
      `gave up after 0.2 s waiting until Namespace ${namespace} is busy; seen last:\n{\n  "phase": "Active"\n}`,
    );
  });
});

test('two control planes run side by side', async () => {
  const planes = await Promise.all([ControlPlane.start(), ControlPlane.start()]);
  try {
    await planes[0].client.apply([restrictedNamespace]);
    expect(await planes[1].client.read(restrictedNamespace)).toBeUndefined();
  } finally {
    await Promise.all(planes.map((plane) => plane.stop()));
  }
  expect(planes.map(({ folder }) => existsSync(folder))).toEqual([false, false]);
});

test('time is divided where a test would wait, and nowhere else', () => {
  const autoscaler: Manifest = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'a' },
    spec: {
      maxReplicas: 60,
      behavior: {
        scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 60, periodSeconds: 90 }] },
        scaleUp: { stabilizationWindowSeconds: 0 },
      },
    },
  };
  const slow = deployment('slow', 60, { [podAnnotations.readyAfter]: '1m30s', note: '60s' });
  const patient = (minReadySeconds: number): Manifest => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'patient' },
    spec: { minReadySeconds, progressDeadlineSeconds: 600 },
  });
  const [scaledAutoscaler, scaledSlow, scaledPatient] = scaleTime([autoscaler, slow, patient(395)], 60);
  expect(scaledPatient).toEqual(patient(7));
  expect(scaledAutoscaler?.['spec']).toEqual({
    maxReplicas: 60,
    behavior: {
      scaleDown: { stabilizationWindowSeconds: 10, policies: [{ type: 'Pods', value: 60, periodSeconds: 2 }] },
      scaleUp: { stabilizationWindowSeconds: 0 },
    },
  });
  expect(scaledSlow).toEqual(deployment('slow', 60, { [podAnnotations.readyAfter]: '1500ms', note: '60s' }));
});
