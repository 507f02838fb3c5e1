/**
 * A small environment, made by hand: a namespace, a claim, a weights server, and models that tests add and take away.
 */
import type { Manifest, RenderedChart } from '../../../lib/kubernetes/read/manifest';
import type { Gitops } from '../../../lib/environment/gitops';
import type { Plan } from '../../../lib/plan/plan';
import type { Synthesis } from '../../../lib/synthesise';

export const flux: Gitops = {
  tool: 'flux',
  namespace: 'flux-system',
  source: 'flux-system',
  interval: 600 as Extract<Gitops, { tool: 'flux' }>['interval'],
};
export const argocd: Gitops = {
  tool: 'argocd',
  repository: 'https://git.example/platform.git',
  revision: 'main',
  namespace: 'argocd',
};

/** An object with whatever fields a test needs. */
export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace?: string,
  fields: Readonly<Record<string, unknown>> = {},
): Manifest => ({ apiVersion, kind, metadata: { name, namespace }, ...fields });

export const namespace = object('v1', 'Namespace', 'llm-serving');
export const claim = (storage = '10Gi'): Manifest =>
  object('v1', 'PersistentVolumeClaim', 'store', 'model-store', {
    spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage } } },
  });
export const weightsServer = object('apps/v1', 'Deployment', 'weights-server', 'model-store', {
  spec: { selector: { matchLabels: { app: 'weights' } } },
});

/** The chart of a model: what it runs, with a program in which Flux would see variables. */
export const model = (name: string, image = 'engine:1'): RenderedChart => ({
  name: `model-${name}`,
  wave: 4,
  manifests: [
    object('v1', 'ServiceAccount', name, 'llm-serving'),
    object('v1', 'ConfigMap', `${name}-programs-0a1b2c3d`, 'llm-serving', {
      immutable: true,
      data: { 'run.sh': 'echo "${path##*/}"' },
    }),
    object('apps/v1', 'Deployment', name, 'llm-serving', {
      spec: {
        selector: { matchLabels: { app: name } },
        template: { spec: { containers: [{ name: 'engine', image }] } },
      },
    }),
    object('autoscaling/v2', 'HorizontalPodAutoscaler', name, 'llm-serving', {
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas: 1, maxReplicas: 3 },
    }),
  ],
});

export const charts = (...models: readonly RenderedChart[]): readonly RenderedChart[] => [
  { name: 'namespaces', wave: 0, manifests: [namespace] },
  { name: 'weights', wave: 3, manifests: [claim(), weightsServer] },
  ...models,
];

/** A synthesis of given charts; of its plan only what a delivery reads is there. */
export function synthesis(all: readonly RenderedChart[], gitops: Gitops = flux, name = 'small'): Synthesis {
  const plan = {
    environment: {
      name,
      gitops,
      cluster: { kubernetes: '1.36', namespaces: { serving: 'llm-serving', store: 'model-store' } },
    },
    loaders: [],
    servers: [],
  };
  return { name, charts: all, plan: plan as unknown as Plan };
}
