/** The pods of an environment: whose they are, where they run, and what keeps them from running. */
import type { IPod } from 'kubernetes-models/v1';
import { sharedNames } from '../../../lib/plan/names';
import type { Plan } from '../../../lib/plan/plan';
import { supportPools } from '../../../lib/plan/scheduling';
import { isReady, unschedulable } from '../client/conditions';
import { waitUntil } from '../client/wait';
import type { Site } from './world';

/** Namespaces that the environment draws. */
export const namespacesOf = ({
  environment: {
    cluster: { namespaces },
    gateway,
  },
}: Plan): readonly string[] => [
  ...new Set([namespaces.serving, namespaces.store, ...(gateway === undefined ? [] : [namespaces.gateway])]),
];

/** Name of the workload that a pod belongs to. */
export const instanceOf = ({ metadata }: Pick<IPod, 'metadata'>): string =>
  metadata?.labels?.['app.kubernetes.io/instance'] ?? '';

/**
 * Pods of the environment that are not on their way out. The collector's come by the clock, so whether one is there is
 * chance.
 */
export async function podsOf({ plane, plan }: Pick<Site, 'plane' | 'plan'>): Promise<readonly IPod[]> {
  const lists = await Promise.all(namespacesOf(plan).map((namespace) => plane.client.list('Pod', { namespace })));
  return lists
    .flat()
    .filter((pod) => pod.metadata?.deletionTimestamp === undefined && instanceOf(pod) !== sharedNames.collector);
}

/** Pools that the plan allows to each workload; what is not an engine goes where support pods go. */
function poolsByInstance({ environment, servers }: Plan): (instance: string) => readonly string[] {
  const engines = new Map(servers.map(({ workload }) => [workload.name, workload.pools]));
  const support = supportPools(environment).map(({ name }) => name);
  return (instance) => engines.get(instance) ?? support;
}

/**
 * Pods that are where the plan does not allow them, or nowhere: `qwen-7c5 on node cpu-1 of pool cpu, allowed: l40s`.
 */
export function misplaced(
  pods: readonly IPod[],
  { plan, machines }: Pick<Site, 'plan' | 'machines'>,
): readonly string[] {
  const poolOf = new Map(
    [...machines].flatMap(([pool, nodes]) => nodes.map(({ metadata }) => [metadata?.name ?? '', pool] as const)),
  );
  const allowed = poolsByInstance(plan);
  return pods.flatMap((pod) => {
    const node = pod.spec?.nodeName;
    const name = pod.metadata?.name ?? '';
    if (node === undefined) return [`${name} on no node: ${unschedulable(pod) ?? 'not tried yet'}`];
    const pool = poolOf.get(node) ?? '';
    const pools = allowed(instanceOf(pod));
    return pools.includes(pool) ? [] : [`${name} on node ${node} of pool ${pool}, allowed: ${pools.join(', ')}`];
  });
}

/** Pods that should serve: all that have not ended well. */
export const toServe = (pods: readonly IPod[]): readonly IPod[] =>
  pods.filter(({ status }) => status?.phase !== 'Succeeded');

/** Pods that should serve and do not. */
export const idle = (pods: readonly IPod[]): readonly string[] =>
  toServe(pods)
    .filter((pod) => !isReady(pod))
    .map(({ metadata }) => metadata?.name ?? '');

/**
 * Waits until all pods are ready, and returns them.
 *
 * @param least so many pods at least must be there: a controller takes a moment to make the successor of one that was
 * deleted, and to say in a workload's status that it is gone
 */
export const untilAllServe = (site: Pick<Site, 'plane' | 'plan'>, least: number): Promise<readonly IPod[]> =>
  waitUntil(
    `${least} pods are there and ready`,
    () => podsOf(site),
    (pods) => toServe(pods).length >= least && idle(pods).length === 0,
    { describe: (pods) => idle(pods as readonly IPod[]) },
  );

/** Pods that were pushed out for the sake of others: `qwen-7c5: Preempted by pod …`. */
export async function pushedOut({ plane, plan }: Pick<Site, 'plane' | 'plan'>): Promise<readonly string[]> {
  const lists = await Promise.all(
    namespacesOf(plan).map((namespace) => plane.client.list('Event', { namespace, fields: { reason: 'Preempted' } })),
  );
  return lists.flat().map(({ involvedObject: { name = '' }, message = '' }) => `${name}: ${message}`);
}

/** Whether a line about a pod is about a pod of one of these workloads. */
export const isOf = (line: string, workloads: readonly string[]): boolean =>
  workloads.some((workload) => line.startsWith(`${workload}-`));

/** Workloads that always give way. */
export const batchOf = ({ servers }: Plan): readonly string[] =>
  servers.filter(({ workload }) => workload.priority === 'batch').map(({ workload }) => workload.name);

/** Pods that were pushed out and should not have been: nobody should be but batch work. */
export const preempted = async (site: Pick<Site, 'plane' | 'plan'>): Promise<readonly string[]> =>
  (await pushedOut(site)).filter((line) => !isOf(line, batchOf(site.plan)));

/**
 * Two counts of a quota at the same moment, or a server too busy to count: the controller tries again, and it is no
 * refusal.
 */
const isPassing = (message: string): boolean =>
  /the object has been modified|quota evaluation timed out|request timed out|context deadline exceeded/.test(message);

/** Controllers that were refused a pod: by pod security, quota, limit range or an admission policy. */
export async function refusals({ plane, plan }: Pick<Site, 'plane' | 'plan'>): Promise<readonly string[]> {
  const lists = await Promise.all(
    namespacesOf(plan).map((namespace) =>
      plane.client.list('Event', { namespace, fields: { reason: 'FailedCreate' } }),
    ),
  );
  return lists
    .flat()
    .map(({ message = '' }) => message)
    .filter((message) => !isPassing(message));
}
