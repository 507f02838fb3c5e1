/** With every replica that is promised a place, each node drains as the plan says: the drain ends, and service goes on where it is promised. */
import { expect, test } from '@jest/globals';
import type { Plan } from '../../../lib/plan/plan';
import { waitUntil } from '../client/wait';
import { drain, uncordon } from '../world/drain';
import { fewestEndpoints } from '../world/service-watch';
import { idle, podsOf, preempted } from '../world/roll-call';
import type { World } from '../world/world';

/** Names of nodes that have pods of the environment which are not over. */
const inUse = async (world: World): Promise<readonly string[]> =>
  [...new Set((await podsOf(world)).filter(({ status }) => status?.phase === 'Running').flatMap(({ spec }) => spec?.nodeName ?? []))].sort();

/** Fewest pods that must serve while a node of a pool is drained, by workload. */
function promised({ llamaServers, ollamaFleets, placement }: Plan, pool: string): ReadonlyMap<string, number> {
  const outage = new Set(placement.drains.find((each) => each.pool === pool)?.outage.map(({ workload }) => workload));
  const pods = new Map([
    ...llamaServers.map(({ workload, replicas }) => [workload.name, replicas.max] as const),
    ...ollamaFleets.map(({ workload }) => [workload.name, workload.replicas] as const),
  ]);
  return new Map([...pods].filter(([name]) => !outage.has(name)).map(([name, count]) => [name, count - 1]));
}

export function drains(world: () => World, note: (column: string, value: string) => void): void {
  test('every node drains with the service that the plan promises, and gives its pods back', async () => {
    const { plane, plan, machines } = world();
    const { serving } = plan.environment.cluster.namespaces;
    const poolOf = new Map([...machines].flatMap(([pool, nodes]) => nodes.map(({ metadata }) => [metadata?.name ?? '', pool] as const)));
    const start = Date.now();
    const nodes = await inUse(world());
    for (const node of nodes) {
      const fewest = await fewestEndpoints(plane.client, serving, () => drain(plane.client, node)).finally(() => uncordon(plane.client, node));
      expect({ node, preempted: await preempted(world()) }).toEqual({ node, preempted: [] });
      const short = [...promised(plan, poolOf.get(node) ?? '')].filter(([name, least]) => (fewest.get(name) ?? 0) < least)
        .map(([name, least]) => `${name}: ${fewest.get(name) ?? 'no'} endpoints, promised ${least}`);
      expect({ node, short }).toEqual({ node, short: [] });
      await waitUntil('every pod is ready again', () => podsOf(world()), (pods) => idle(pods).length === 0, { describe: (pods) => idle(pods as Awaited<ReturnType<typeof podsOf>>) });
    }
    note('drains', `${nodes.length} nodes, ${((Date.now() - start) / 1000).toFixed(1)} s`);
  });
}
