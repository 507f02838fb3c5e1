/** The gateway of an environment, computed: how long a pod of it waits for answers, and which answers are longer. */
import {
  addDurations,
  derived,
  type Derived,
  type Duration,
  durationText,
  familyFacts,
  minutes,
  seconds,
} from '../../core';
import type { Environment, Gateway } from '../../environment';
import { envoyBootstrap, type GatewayClientsFile, gatewayFolders, gatewayPaths, gatewayPorts } from '../../gateway';
import { endpointPropagation, shutdown } from '../../sizing';
import type { GatewayPlan, ServerPlan } from '../plan';
import { poolsOf } from '../scheduling';
import { gatewayWants } from '../support';
import { bodySizes, gatewayModels } from './models';
import { timeToEnd } from '../workloads/time';

/** The clients in the order of their names: that of an overlay does not matter. */
const clientsOf = ({ clients }: Gateway): GatewayClientsFile =>
  Object.fromEntries(Object.entries(clients).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Time beside answers that a pod needs to end. */
const around: Duration = addDurations(endpointPropagation, shutdown.value);

/** The shortest time that the pools of the gateway give a pod to end; none where nothing bounds it. */
function patience(environment: Environment, { pools }: Gateway): Derived<Duration> | undefined {
  const times = poolsOf(environment, pools).flatMap((pool) => timeToEnd(pool) ?? []);
  return times.reduce<Derived<Duration> | undefined>(
    (least, next) => (least === undefined || next.value < least.value ? next : least),
    undefined,
  );
}

/** Whether a Gateway or an Ingress in front of the gateway ends TLS. */
const isBehindEdge = ({ expose: { by } }: Gateway): boolean => by === 'gateway-api' || by === 'ingress';

/**
 * Connections of clients that one pod takes: they may wait for an answer, or be kept for the next request. The same for
 * any models, since another number replaces pods.
 */
const maxConnections = 8192;

/** Times that a pod which ends waits for answers, in steps: one more model seldom replaces pods. */
const waits = [10, 20, 30, 60, 120].map(minutes);

/** Share of the container's memory that Envoy's heap may have; the rest is for its code, threads and sockets. */
const heapShare = 0.8;

/** Envoy's configuration: the files of every gateway are in the same places. */
const envoyOf = (environment: Environment, gateway: Gateway): object =>
  envoyBootstrap({
    ports: gatewayPorts,
    files: gatewayPaths,
    address: familyFacts(environment.cluster.families).every,
    takesBoth: familyFacts(environment.cluster.families).takesBoth,
    tls:
      gateway.tls === 'none' || isBehindEdge(gateway)
        ? undefined
        : { certificate: gatewayFolders.tls, config: gatewayFolders.config },
    trustedHops: gateway.trustedHops,
    // The policy knows which model takes images; a change of models must not replace pods.
    maxBody: bodySizes.images,
    maxConnections,
    maxHeap: Math.floor(gatewayWants(environment).envoy.memory * heapShare),
  });

export function planGateway(environment: Environment, gateway: Gateway, servers: readonly ServerPlan[]): GatewayPlan {
  const answers = servers.map(({ workload, budgets }) => ({ workload: workload.key, answer: budgets.drain.value }));
  const longest = answers.reduce((most, next) => (next.answer > most.answer ? next : most), {
    workload: 'no model',
    answer: seconds(0),
  });
  const given = patience(environment, gateway);
  const room = seconds(given === undefined ? Infinity : Math.max(0, given.value - around));
  const slots = servers.reduce(
    (sum, { workload: { settings }, replicas: { max } }) => sum + settings.parallel * max,
    0,
  );
  const wait = waits.find((each) => each >= longest.answer) ?? longest.answer;
  return {
    ...gatewayModels(environment, servers),
    clients: clientsOf(gateway),
    bootstrap: envoyOf(environment, gateway),
    longestAnswer:
      wait <= room
        ? derived(wait, `in steps, the longest answer is ${durationText(longest.answer)}, of ${longest.workload}`)
        : derived(room, `${given?.because}, and ${durationText(around)} are needed beside answers`),
    cuts: answers.filter(({ answer }) => answer > room),
    slots,
  };
}
