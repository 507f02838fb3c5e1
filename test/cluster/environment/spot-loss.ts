/** All spot nodes vanish at once, without notice: what people wait for is served again by what remains. */
import { expect, test } from '@jest/globals';
import { waitUntil } from '../client/wait';
import { count } from '../claims';
import { secondsSince } from '../../figures/figures';
import { vanishNode } from '../nodes';
import { idle, instanceOf, misplaced, podsOf, preempted } from '../world/roll-call';
import { scaleTo } from '../world/scale';
import type { World } from '../world/world';
import { llamaServersOf } from '../../plan/fixtures/servers';

export function spotLoss(world: () => World, note: (column: string, value: string) => void): void {
  test('with every spot node gone, interactive models are served, and nobody but batch work is pushed out', async () => {
    const { plane, plan, machines } = world();
    const {
      environment: { nodePools },
    } = plan;
    await scaleTo('min', world());
    const spot = Object.values(nodePools)
      .filter(({ capacity }) => capacity === 'spot')
      .flatMap(({ name }) => machines.get(name) ?? []);
    const before = await preempted(world());
    const start = Date.now();
    for (const { metadata } of spot) await vanishNode(plane.client, metadata?.name ?? '');
    const interactive = llamaServersOf(plan).filter(({ workload }) => workload.priority === 'interactive');
    const names = new Set(interactive.map(({ workload }) => workload.name));
    // Pods are counted, since a Deployment's status goes on for a moment as if nothing had happened.
    const wanted = interactive.reduce((sum, { replicas }) => sum + replicas.min, 0);
    const pods = await waitUntil(
      'interactive models are served',
      async () => (await podsOf(world())).filter((pod) => names.has(instanceOf(pod))),
      (found) => found.length === wanted && idle(found).length === 0,
    );
    const seconds = secondsSince(start);
    note('spot loss', `${seconds.toFixed(1)} s`);
    expect(misplaced(pods, world())).toEqual([]);
    expect((await preempted(world())).filter((text) => !before.includes(text))).toEqual([]);
    count('spot', { environments: 1, nodes: spot.length, seconds });
  });
}
