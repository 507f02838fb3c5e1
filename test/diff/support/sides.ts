/** Sides made by hand: a model server, a fleet, policies, bindings; numbers that no change of a formula moves. */
import type { Manifest, RenderedChart } from '../../../lib/kubernetes/read/manifest';
import type { PlanFacts } from '../../../lib/diff/plan-facts';
import type { Side } from '../../../lib/diff/side';

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  fields: Readonly<Record<string, unknown>> = {},
): Manifest => ({ apiVersion, kind, metadata: { name, namespace }, ...fields });

export interface ModelOptions {
  readonly weights?: string;
  readonly image?: string;
  readonly contextLength?: number;
  readonly parallel?: number;
  readonly gpus?: number;
  readonly replicas?: number | { readonly min: number; readonly max: number };
  readonly strategy?: unknown;
  readonly ingressFrom?: string;
}

const policy = (name: string, from: string): Manifest =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, 'llm', {
    spec: {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from } },
              podSelector: { matchLabels: { app: from } },
            },
          ],
          ports: [{ port: 8080 }],
        },
      ],
      egress: [],
    },
  });

/** A llama-server with what stands around it. */
export function model(name: string, options: ModelOptions = {}): RenderedChart {
  const {
    weights = 'chat-8b/Q4_K_M',
    image = 'engine:1',
    contextLength = 8192,
    parallel = 2,
    gpus = 1,
    replicas = 3,
    ingressFrom = 'gateway',
  } = options;
  const strategy = options.strategy ?? { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const args = [
    '--model',
    `/models/${weights}`,
    '--ctx-size',
    `${contextLength * parallel}`,
    '--parallel',
    `${parallel}`,
    '--cache-type-k',
    'f16',
    '--cache-type-v',
    'f16',
  ];
  const resources = {
    limits: { 'nvidia.com/gpu': `${gpus}`, memory: '4Gi' },
    requests: { 'ephemeral-storage': '10Gi' },
  };
  const spec = {
    replicas: typeof replicas === 'number' ? replicas : undefined,
    selector: { matchLabels: { app: name } },
    strategy,
    progressDeadlineSeconds: 600,
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [{ name: 'llama-server', image, args, resources, ports: [{ containerPort: 8080, name: 'http' }] }],
        volumes: [{ name: 'programs', configMap: { name: `${name}-programs-00000000` } }],
      },
    },
  };
  const autoscaler =
    typeof replicas === 'number'
      ? []
      : [
          object('autoscaling/v2', 'HorizontalPodAutoscaler', name, 'llm', {
            spec: {
              scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
              minReplicas: replicas.min,
              maxReplicas: replicas.max,
            },
          }),
        ];
  const deployment = object('apps/v1', 'Deployment', name, 'llm', { spec });
  return {
    name: `model-${name}`,
    wave: 4,
    manifests: [
      {
        ...deployment,
        metadata: {
          ...deployment.metadata,
          annotations: { 'corral.dev/model': weights, 'corral.dev/because.memory': 'all of it' },
        },
      },
      object('v1', 'ConfigMap', `${name}-programs-00000000`, 'llm', {
        immutable: true,
        data: { 'drain.sh': 'wait\n' },
      }),
      object('v1', 'Service', name, 'llm', { spec: { selector: { app: name } } }),
      policy(name, ingressFrom),
      ...autoscaler,
    ],
  };
}

/** The serving namespace with its quota. */
export const foundation = (gpus = 8): RenderedChart => ({
  name: 'namespaces',
  wave: 0,
  manifests: [
    object('v1', 'Namespace', 'llm'),
    object('v1', 'ResourceQuota', 'quota', 'llm', {
      spec: { hard: { 'requests.nvidia.com/gpu': `${gpus}`, 'requests.memory': '64Gi', 'requests.cpu': '15500m' } },
    }),
  ],
});

/** A ServiceAccount that may do what its role says. */
export const access = (verbs: readonly string[], binding = 'RoleBinding'): RenderedChart => ({
  name: 'access',
  wave: 1,
  manifests: [
    object('rbac.authorization.k8s.io/v1', 'Role', 'reader', 'llm', {
      rules: [{ apiGroups: ['', 'apps'], resources: ['pods/log', 'deployments'], resourceNames: ['chat'], verbs }],
    }),
    object('rbac.authorization.k8s.io/v1', binding, 'reader', 'llm', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'collector' }],
    }),
  ],
});

/** What a plan would say of a model. */
export const facts = (name: string, gibOfGpu: number, delivery = 'gitops'): PlanFacts => ({
  delivery,
  workloads: { [`llm/${name}`]: { gpuBytes: gibOfGpu * 1024 ** 3, quantisations: ['Q4_K_M'], step: 300 } },
  storeNeeded: 5 * 1024 ** 3,
  cost: { minimum: { low: 1000, high: 1200 }, maximum: { low: 100 * gibOfGpu, high: 100 * gibOfGpu } },
});

export const side = (name: string, charts: readonly RenderedChart[], plan?: PlanFacts): Side => ({
  name,
  charts,
  facts: plan,
});
