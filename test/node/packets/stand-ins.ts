/**
 * Stand-ins of rendered workloads: the same kinds, namespaces, labels, ServiceAccounts and ports, with a program that
 * listens in place of the containers. They ask for next to nothing, so that an environment of large models fits on one
 * node. NetworkPolicies, Services and ServiceAccounts stay as they are rendered.
 */
import type { Manifest } from '../../../lib';
import { podTemplate, workloadPod } from '../../../lib/kubernetes/read';
import { standImage } from '../stand/images/images';

/** A port as the program that listens takes it: `TCP:8080`. */
export const portText = ({ protocol, port }: { readonly protocol: string; readonly port: number }): string =>
  `${protocol}:${port}`;

const applied = ['Namespace', 'ServiceAccount', 'NetworkPolicy', 'Service'];

/** Objects that are applied as they are rendered. */
export const asRendered = (manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.filter(({ kind }) => applied.includes(kind));

/** The spec of a pod that listens on ports. */
export const listening = (ports: readonly string[]) => ({
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  terminationGracePeriodSeconds: 1,
  securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [
    {
      name: 'packets',
      image: standImage('packets'),
      imagePullPolicy: 'Never',
      args: [...ports],
      resources: { requests: { cpu: '1m', memory: '8Mi' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    },
  ],
});

/** A pod that is no part of an environment. */
export const other = (
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly string[],
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, labels: { ...labels } },
  spec: listening(ports),
});

/** Most replicas of a stand-in: two pods show what pods of one workload may do to each other. */
const most = 2;

/** How many replicas a workload has as rendered; one that an autoscaler counts has one here. */
function replicasOf({ spec = {} }: Manifest): number {
  const { replicas = 1 } = spec as { readonly replicas?: number };
  return Math.min(replicas, most);
}

/**
 * The stand-in of a workload; `undefined` for an object without pods.
 *
 * @param further - ports beside those that the containers declare
 */
export function standIn(manifest: Manifest, further: readonly string[]): Manifest | undefined {
  const template = podTemplate(manifest);
  const pod = workloadPod(manifest);
  if (template === undefined || pod === undefined) return undefined;
  const { apiVersion, kind, metadata } = manifest;
  const declared = pod.containers.flatMap(({ container: { ports = [] } }) => ports);
  const numbers = declared.map(({ containerPort, protocol = 'TCP' }) => portText({ protocol, port: containerPort }));
  const spec = listening([...new Set([...numbers, ...further])]);
  const [container] = spec.containers;
  const own = {
    metadata: { labels: pod.labels },
    spec: {
      ...spec,
      serviceAccountName: pod.spec.serviceAccountName,
      containers: [{ ...container, ports: declared }],
    },
  };
  const { name, namespace } = metadata;
  const { selector, serviceName } = (manifest.spec ?? {}) as {
    readonly selector?: object;
    readonly serviceName?: string;
  };
  if (kind === 'CronJob' || kind === 'Job')
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace },
      spec: { template: { ...own, spec: { ...own.spec, restartPolicy: 'Never' } } },
    };
  return {
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec: {
      selector,
      replicas: replicasOf(manifest),
      template: own,
      ...(kind === 'StatefulSet' ? { serviceName, podManagementPolicy: 'Parallel' } : {}),
    },
  };
}
