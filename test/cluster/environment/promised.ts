/** The service that a plan promises while pods are replaced, by Service, and where a cluster falls short of it. */
import type { Plan } from '../../../lib/plan/plan';

/** Fewest ready endpoints by Service. */
export type Service = ReadonlyMap<string, number>;

/** The workloads beside the engines that have endpoints: Deployments, with their replicas. */
const deployments = ({ support }: Plan): readonly (readonly [string, number])[] =>
  support.flatMap(({ name, controller, replicas }) =>
    controller.kind === 'Deployment' ? [[name, replicas] as const] : [],
  );

/** While every workload is replaced. */
export function promisedInRollout(plan: Plan, end: 'minimum' | 'maximum'): Service {
  return new Map([
    ...plan.servers.map(({ workload, replicas, replacement }) => {
      const count = end === 'minimum' ? replicas.min : replicas.max;
      if (replacement.by === 'stateful-set') return [workload.name, count - replacement.maxUnavailable.value] as const;
      const { value } = replacement.rollout;
      return [workload.name, value.type === 'Recreate' ? 0 : count - value.maxUnavailable] as const;
    }),
    ...deployments(plan).map(([name, count]) => [name, count - 1] as const),
  ]);
}

/** Workloads of which a rollout of others may push pods out. */
export const displacedInRollout = ({ placement }: Plan): readonly string[] =>
  placement.rollouts.flatMap(({ displaces }) => displaces);

/** Workloads that a drain of a node of a pool may leave without room. */
export const outageOf = ({ placement }: Plan, pool: string): readonly string[] =>
  placement.drains.find((each) => each.pool === pool)?.outage.map(({ workload }) => workload) ?? [];

/** Workloads that no budget protects: a drain may take all their pods from a node at once. */
const unprotected = ({ servers }: Plan): readonly string[] =>
  servers.filter(({ maxUnavailable }) => maxUnavailable.value === 'all').map(({ workload }) => workload.name);

/** While a node of a pool is drained, everything being at its maximum. */
export function promisedInDrain(plan: Plan, pool: string): Service {
  const outage = [...outageOf(plan, pool), ...unprotected(plan)];
  const pods = new Map([
    ...plan.servers.map(({ workload, replicas }) => [workload.name, replicas.max] as const),
    ...deployments(plan),
  ]);
  return new Map([...pods].filter(([name]) => !outage.includes(name)).map(([name, count]) => [name, count - 1]));
}

/** `qwen: 1 endpoints, promised 2`. */
export const shortfalls = (seen: Service, promised: Service): readonly string[] =>
  [...promised]
    .filter(([service, least]) => (seen.get(service) ?? 0) < least)
    .map(([service, least]) => `${service}: ${seen.get(service) ?? 'no'} endpoints, promised ${least}`);
