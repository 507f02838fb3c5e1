/** The part of a plan that one workload needs. */
import { childPath, refuse, suggest } from '../core';
import type { Plan } from './plan';

/**
 * A plan with one workload and the loaders of its weights; the rest of the platform stays as it is.
 *
 * @throws FaultError with the code `UnknownWorkload`
 */
export function partOf(plan: Plan, name: string): Plan {
  const servers = plan.servers.filter(({ workload }) => workload.name === name);
  if (servers.length === 0) {
    const names = plan.servers.map(({ workload }) => workload.name);
    refuse('UnknownWorkload', childPath(plan.environment.name, 'servers'), `no workload is called '${name}'`, {
      'did you mean': suggest(name, names),
      allowed: names,
    });
  }
  return { ...plan, servers, loaders: plan.loaders.filter(({ neededBy }) => neededBy.includes(name)) };
}
