/**
 * A further version of an environment rolls out with its quota in force, and takes from service no more than the plan
 * says.
 */
import { expect, test } from '@jest/globals';
import { sharedNames } from '../../../lib/plan/names';
import { count } from '../claims';
import { secondsSince } from '../../figures/figures';
import { deliver } from '../world/deliver';
import { nextVersion, type Pace } from '../world/change';
import { fewestEndpoints } from '../world/service-watch';
import {
  batchOf,
  isOf,
  misplaced,
  namespacesOf,
  podsOf,
  pushedOut,
  refusals,
  toServe,
  untilAllServe,
} from '../world/roll-call';
import type { Site, World } from '../world/world';
import { displacedInRollout, promisedInRollout, shortfalls } from './promised';
import { llamaServersOf } from '../../plan/fixtures/servers';

/** Longer than a step of a rollout takes a controller, so that pods overlap as they do in a cluster. */
const usualPace: Pace = { readyAfter: '300ms', goneAfter: '200ms' };

/** What a rollout should not do, each empty when all is well. */
interface Complaints {
  readonly short: readonly string[];
  readonly preempted: readonly string[];
  readonly misplaced: readonly string[];
  readonly refused: readonly string[];
}

/** Rolls a further version of everything out and says what it did that the plan does not. */
export async function rollOut(
  site: Site,
  end: 'minimum' | 'maximum',
  version: number,
  pace = usualPace,
): Promise<Complaints> {
  const { plane, plan, input } = site;
  const before = {
    refused: await refusals(site),
    pushed: await pushedOut(site),
    pods: toServe(await podsOf(site)).length,
  };
  const fewest = await fewestEndpoints(plane.client, namespacesOf(plan), () =>
    deliver(plane.client, nextVersion(input, version, pace)),
  );
  // Who was pushed out late returns when the others are done.
  const pods = await untilAllServe(site, before.pods);
  const pushed = (await pushedOut(site)).filter((line) => !before.pushed.includes(line));
  const giveWay = [...batchOf(plan), ...displacedInRollout(plan)];
  return {
    // Who may be pushed out, and was, is excused.
    short: shortfalls(fewest, promisedInRollout(plan, end)).filter((line) => {
      const [service = ''] = line.split(':');
      return !(giveWay.includes(service) && pushed.some((pod) => isOf(pod, [service])));
    }),
    preempted: pushed.filter((line) => !isOf(line, giveWay)),
    misplaced: misplaced(pods, site),
    refused: (await refusals(site)).filter((text) => !before.refused.includes(text)),
  };
}

/** @param version - counts up, so that every workload changes each time */
export function rollouts(
  end: 'minimum' | 'maximum',
  version: number,
  world: () => World,
  note: (column: string, value: string) => void,
): void {
  test(`a change of every workload rolls out at ${end} replicas, serving as planned meanwhile`, async () => {
    const { plane, plan } = world();
    const templates = async () =>
      new Map((await plane.client.list('ReplicaSet')).map(({ metadata }) => [metadata?.name ?? '', metadata?.uid]));
    const before = await templates();
    const start = Date.now();
    expect(await rollOut(world(), end, version)).toEqual({ short: [], preempted: [], misplaced: [], refused: [] });
    const seconds = secondsSince(start);
    note(`rollout at ${end}`, `${seconds.toFixed(1)} s`);

    const fresh = [...(await templates()).keys()].filter((name) => !before.has(name));
    const weightsServers = plan.environment.cluster.weights.kind === 'direct' ? [] : [sharedNames.weightsServer];
    for (const name of [...llamaServersOf(plan).map(({ workload }) => workload.name), ...weightsServers]) {
      expect(fresh).toContainEqual(expect.stringMatching(new RegExp(`^${name}-[a-z0-9]+$`)));
    }
    count('rollouts', { rollouts: 1, seconds });
  });
}
