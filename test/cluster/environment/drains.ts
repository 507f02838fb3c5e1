/**
 * With every replica that is promised a place, each node drains as the plan says: the drain ends, and service goes on
 * where it is promised.
 */
import { expect, test } from '@jest/globals';
import { count } from '../claims';
import { secondsSince } from '../../figures/figures';
import { drain, uncordon } from '../world/drain';
import { fewestEndpoints } from '../world/service-watch';
import { namespacesOf, podsOf, preempted, toServe, untilAllServe } from '../world/roll-call';
import type { Site, World } from '../world/world';
import { promisedInDrain, shortfalls } from './promised';

/** Names of nodes that have pods of the environment which are not over. */
export const inUse = async (site: Site): Promise<readonly string[]> =>
  [
    ...new Set(
      (await podsOf(site))
        .filter(({ status }) => status?.phase === 'Running')
        .flatMap(({ spec }) => spec?.nodeName ?? []),
    ),
  ].sort();

/** Name of the pool that a node is of. */
export const poolOf = ({ machines }: Site, node: string): string =>
  [...machines].find(([, nodes]) => nodes.some(({ metadata }) => metadata?.name === node))?.[0] ?? '';

/**
 * Drains a node, gives it back, and waits until all pods are ready again; says where service fell short, and who was
 * pushed out.
 */
export async function drainAndReturn(
  site: Site,
  node: string,
): Promise<{ readonly short: readonly string[]; readonly preempted: readonly string[] }> {
  const { plane, plan } = site;
  const before = await preempted(site);
  const all = toServe(await podsOf(site)).length;
  const fewest = await fewestEndpoints(plane.client, namespacesOf(plan), () => drain(plane.client, node)).finally(() =>
    uncordon(plane.client, node),
  );
  const short = shortfalls(fewest, promisedInDrain(plan, poolOf(site, node)));
  await untilAllServe(site, all);
  return { short, preempted: (await preempted(site)).filter((text) => !before.includes(text)) };
}

export function drains(world: () => World, note: (column: string, value: string) => void): void {
  test('every node drains with the service that the plan promises, and gives its pods back', async () => {
    const start = Date.now();
    const nodes = await inUse(world());
    for (const node of nodes)
      expect({ node, ...(await drainAndReturn(world(), node)) }).toEqual({ node, short: [], preempted: [] });
    count('drains', { nodes: nodes.length, seconds: secondsSince(start) });
    note('drains', `${nodes.length} nodes, ${secondsSince(start).toFixed(1)} s`);
  });
}
