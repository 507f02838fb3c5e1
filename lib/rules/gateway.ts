/** What the values of an environment say of its gateway, apart from what is drawn. */
import type { Environment } from '../environment';
import { gatewayNames, gatewayPorts } from '../gateway';
import { type Entrance, type Flow, type Flows, ofPlatform, type PodPeer, selectorLabels } from '../kubernetes/draw';
import type { Engines } from '../engines';

/** The pods of the gateway. */
export const gatewayPeer = ({ cluster }: Pick<Environment, 'cluster'>): PodPeer => ({
  namespace: cluster.namespaces.gateway,
  podLabels: selectorLabels({ component: gatewayNames.workload, instance: gatewayNames.workload }),
});

/** Exposures behind which the pods that connect are those of a controller, wherever it is. */
const withController: readonly string[] = ['gateway-api', 'ingress'];

/** Whether every pod of the cluster may connect to the gateway. */
export const admitsEveryPod = ({ gateway }: Pick<Environment, 'gateway'>): boolean =>
  gateway !== undefined && withController.includes(gateway.expose.by) && gateway.from === undefined;

function entrances(environment: Environment): readonly Entrance[] {
  const { gateway } = environment;
  if (gateway === undefined) return [];
  const { expose, from = [] } = gateway;
  const port = gatewayPorts.http;
  if (admitsEveryPod(environment)) return [{ source: 'every-pod', port }];
  const ranges = expose.by === 'load-balancer' ? expose.sourceRanges : undefined;
  const isOpen = expose.by === 'node-port' || (expose.by === 'load-balancer' && ranges === undefined);
  if (isOpen) return [{ source: 'everything', port }];
  return [...(ranges ?? []).map((cidr) => ({ cidr })), ...from].map((source) => ({ source, port }));
}

/** Clients, scrapers and its other pods in; its other pods, engines and names out. */
export function gatewayFlows(environment: Environment, engines: Engines): Flows {
  const { cluster, servers } = environment;
  const peers: Flow = { peer: gatewayPeer(environment), port: gatewayPorts.policy };
  const used = [...new Set(servers.map(({ engine }) => engine))].flatMap((engine) => engines.get(engine) ?? []);
  return {
    ingress: [
      peers,
      ...(cluster.monitoring === undefined ? [] : [{ peer: cluster.monitoring, port: gatewayPorts.metrics }]),
    ],
    entrances: entrances(environment),
    egress: [
      peers,
      ...used.map(({ name, contract: { port } }) => ({
        peer: {
          namespace: cluster.namespaces.serving,
          podLabels: { 'app.kubernetes.io/name': name, ...ofPlatform },
        },
        port,
      })),
    ],
    dns: cluster.dns,
  };
}
