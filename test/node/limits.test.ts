/**
 * What limits do on a node: a volume that holds more than it may takes its pod away, a process that takes more memory
 * than its container may have is killed alone, and files that are read and written are no such memory.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IContainer, IPod } from 'kubernetes-models/v1';
import { gib } from '../../lib';
import { unitsOf } from '../../lib/core/quantity';
import { waitUntil } from '../cluster/client/wait';
import { slow } from '../engines/support/tiny-model';
import { count } from './claims';
import { completion } from './stand/asking';
import { cgroupOf, startedAs, startedIn, type Started } from './stand/containers';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { podsWith } from './stand/order';
import { NodeWorld } from './stand/world';

const tiny = hubModel('tiny');
/** A file of a gigabyte: four times the memory of what brings it. */
const large = hubModel('large', { ...slow, blockCount: 72 }, 2);
const store = 'model-store';

/** Memory of a container, as the kernel counts it. */
interface Memory {
  readonly limit: number;
  /** At most, with the pages of files. */
  readonly peak: number;
  /** Of its processes alone, at most of what was seen. */
  readonly anonymous: number;
  readonly kills: number;
}

function memoryOf(folder: string): Memory {
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const of = (file: string, field: string): number =>
    Number(new RegExp(`^${field} (\\d+)$`, 'm').exec(read(file))?.[1] ?? 0);
  return {
    limit: Number(read('memory.limit_in_bytes')),
    peak: Number(read('memory.max_usage_in_bytes')),
    anonymous: of('memory.stat', 'total_rss'),
    kills: of('memory.oom_control', 'oom_kill'),
  };
}

/** Looks at the memory of a container from its start to its end. */
async function watchMemory(world: NodeWorld, pod: () => Promise<IPod | undefined>, name: string): Promise<Memory> {
  const started = await waitUntil(
    `container ${name} is started`,
    async () => startedIn((await pod()) as IPod).find((each) => each.name === name),
    (found) => found !== undefined && cgroupOf(world.stand, found, 'memory') !== undefined,
    { seconds: 300 },
  );
  const folder = cgroupOf(world.stand, started as Started, 'memory') ?? '';
  let last: Memory | undefined;
  for (const deadline = Date.now() + 540_000; Date.now() < deadline; await sleep(20)) {
    try {
      const now = memoryOf(folder);
      last = { ...now, anonymous: Math.max(now.anonymous, last?.anonymous ?? 0) };
    } catch {
      // It has ended.
      break;
    }
  }
  if (last === undefined) throw new Error(`container ${name} ended before it was looked at`);
  return last;
}

const containerOf = ({ spec }: IPod, name: string): IContainer | undefined =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].find((each) => each.name === name);

let world: NodeWorld;
/** The memory of the loader and of the stager of the large model, until they end. */
let watched: Promise<readonly Memory[]>;

const oneOf = async (pods: Promise<readonly IPod[]>): Promise<IPod | undefined> => (await pods)[0];

const restarts = async (): Promise<readonly string[]> => {
  const pods = await world.stand.client.list('Pod', { namespace: world.namespace });
  return pods.flatMap((pod) =>
    startedIn(pod)
      .filter(({ status }) => status.restartCount > 0)
      .map(({ name }) => `${pod.metadata?.name} ${name}`),
  );
};

beforeAll(async () => {
  const input = nodeEnvironment({
    name: 'node-limits',
    catalog: { tiny: tiny.entry, large: large.entry },
    weights: { ...sharedStore, capacity: gib(3) },
    models: {
      tiny: { weights: 'tiny', settings: smallSettings },
      large: { weights: 'large', settings: { ...smallSettings, contextLength: 512, maxOutputLength: 64 } },
    },
  });
  world = await NodeWorld.start(input, { images: ['curl', 'nginx', 'llama-server'] });
  serveAll(world.stand.hub, [tiny, large]);
  await world.apply();
  watched = Promise.all([
    watchMemory(world, () => oneOf(podsWith(world, store, { instance: 'load-large' })), 'loader'),
    watchMemory(world, () => oneOf(world.pods('large')), 'stager'),
  ]);
  watched.catch(() => undefined);
  await world.ready('tiny');
});
afterAll(() => world?.end());

describe('a container that takes more memory than its limit', () => {
  it('loses the process that grew, and nothing else ends', async () => {
    const [pod] = (await world.pods('tiny')) as readonly [IPod];
    const folder = cgroupOf(world.stand, startedAs(pod, 'llama-server'), 'memory') ?? '';
    const { memory } = containerOf(pod, 'llama-server')?.resources?.limits ?? {};
    const limit = unitsOf(memory) ?? NaN;
    expect(memoryOf(folder).limit).toBe(limit);
    const grow = `text=$(head -c ${2 * limit} /dev/zero | tr '\\0' a)`;
    const grown = await world.stand.kubectl.try(
      ['exec', '-n', world.namespace, pod.metadata?.name ?? '', '--', 'bash', '-c', grow],
      { seconds: 180 },
    );
    expect(grown.code).toBe(137);
    expect(memoryOf(folder)).toMatchObject({ kills: 1 });
    expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
    expect(await restarts()).toEqual([]);
    count('limits', { 'processes killed': 1 });
  });
});

describe('an emptyDir that holds more than its limit', () => {
  it('takes its pod away, which is replaced while the other one serves', async () => {
    const servers = () => podsWith(world, store, { instance: 'weights-server' });
    const [pod] = (await servers()) as readonly [IPod];
    const limit = pod.spec?.volumes?.find(({ name }) => name === 'tmp')?.emptyDir?.sizeLimit;
    const bytes = (unitsOf(limit) ?? 0) + 16 * 2 ** 20;
    const name = pod.metadata?.name ?? '';
    const fill = `head -c ${bytes} /dev/zero > /tmp/full`;
    await world.stand.kubectl.run(['exec', '-n', store, name, '--', 'sh', '-c', fill]);
    const least = { ready: 2 };
    const { client } = world.stand;
    await waitUntil(
      'the pod is evicted and replaced',
      async () => {
        const { status } = await client.get('Deployment', 'weights-server', store);
        least.ready = Math.min(least.ready, status?.readyReplicas ?? 0);
        return servers();
      },
      (pods) =>
        pods.some(({ metadata, status }) => metadata?.name === name && status?.phase !== 'Running') &&
        pods.filter(({ status }) =>
          status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True'),
        ).length === 2,
      {
        seconds: 240,
        describe: (pods) => (pods as readonly IPod[]).map(({ metadata, status }) => [metadata?.name, status?.phase]),
      },
    );
    // Not by the pod's phase: that is of its processes, and nginx may end well before it is noted.
    const selector = `involvedObject.name=${name},reason=Evicted`;
    const print = ['-o', 'jsonpath={.items[*].message}'];
    await waitUntil(
      'an event says why',
      () => world.stand.kubectl.run(['get', 'events', '-n', store, '--field-selector', selector, ...print]),
      (events) => events.includes(`Usage of EmptyDir volume "tmp" exceeds the limit "${limit}".`),
      { seconds: 60 },
    );
    expect(least.ready).toBeGreaterThanOrEqual(1);
    count('limits', { 'pods evicted': 1 });
  });
});

describe('a gigabyte through a loader and a stager', () => {
  it('fills their memory with pages of files, which are given up, and neither is killed', async () => {
    expect(large.content.length).toBeGreaterThan(10 ** 9);
    const [pod] = (await world.ready('large', 1, 540)) as readonly [IPod];
    for (const memory of await watched) {
      expect(memory.limit).toBe(256 * 2 ** 20);
      // It was nearly full, and all that it was full of are pages of files.
      expect(memory.peak).toBeGreaterThan(memory.limit * 0.9);
      expect(memory.peak).toBeLessThanOrEqual(memory.limit);
      expect(memory.anonymous).toBeLessThan(memory.limit / 4);
      expect(memory.kills).toBe(0);
    }
    const stager = startedAs(pod, 'stager').status;
    expect(stager).toMatchObject({ restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } });
    expect((await podsWith(world, store, { instance: 'load-large' })).map(({ status }) => status?.phase)).toEqual([
      'Succeeded',
    ]);
    expect(await completion(world, 'large', 2)).toEqual({ status: 200, tokens: 2 });
    expect(await restarts()).toEqual([]);
    count('limits', {
      'megabytes through 256 MiB': Math.round(large.content.length / 1e6),
    });
  });
});
