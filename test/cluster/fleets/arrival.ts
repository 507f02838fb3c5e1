/** Engines arrive at a scheduler in one order or another, at their maxima, until everything is at rest. */
import type { IPod } from 'kubernetes-models/v1';
import type { RenderedChart } from '../../../lib';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { waves } from '../../../lib/plan/waves';
import { isReady, unschedulable } from '../client/conditions';
import { waitUntil } from '../client/wait';
import { deliver } from '../world/deliver';
import { objectsIn, wavesOf } from '../world/rendered';
import { instanceOf } from '../world/roll-call';
import type { Plot } from './plot';
import { llamaServersOf } from '../../plan/fixtures/servers';

/** Pods that wait have been judged, and nothing has moved for so long: a preemption takes less, and so does the pause of a scheduler before it tries once more. */
const quietMilliseconds = 3_000;

/** Pods that each engine has at its maximum. */
const maximaOf = ({ plan }: Plot): ReadonlyMap<string, number> =>
  new Map(plan.servers.map(({ workload, replicas }) => [workload.name, replicas.max]));

const isEngine = ({ kind }: Manifest): boolean => kind === 'Deployment' || kind === 'StatefulSet';

/** Charts of engines, one for each workload. */
export const enginesOf = ({ charts }: Plot): readonly RenderedChart[] =>
  charts.filter(({ wave }) => wave === waves.workloads.number);

/** Name of the workload of an engine's chart. */
export const workloadOf = ({ name, manifests }: RenderedChart): string =>
  manifests.find(isEngine)?.metadata.name ?? name;

/** Everything that engines build on. */
export async function layGround({ plane, charts }: Plot): Promise<void> {
  await deliver(plane.client, wavesOf(charts.filter(({ wave }) => wave !== waves.workloads.number)));
}

async function enginePods(plot: Plot): Promise<readonly IPod[]> {
  const { plane, plan } = plot;
  const maxima = maximaOf(plot);
  const pods = await plane.client.list('Pod', { namespace: plan.environment.cluster.namespaces.serving });
  return pods.filter((pod) => maxima.has(instanceOf(pod)));
}

/** The scheduler has found no node for it, and makes no room for it either. */
const waits = (pod: IPod): boolean =>
  pod.spec?.nodeName === undefined && unschedulable(pod) !== undefined && pod.status?.nominatedNodeName === undefined;

/** Where a pod is in its life, as far as it may still change. */
const stateOf = (pod: IPod): string => `${pod.metadata?.uid} ${pod.spec?.nodeName} ${waits(pod)} ${isReady(pod)}`;

/** Waits until every pod of these workloads is ready or found to have no node, and returns those that wait. */
async function atRest(plot: Plot, workloads: readonly string[]): Promise<readonly IPod[]> {
  const maxima = maximaOf(plot);
  const wanted = workloads.reduce((sum, name) => sum + (maxima.get(name) ?? 0), 0);
  let [seen, since] = ['', Date.now()];
  const pods = await waitUntil(
    `${plot.plan.environment.name} is at rest`,
    () => enginePods(plot),
    (found) => {
      const now = found.map(stateOf).sort().join();
      if (now !== seen) [seen, since] = [now, Date.now()];
      if (found.length !== wanted || found.some(({ metadata }) => metadata?.deletionTimestamp !== undefined))
        return false;
      if (found.every(isReady)) return true;
      return found.every((pod) => isReady(pod) || waits(pod)) && Date.now() - since > quietMilliseconds;
    },
    { describe: (found) => (found as readonly IPod[]).map((pod) => `${pod.metadata?.name} ${stateOf(pod)}`) },
  );
  return pods.filter((pod) => !isReady(pod));
}

/** Applies an engine, and asks for as many pods as it may have. */
async function arriveOne(plot: Plot, chart: RenderedChart): Promise<void> {
  const {
    plane: { client },
    plan,
  } = plot;
  await client.apply(objectsIn([chart]));
  const server = llamaServersOf(plan).find(({ workload }) => workload.name === workloadOf(chart));
  if (server === undefined || server.replicas.min === server.replicas.max) return;
  await client.patch(
    'Deployment',
    server.workload.name,
    plan.environment.cluster.namespaces.serving,
    { spec: { replicas: server.replicas.max } },
    'scale',
  );
}

/**
 * Applies the engines in this order, and returns the pods that wait at rest.
 *
 * @param oneByOne - each finds its nodes before the next comes; else all come at once, as `kubectl apply -k` sends them
 */
export async function arrive(plot: Plot, order: readonly RenderedChart[], oneByOne: boolean): Promise<readonly IPod[]> {
  const names = order.map(workloadOf);
  for (const [i, chart] of order.entries()) {
    await arriveOne(plot, chart);
    if (oneByOne && i < order.length - 1) await atRest(plot, names.slice(0, i + 1));
  }
  return atRest(plot, names);
}

/** Takes the engines away again, so that they can arrive in another order. */
export async function leave(plot: Plot): Promise<void> {
  await plot.plane.client.delete(objectsIn(enginesOf(plot)).filter(isEngine), { gracePeriodSeconds: 0 });
  await waitUntil(
    `${plot.plan.environment.name} has left`,
    () => enginePods(plot),
    (pods) => pods.length === 0,
  );
}
