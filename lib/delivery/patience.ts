/** How long a controller waits for a unit before it calls it failed: the plan's budgets, never a number for all. */
import { addDurations, durationText, minutes, seconds, type Duration } from '../core/duration';
import { derived, type Derived } from '../core/derived';
import type { LlamaServerPlan, OllamaFleetPlan, Plan } from '../plan/plan';
import type { Unit } from './unit';

/** What objects without pods take, with a server that is busy. */
const withoutPods = derived(minutes(5), 'objects without pods: 5 min');

/** How often a rollout replaces pods until all are new. */
function steps(server: LlamaServerPlan | OllamaFleetPlan): number {
  if (!('rollout' in server)) return Math.ceil(server.workload.replicas / Math.max(1, server.rolloutMaxUnavailable.value));
  const { value: strategy } = server.rollout;
  return strategy.type === 'Recreate' ? 1 : Math.ceil(server.replicas.max / Math.max(1, strategy.maxSurge + strategy.maxUnavailable));
}

function ofServer({ loaders }: Plan, server: LlamaServerPlan | OllamaFleetPlan): Derived<Duration> {
  const arrival = loaders
    .filter(({ neededBy }) => neededBy.includes(server.workload.name))
    .reduce<Duration>((longest, { deadline }) => (deadline.value > longest ? deadline.value : longest), seconds(0));
  const count = steps(server);
  const { progressDeadline } = server.budgets;
  const total = addDurations(arrival, seconds(count * progressDeadline.value));
  const replacing = `${count} × ${durationText(progressDeadline.value)} to replace its pods`;
  return derived(total, `${durationText(total)}: ${durationText(arrival)} for its weights to arrive, then ${replacing}`);
}

/** Time that a Deployment may stand still when it does not say. */
const defaultDeadline = minutes(10);

/** Time of whatever else runs pods: what its own objects say. */
function ofManifests({ manifests }: Unit): Derived<Duration> {
  const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
  if (deployments.length === 0) return withoutPods;
  const deadlines = deployments.map(({ spec }) => (spec as { progressDeadlineSeconds?: number }).progressDeadlineSeconds ?? defaultDeadline);
  const longest = seconds(Math.max(...deadlines));
  return derived(longest, `${durationText(longest)}: the longest time that a rollout of it may stand still`);
}

/** Time for each unit of a plan, by name. */
export function patience(plan: Plan): (unit: Unit) => Derived<Duration> {
  const known = new Map<string, Derived<Duration>>([
    ...plan.loaders.map(({ name, deadline }) => [`load-${name}`, derived(deadline.value, deadline.because)] as const),
    ...plan.llamaServers.map((server) => [`model-${server.workload.name}`, ofServer(plan, server)] as const),
    ...plan.ollamaFleets.map((fleet) => [`fleet-${fleet.workload.name}`, ofServer(plan, fleet)] as const),
  ]);
  return (unit) => known.get(unit.name) ?? ofManifests(unit);
}
