/**
 * A metrics API for tests: serves `custom.metrics.k8s.io` for pods of one namespace on loopback, with whatever values a
 * test sets.
 */
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isReady } from '../client/conditions';
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

/** Values of one metric for the ready pods of a selector: a pod that loads answers no scrape. */
async function values({ client }: ControlPlane, url: URL, metrics: Metrics): Promise<object> {
  const [, namespace = '', metric = ''] =
    /\/namespaces\/([^/]+)\/pods\/\*\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const labels = Object.fromEntries(
    (url.searchParams.get('labelSelector') ?? '').split(',').map((pair) => pair.split('=') as [string, string]),
  );
  const pods = (await client.list('Pod', { namespace, labels })).filter(isReady);
  const milli = Math.floor(
    (1000 * metrics(labels['app.kubernetes.io/instance'] ?? '', metric)) / Math.max(1, pods.length),
  );
  return {
    kind: 'MetricValueList',
    apiVersion: `${group}/${version}`,
    metadata: {},
    items: pods.map(({ metadata }) => ({
      describedObject: { kind: 'Pod', namespace, name: metadata?.name, apiVersion: '/v1' },
      metricName: metric,
      timestamp: new Date().toISOString(),
      value: `${milli}m`,
    })),
  };
}

async function listen(plane: ControlPlane, metrics: Metrics): Promise<Server> {
  // The API server's own certificate, which is for localhost too.
  const [cert, key] = await Promise.all(
    ['crt', 'key'].map((ending) => readFile(join(plane.folder, 'pki', `apiserver.${ending}`))),
  );
  const server = createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const answer =
      url.pathname === `/apis/${group}/${version}` ? Promise.resolve(resourceList) : values(plane, url, metrics);
    answer.then(
      (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body)),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  return server;
}

/** Registers the API and waits until the API server proxies to it. */
export async function startMetricsApi(plane: ControlPlane, metrics: Metrics): Promise<MetricsApi> {
  const server = await listen(plane, metrics);
  const { port } = server.address() as AddressInfo;
  const service = { name: 'metrics-api', namespace: 'kube-system' };
  await plane.client.apply([
    // An endpoint on loopback is refused; a name that leads there is not.
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: service,
      spec: { type: 'ExternalName', externalName: 'localhost', ports: [{ port, protocol: 'TCP' }] },
    },
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
  await plane.kubectl.run(['wait', '--for=condition=Available', `apiservice/${version}.${group}`, '--timeout=120s']);
  return {
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
