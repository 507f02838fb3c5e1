/** How long one object may take to be made, changed and deleted: the plan's budgets, never a number for all. */
import { addDurations, derived, type Derived, type Duration, durationText, minutes, seconds } from '../core';
import { isKind, type Manifest, type ManifestOf, podTemplate } from '../kubernetes/read';
import { creationTime, type Plan, rolloutTime, type ServerPlan } from '../plan';

/** Longest times of each operation. */
export interface Times {
  readonly create: Derived<Duration>;
  readonly update: Derived<Duration>;
  readonly delete: Derived<Duration>;
}

/** What an object without pods takes, with a server that is busy. */
const withoutPods = derived(minutes(5), 'objects without pods: 5 min');

/** Time that a rollout may stand still when it does not say. @see progressDeadlineSeconds of a Deployment */
const defaultDeadline = minutes(10);

/** Time that a pod may take to end when it does not say. @see terminationGracePeriodSeconds of a pod */
const defaultGrace = seconds(30);

/** Pods that are new all start at once; a rollout goes step by step. Both wait for the weights. */
function ofServer({ loaders }: Plan, server: ServerPlan): Pick<Times, 'create' | 'update'> {
  const arrival = loaders
    .filter(({ neededBy }) => neededBy.includes(server.workload.name))
    .reduce<Duration>((longest, { deadline }) => (deadline.value > longest ? deadline.value : longest), seconds(0));
  const then = ({ value, because }: Derived<Duration>): Derived<Duration> => {
    const total = addDurations(arrival, value);
    return derived(
      total,
      `${durationText(total)}: ${durationText(arrival)} for its weights to arrive, then ${because}`,
    );
  };
  return { create: then(creationTime(server)), update: then(rolloutTime(server)) };
}

/** The engine that a workload of the serving namespace runs. */
function serverOf({ environment, servers }: Plan, { metadata }: Manifest): ServerPlan | undefined {
  if (metadata.namespace !== environment.cluster.namespaces.serving) return undefined;
  return servers.find(({ workload }) => workload.name === metadata.name);
}

const alike = (time: Derived<Duration>): Pick<Times, 'create' | 'update'> => ({ create: time, update: time });

function untilComplete(job: ManifestOf<'Job'>): Derived<Duration> {
  const longest = job.spec?.activeDeadlineSeconds;
  const deadline = longest === undefined ? defaultDeadline : seconds(longest);
  return derived(deadline, `${durationText(deadline)}: the longest time that ${job.metadata.name} may run`);
}

function untilRolledOut(workload: Manifest): Derived<Duration> {
  const longest = isKind(workload, 'Deployment') ? workload.spec?.progressDeadlineSeconds : undefined;
  const deadline = longest === undefined ? defaultDeadline : seconds(longest);
  return derived(deadline, `${durationText(deadline)}: the longest time that its rollout may make no progress`);
}

function untilReady(manifest: Manifest, plan: Plan): Pick<Times, 'create' | 'update'> {
  if (isKind(manifest, 'Job')) return alike(untilComplete(manifest));
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet') return alike(withoutPods);
  const server = serverOf(plan, manifest);
  return server === undefined ? alike(untilRolledOut(manifest)) : ofServer(plan, server);
}

/** Who deletes with foreground propagation waits until the last pod is gone. */
function untilGone(manifest: Manifest): Derived<Duration> {
  if (manifest.kind !== 'Deployment' && manifest.kind !== 'StatefulSet' && manifest.kind !== 'Job') return withoutPods;
  const terminationGracePeriodSeconds = podTemplate(manifest)?.spec?.terminationGracePeriodSeconds;
  const grace = terminationGracePeriodSeconds === undefined ? defaultGrace : seconds(terminationGracePeriodSeconds);
  const total = addDurations(withoutPods.value, grace);
  return derived(
    total,
    `${durationText(total)}: ${durationText(grace)} for its pods to end, and the time for objects without pods`,
  );
}

/** The times of an object. */
export const timesOf = (manifest: Manifest, plan: Plan): Times => ({
  ...untilReady(manifest, plan),
  delete: untilGone(manifest),
});
