/** How long Pulumi waits for an object: the plan's budgets, never a number for all. */
import type { IDeployment, IStatefulSet } from 'kubernetes-models/apps/v1';
import type { IJob } from 'kubernetes-models/batch/v1';
import { addDurations, minutes, seconds, type Duration, type LlamaServerPlan, type Manifest, type OllamaFleetPlan, type Plan } from '../../lib';

/** Longest times of each operation. */
export interface Times {
  readonly create: Duration;
  readonly update: Duration;
  readonly delete: Duration;
}

type Server = LlamaServerPlan | OllamaFleetPlan;

/** What an object without pods takes, with a server that is busy. */
const withoutPods = minutes(5);

/** Time that a rollout may stand still when it does not say. @see progressDeadlineSeconds of a Deployment */
const defaultDeadline = minutes(10);

/** Time that a pod may take to end when it does not say. @see terminationGracePeriodSeconds of a pod */
const defaultGrace = seconds(30);

const longest = (durations: readonly Duration[]): Duration => durations.reduce((most, each) => (each > most ? each : most), seconds(0));

/** How often a rollout replaces pods until all are new. */
function steps(server: Server): number {
  if (!('rollout' in server)) return Math.ceil(server.workload.replicas / Math.max(1, server.rolloutMaxUnavailable.value));
  const { value: strategy } = server.rollout;
  return strategy.type === 'Recreate' ? 1 : Math.ceil(server.replicas.max / Math.max(1, strategy.maxSurge + strategy.maxUnavailable));
}

/** Pods that are new all start at once; a rollout goes step by step. Both wait for the weights. */
function ofServer({ loaders }: Plan, server: Server): Pick<Times, 'create' | 'update'> {
  const arrival = longest(loaders.filter(({ neededBy }) => neededBy.includes(server.workload.name)).map(({ deadline }) => deadline.value));
  const { value: progress } = server.budgets.progressDeadline;
  return { create: addDurations(arrival, progress), update: addDurations(arrival, seconds(steps(server) * progress)) };
}

/** The engine that a workload of the serving namespace runs. */
function serverOf({ environment, llamaServers, ollamaFleets }: Plan, { metadata }: Manifest): Server | undefined {
  if (metadata.namespace !== environment.cluster.namespaces.serving) return undefined;
  return [...llamaServers, ...ollamaFleets].find(({ workload }) => workload.name === metadata.name);
}

const rollout = (manifest: Manifest): Duration => {
  const { progressDeadlineSeconds } = (manifest as unknown as IDeployment).spec ?? {};
  return progressDeadlineSeconds === undefined ? defaultDeadline : seconds(progressDeadlineSeconds);
};

function untilReady(manifest: Manifest, plan: Plan): Pick<Times, 'create' | 'update'> {
  const alike = (time: Duration) => ({ create: time, update: time });
  if (manifest.kind === 'Job') {
    const { activeDeadlineSeconds } = (manifest as unknown as IJob).spec ?? {};
    return alike(activeDeadlineSeconds === undefined ? defaultDeadline : seconds(activeDeadlineSeconds));
  }
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet') return alike(withoutPods);
  const server = serverOf(plan, manifest);
  return server === undefined ? alike(rollout(manifest)) : ofServer(plan, server);
}

/** The provider waits until the last pod is gone. */
function untilGone(manifest: Manifest): Duration {
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet' && manifest.kind !== 'Job') return withoutPods;
  const { terminationGracePeriodSeconds: grace } = (manifest as unknown as IStatefulSet).spec?.template.spec ?? {};
  return addDurations(withoutPods, grace === undefined ? defaultGrace : seconds(grace));
}

/** The times of an object, in whole seconds. */
export function timesOf(manifest: Manifest, plan: Plan): Times {
  const { create, update } = untilReady(manifest, plan);
  const whole = (time: Duration): Duration => seconds(Math.ceil(time));
  return { create: whole(create), update: whole(update), delete: whole(untilGone(manifest)) };
}
