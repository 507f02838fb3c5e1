/** The flows that each pod needs, from the environment alone: no other flow is allowed. */
import {
  addressesOf,
  type Flow,
  type Flows,
  ofPlatform,
  type PodPeer,
  podsOf,
  policyRules,
  publicAddresses,
  selectorLabels,
} from '../../../kubernetes/draw';
import { postgresExporterPort, postgresPort, valkeyPort } from '../../../catalog';
import { backupRoute, type Database, type Environment } from '../../../environment';
import { loaderName, type ServerPlan, sharedNames, type SupportTraffic } from '../../../plan';
import type { Evidence } from '../../evidence';
import type { Pod } from '../../pods';
import { gatewayFlows, gatewayPeer } from '../../gateway';
import { flowsOf, type SingleFlow } from './flow';

const none: Flows = { ingress: [], egress: [] };

/** Local tiers that a stager fills from the weights server. */
const staged: readonly string[] = ['ephemeral', 'csi', 'static'];

/** Metrics in. */
const scrapes = (peer: Flow['peer'] | undefined, ports: readonly number[]): readonly Flow[] =>
  peer === undefined ? [] : ports.map((port) => ({ peer, port }));

/** Requests and metrics in; the weights server out, where weights are staged. */
function engine({ workload, exporter }: ServerPlan, { plan: { environment, support }, engines }: Evidence): Flows {
  const { cluster } = environment;
  const contract = engines.get(workload.engine)?.contract;
  if (contract === undefined) return none;
  const gateway = environment.gateway === undefined ? undefined : gatewayPeer(environment);
  const ports = (contract.metrics === undefined ? [] : [contract.port]).concat(
    exporter === undefined ? [] : (engines.get(workload.engine)?.exporter?.port ?? []),
  );
  const ingress = [
    ...[gateway, cluster.requestsFrom].flatMap((peer): Flow[] =>
      peer === undefined ? [] : [{ peer, port: contract.port }],
    ),
    ...scrapes(cluster.monitoring, ports),
  ];
  if (!staged.includes(workload.local.kind)) return { ingress, egress: [] };
  const egress = support
    .filter(({ name }) => name === sharedNames.weightsServer)
    .flatMap(({ name, component, namespace, traffic: { port } }) =>
      port === undefined
        ? []
        : [{ peer: { namespace, podLabels: selectorLabels({ component, instance: name }) }, port }],
    );
  return { ingress, egress };
}

const podsOfDatabase = ({ name }: Database, { namespaces }: Environment['cluster']): PodPeer => ({
  namespace: namespaces.serving,
  podLabels: selectorLabels({ component: 'postgres', instance: name }),
});

/** The pods that dump a database. */
const backupsOf = (name: string, support: Evidence['plan']['support']): readonly PodPeer[] =>
  support
    .filter(({ traffic: { backups = false, database } }) => backups && database?.name === name)
    .map(({ namespace, component, name: instance }) => ({
      namespace,
      podLabels: selectorLabels({ component, instance }),
    }));

/** Its clients and its backup in; metrics where they are scraped. */
const databaseFlows = (
  { name, clients }: Database,
  { environment: { cluster, monitoring }, support }: Evidence['plan'],
): Flows => ({
  ingress: [
    ...[...clients, ...backupsOf(name, support)].map((peer) => ({ peer, port: postgresPort })),
    ...(monitoring === undefined ? [] : scrapes(cluster.monitoring, [postgresExporterPort])),
  ],
  egress: [],
});

/** The traffic of a workload beside the engines: to its port from the serving namespace, and out to what it downloads. */
function besideEngines(
  { port, metrics = false, downloads = false, backups = false, database, cache }: SupportTraffic,
  plan: Evidence['plan'],
  instance: string | undefined,
): Flows {
  const {
    environment: { cluster, backup },
    loaders,
  } = plan;
  if (backups && backup !== undefined) {
    const route = backupRoute(backup.to);
    const dumped: readonly Flow[] =
      database === undefined ? [] : [{ peer: podsOfDatabase(database, cluster), port: postgresPort }];
    return {
      ingress: [],
      egress: [...podsOf(route), ...dumped],
      dns: cluster.dns,
      addresses: addressesOf(route, cluster.families),
    };
  }
  if (database !== undefined) return databaseFlows(database, plan);
  if (cache !== undefined) return { ingress: cache.clients.map((peer) => ({ peer, port: valkeyPort })), egress: [] };
  const clients = { namespace: cluster.namespaces.serving, podLabels: ofPlatform };
  const ingress =
    port === undefined ? [] : [{ peer: clients, port }, ...(metrics ? scrapes(cluster.monitoring, [port]) : [])];
  if (!downloads) return { ingress, egress: [] };
  const { endpoints } = cluster.downloads;
  const route = loaders.find(({ key }) => loaderName(key) === instance)?.route;
  // What is copied from a volume needs no name and no address.
  if (route?.to === 'nowhere') return { ingress, egress: [] };
  const addresses =
    route === undefined ? (endpoints ?? publicAddresses(cluster.families)) : addressesOf(route, cluster.families);
  return { ingress, egress: route === undefined ? [] : podsOf(route), dns: cluster.dns, addresses };
}

function planned(pod: Pod, evidence: Evidence): Flows {
  const serving = evidence.planOf(pod);
  if (serving !== undefined) return engine(serving, evidence);
  const { plan } = evidence;
  const alike = plan.support.filter(({ component }) => component === pod.labels['app.kubernetes.io/name']);
  const beside = alike.find(({ name }) => name === pod.labels['app.kubernetes.io/instance']) ?? alike[0];
  if (beside?.traffic.gateway === true) return gatewayFlows(plan.environment, evidence.engines);
  return beside === undefined ? none : besideEngines(beside.traffic, plan, pod.labels['app.kubernetes.io/instance']);
}

/** The flows that the plan has for a pod. */
export const plannedFlows = (pod: Pod, evidence: Evidence): readonly SingleFlow[] =>
  flowsOf(policyRules(planned(pod, evidence)), pod.namespace);
