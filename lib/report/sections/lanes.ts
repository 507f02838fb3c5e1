/** What the pods of a workload do while it changes and while a node drains, each for as long as its budget allows. */
import type { ServerPlan } from '../../plan';
import { drainDeadline, endpointPropagation } from '../../sizing';
import { legend } from '../html/legend';
import type { Lane, Step } from '../svg/timeline';

/** What the steps of a time line are, in their order. */
export const stepLegend = legend([
  ['staging', 'copies its weights'],
  ['startup', 'loads its model'],
  ['serving', 'serves'],
  ['draining', 'finishes its answers'],
  ['ending', 'ends'],
]);

/** From the deletion of a pod to its end. */
function ending({ budgets }: ServerPlan, from: number): readonly Step[] {
  const cut = from + Math.max(drainDeadline(budgets), endpointPropagation);
  const end = from + budgets.grace.value;
  return [
    { kind: 'draining', title: 'finishes its answers', from, to: cut },
    { kind: 'ending', title: 'ends', from: cut, to: end },
  ];
}

/** From the creation of a pod until it serves, and on to an end. */
function starting({ budgets: { staging, startup } }: ServerPlan, from: number, end: number): readonly Step[] {
  const [copied, ready] = [from + staging.value, from + staging.value + startup.value];
  return [
    { kind: 'staging', title: 'copies its weights', from, to: copied },
    { kind: 'startup', title: 'loads its model', from: copied, to: ready },
    ...(ready < end ? [{ kind: 'serving', title: 'serves', from: ready, to: end }] : []),
  ];
}

const startTime = ({ budgets: { staging, startup } }: ServerPlan): number => staging.value + startup.value;

/** Whether a rollout ends a pod before the one that takes its place starts. */
const endsFirst = ({ replacement }: ServerPlan): boolean =>
  replacement.by === 'stateful-set' ||
  replacement.rollout.value.type === 'Recreate' ||
  replacement.rollout.value.maxSurge === 0;

/** One step of a rollout. */
export function rolloutLanes(server: ServerPlan): readonly Lane[] {
  const grace = server.budgets.grace.value;
  if (endsFirst(server))
    return [
      { title: 'former pod', steps: ending(server, 0) },
      { title: 'new pod', steps: starting(server, grace, grace + startTime(server)) },
    ];
  const ready = startTime(server);
  return [
    {
      title: 'former pod',
      steps: [{ kind: 'serving', title: 'serves', from: 0, to: ready }, ...ending(server, ready)],
    },
    { title: 'new pod', steps: starting(server, 0, ready + grace) },
  ];
}

/** One eviction: a Deployment makes a new pod at once, a StatefulSet when the pod of that name is gone. */
export function drainLanes(server: ServerPlan): readonly Lane[] {
  const grace = server.budgets.grace.value;
  const from = server.replacement.by === 'stateful-set' ? grace : 0;
  return [
    { title: 'evicted pod', steps: ending(server, 0) },
    { title: 'new pod', steps: starting(server, from, Math.max(grace, from + startTime(server))) },
  ];
}
