/** A further version of an environment rolls out with its quota in force, and takes from service no more than the plan says. */
import { expect, test } from '@jest/globals';
import type { Plan } from '../../../lib/plan/plan';
import { deliver } from '../world/deliver';
import { nextVersion } from '../world/change';
import { fewestEndpoints } from '../world/service-watch';
import { idle, misplaced, podsOf, preempted, refusals } from '../world/roll-call';
import type { World } from '../world/world';

/** Longer than a step of a rollout takes a controller, so that pods overlap as they do in a cluster. */
const pace = { readyAfter: '300ms', goneAfter: '200ms' };

/** Fewest pods that serve while everything is replaced, by Service. */
function promised({ llamaServers, ollamaFleets }: Plan, end: 'minimum' | 'maximum'): ReadonlyMap<string, number> {
  return new Map([
    ...llamaServers.map(({ workload, replicas, rollout: { value } }) => {
      const count = end === 'minimum' ? replicas.min : replicas.max;
      return [workload.name, value.type === 'Recreate' ? 0 : count - value.maxUnavailable] as const;
    }),
    ...ollamaFleets.map(({ workload, rolloutMaxUnavailable }) => [workload.name, workload.replicas - rolloutMaxUnavailable.value] as const),
  ]);
}

/** @param version - counts up, so that every workload changes each time */
export function rollouts(end: 'minimum' | 'maximum', version: number, world: () => World, note: (column: string, value: number) => void): void {
  test(`a change of every workload rolls out at ${end} replicas, serving as planned meanwhile`, async () => {
    const { plane, plan, input } = world();
    const { serving } = plan.environment.cluster.namespaces;
    const refusedBefore = await refusals(world());
    const templates = async () => new Map((await plane.client.list('ReplicaSet')).map(({ metadata }) => [metadata?.name ?? '', metadata?.uid]));
    const before = await templates();
    const start = Date.now();
    const fewest = await fewestEndpoints(plane.client, serving, () => deliver(plane.client, nextVersion(input, version, pace)));
    note(`rollout at ${end} ms`, Date.now() - start);

    const fresh = [...(await templates()).keys()].filter((name) => !before.has(name));
    for (const { workload } of plan.llamaServers) expect(fresh).toContainEqual(expect.stringMatching(new RegExp(`^${workload.name}-[a-z0-9]+$`)));
    const short = [...promised(plan, end)].filter(([service, least]) => (fewest.get(service) ?? 0) < least)
      .map(([service, least]) => `${service}: ${fewest.get(service) ?? 'no'} endpoints, promised ${least}`);
    expect(short).toEqual([]);
    expect(await preempted(world())).toEqual([]);
    const pods = await podsOf(world());
    expect({ misplaced: misplaced(pods, world()), idle: idle(pods), refused: await refusals(world()) }).toEqual({ misplaced: [], idle: [], refused: refusedBefore });
  }, 10 * 60_000);
}
