/**
 * A metrics API for tests: serves `custom.metrics.k8s.io` for pods, with whatever values a test sets, or those that it
 * reads from the pods.
 */
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import type { KubernetesClient } from '../client/client';
import { isReady } from '../client/conditions';
import type { Kubectl } from '../client/kubectl';
import type { ControlPlane } from '../control-plane/control-plane';

const group = 'custom.metrics.k8s.io';
const version = 'v1beta1';

/** Value of a metric over all ready pods of a workload, in whole numbers: each pod has its part. */
export type Metrics = (workload: string, metric: string) => number;

export interface MetricsApi {
  stop(): Promise<void>;
}

const resourceList = {
  kind: 'APIResourceList',
  apiVersion: 'v1',
  groupVersion: `${group}/${version}`,
  resources: ['llamacpp:requests_deferred', 'llamacpp:requests_processing'].map((metric) => ({
    name: `pods/${metric}`,
    singularName: '',
    namespaced: true,
    kind: 'MetricValueList',
    verbs: ['get'],
  })),
};

/** Values of a metric in thousandths, in the order of the pods: all ready pods of a selector. */
export type ValuesOfPods = (pods: readonly IPod[], metric: string) => Promise<readonly number[]>;

/** Values of one metric for the ready pods of a selector: a pod that loads answers no scrape. */
async function answer(client: KubernetesClient, url: URL, valuesOf: ValuesOfPods): Promise<object> {
  const [, namespace = '', metric = ''] =
    /\/namespaces\/([^/]+)\/pods\/\*\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const labels = Object.fromEntries(
    (url.searchParams.get('labelSelector') ?? '').split(',').map((pair) => pair.split('=') as [string, string]),
  );
  const pods = (await client.list('Pod', { namespace, labels })).filter(isReady);
  const values = await valuesOf(pods, metric);
  return {
    kind: 'MetricValueList',
    apiVersion: `${group}/${version}`,
    metadata: {},
    items: pods.map(({ metadata }, i) => ({
      describedObject: { kind: 'Pod', namespace, name: metadata?.name, apiVersion: '/v1' },
      metricName: metric,
      timestamp: new Date().toISOString(),
      value: `${values[i] ?? 0}m`,
    })),
  };
}

/** @param pki - folder of the API server's own certificate, which is for localhost too */
export async function metricsServer(client: KubernetesClient, pki: string, valuesOf: ValuesOfPods): Promise<Server> {
  const [cert, key] = await Promise.all(['crt', 'key'].map((ending) => readFile(join(pki, `apiserver.${ending}`))));
  return createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const answered =
      url.pathname === `/apis/${group}/${version}` ? Promise.resolve(resourceList) : answer(client, url, valuesOf);
    answered.then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
}

const service = { name: 'metrics-api', namespace: 'kube-system' } as const;

/**
 * Registers the API and waits until the API server proxies to it.
 *
 * @param toServer - objects by which its Service, of that name, leads to the server
 */
export async function registerMetrics(
  { client, kubectl }: { readonly client: KubernetesClient; readonly kubectl: Kubectl },
  toServer: (service: { readonly name: string; readonly namespace: string }) => readonly Manifest[],
  port: number,
): Promise<void> {
  await client.apply([
    ...toServer(service),
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `${version}.${group}` },
      spec: {
        group,
        version,
        service: { ...service, port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    },
  ]);
  await kubectl.run(['wait', '--for=condition=Available', `apiservice/${version}.${group}`, '--timeout=120s']);
}

export async function stopServer(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Serves the API on loopback, for a control plane that runs there. */
export async function startMetricsApi(plane: ControlPlane, metrics: Metrics): Promise<MetricsApi> {
  const server = await metricsServer(plane.client, join(plane.folder, 'pki'), (pods, metric) => {
    const workload = pods[0]?.metadata?.labels?.['app.kubernetes.io/instance'] ?? '';
    const milli = Math.floor((1000 * metrics(workload, metric)) / Math.max(1, pods.length));
    return Promise.resolve(pods.map(() => milli));
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // An endpoint on loopback is refused; a name that leads there is not.
  const byName = (metadata: typeof service): Manifest => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port, protocol: 'TCP' }] },
  });
  await registerMetrics(plane, () => [byName(service)], port);
  return { stop: () => stopServer(server) };
}
