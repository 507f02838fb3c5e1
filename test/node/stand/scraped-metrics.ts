/**
 * The metrics API of a stand: what the pods of engines answer when Prometheus asks them, at the moment when an
 * autoscaler wants to know. It stands for Prometheus with its adapter, whose intervals are left out.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { metricsServer, registerMetrics, stopServer, type MetricsApi } from '../../cluster/world/metrics-api';
import { addresses } from './network';
import type { NodeWorld } from './world';

const port = 9443;

/** Where containers of llama-servers answer, as the environment says to those who scrape. */
const metricsOf = ({ status }: IPod): string => `http://${status?.podIP ?? ''}:8080/metrics`;

/** `llamacpp:requests_deferred 3` → 3. */
function valueIn(text: string, metric: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${metric} `));
  if (line === undefined) throw new Error(`no metric ${metric} in:\n${text}`);
  return Number(line.slice(metric.length));
}

const toMachine = ({ name, namespace }: { readonly name: string; readonly namespace: string }): readonly Manifest[] => [
  { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { ports: [{ port, protocol: 'TCP' }] } },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name, namespace, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ port, protocol: 'TCP' }],
    endpoints: [{ addresses: [addresses.control] }],
  },
];

/** Registers an API whose values the pod of Prometheus reads over the network. */
export async function startScrapedMetrics(world: NodeWorld): Promise<MetricsApi> {
  const { stand } = world;
  const prometheus = await world.from('prometheus');
  const server = await metricsServer(stand.client, join(stand.folder, 'pki'), (pods, metric) =>
    Promise.all(
      pods.map(async (pod) => {
        const { status, body } = await prometheus.ask(metricsOf(pod), { timeout: 5000 });
        if (status !== 200) throw new Error(`${metricsOf(pod)} answered with ${status}`);
        return 1000 * valueIn(body, metric);
      }),
    ),
  );
  const path = join(stand.folder, 'metrics.sock');
  server.listen(path);
  await once(server, 'listening');
  await stand.relay(port, path);
  await registerMetrics(stand, toMachine, port);
  return { stop: () => stopServer(server) };
}
