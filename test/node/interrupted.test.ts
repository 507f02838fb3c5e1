/**
 * What is interrupted goes on by itself: a loader that is killed, weights servers that are gone, a node that restarts.
 * Behind it, the collector removes what no revision of the environment uses.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../lib';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { render } from '../cluster/world/rendered';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { completion } from './stand/asking';
import { processesOf, startedAs, startedIn } from './stand/containers';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings, type HubModel } from './stand/environment';
import { logOf, podsWith, printed, spansOf } from './stand/order';
import { NodeWorld } from './stand/world';

const tiny = hubModel('tiny');
const former = hubModel('former', undefined, 2);
const later = hubModel('later', undefined, 3);
const store = 'model-store';

/** Seconds for which the weights servers are gone: until a stager pauses for 8 s, or ten minutes. */
const isLong = process.env['LONG'] === '1';
const longAbsence = 600;
/** Milliseconds that the test may take. */
const longest = (isLong ? longAbsence + 300 : 300) * 1000;

const environment = (models: Readonly<Record<string, HubModel>>): EnvironmentInput =>
  nodeEnvironment({
    name: 'node-interrupted',
    catalog: Object.fromEntries(Object.entries(models).map(([name, { entry }]) => [name, entry])),
    weights: sharedStore,
    cluster: { unusedWeights: 'remove' },
    models: Object.fromEntries(Object.keys(models).map((name) => [name, { weights: name, settings: smallSettings }])),
  });

const blobOf = ({ entry }: HubModel): string => `sha256-${entry.files[0]?.sha256}`;

/** Pauses that a stager announced, in seconds and in their order. */
const pausesIn = (log: string): readonly number[] =>
  [...log.matchAll(/(?:resuming at .* in|asking again in) (\d+) s/g)].map(([, seconds]) => Number(seconds));

let world: NodeWorld;

/** Folder of the store, on the node. */
async function storeFolder(): Promise<string> {
  const found = await waitUntil(
    'the store has a volume',
    async () =>
      (await world.stand.client.list('PersistentVolume')).find(({ spec }) => spec?.claimRef?.namespace === store),
    (volume) => volume !== undefined,
  );
  return found?.spec?.local?.path ?? '';
}

const sizeOf = (path: string): number => {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
};

beforeAll(async () => {
  world = await NodeWorld.start(environment({ tiny, former }), { images: ['curl', 'nginx', 'llama-server'] });
  serveAll(world.stand.hub, [tiny, former, later]);
});
afterAll(() => world?.end());

const engine = async (): Promise<IPod | undefined> => (await world.pods('tiny'))[0];
const downloads = (): readonly string[] =>
  world.stand.hub.asked
    .filter(({ name, path }) => name === 'cdn-lfs.huggingface.co' && path === tiny.path)
    .map(({ range }) => range);

describe('a start that is interrupted', () => {
  const enough = 100_000;

  it(
    'goes on where a loader was killed, and where the weights servers were gone',
    async () => {
      world.stand.hub.behave(tiny.path, { bytesPerSecond: 10_000 });
      await world.apply();
      const { kubectl } = world.stand;
      await kubectl.run(['scale', 'deployment', 'weights-server', '--replicas=0', '-n', store]);
      // As if their nodes were gone: one that ends in peace goes on to answer.
      const instance = 'weights-server';
      const end = ['delete', 'pods', '-l', `app.kubernetes.io/instance=${instance}`, '--grace-period=0', '--force'];
      await waitUntil(
        'the weights servers are gone',
        async () => {
          await kubectl.run([...end, '-n', store]);
          return podsWith(world, store, { instance });
        },
        (pods) => pods.length === 0,
        { seconds: 120 },
      );
      const gone = Date.now();

      // SIGKILL, in the middle of the download.
      const partial = join(await storeFolder(), 'partials', blobOf(tiny));
      await waitUntil(
        'a part of the file is there',
        async () => sizeOf(partial),
        (size) => size > enough,
      );
      const [loader] = await podsWith(world, store, { instance: 'load-tiny' });
      const [first = NaN] = processesOf(world.stand, startedAs(loader as IPod, 'loader'));
      process.kill(first, 'SIGKILL');
      world.stand.hub.behave(tiny.path, {});
      await world.stand.client.waitFor(
        'is complete',
        'Job',
        (loader as IPod).metadata?.labels?.['job-name'] ?? '',
        store,
        ({ status }) => status?.succeeded === 1,
      );
      const [start, resumed] = downloads();
      expect(start).toBe('-');
      expect(Number(/^bytes=(\d+)-$/.exec(resumed ?? '')?.[1])).toBeGreaterThan(enough);
      expect(downloads()).toHaveLength(2);

      // Nothing answers, and the stager asks again after longer and longer pauses.
      const log = await printed(world, engine, 'stager', /resuming at 0 B in 8 s/);
      expect(pausesIn(log).slice(0, 4)).toEqual([1, 2, 4, 8]);
      if (isLong) await sleep(Math.max(0, longAbsence - secondsSince(gone)) * 1000);
      const away = secondsSince(gone);
      await world.stand.kubectl.run(['scale', 'deployment', 'weights-server', '--replicas=2', '-n', store]);
      await waitUntil(
        'a weights server is back',
        () => podsWith(world, store, { instance: 'weights-server' }),
        (pods) => pods.some((pod) => isReady(pod)),
      );
      const back = Date.now();
      const [pod] = await world.ready('tiny');
      const pauses = pausesIn(await logOf(world, pod as IPod, 'stager'));
      if (isLong) expect(pauses.filter((pause) => pause === 30).length).toBeGreaterThanOrEqual(2);
      // It went on by itself, at the end of a pause: no container was started twice.
      expect(startedIn(pod as IPod).map(({ status }) => status.restartCount)).toEqual([0, 0]);
      expect((spansOf(pod as IPod)[0]?.to ?? NaN) - back / 1000).toBeLessThan(Math.max(...pauses) + 10);
      expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
      count('interrupted', {
        'loaders killed': 1,
        'bytes resumed at': Number(resumed?.slice('bytes='.length, -1)),
        'seconds without weights servers': away,
      });
    },
    longest,
  );
});

describe('a node that restarts', () => {
  it('starts its pods again, with the weights that they have', async () => {
    await world.ready('former');
    const before = await engine();
    const asked = downloads().length;
    const start = Date.now();
    const [node] = world.stand.nodes;
    await node?.restart();
    const after = await waitUntil(
      'the engine is Ready after the restart',
      engine,
      (pod) =>
        (pod?.status?.containerStatuses?.every(({ restartCount, ready }) => restartCount > 0 && ready) ?? false) &&
        (pod?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false),
      { seconds: 240, describe: (pod) => (pod as IPod | undefined)?.status },
    );
    // The same pod, on the same volumes: its stager finds everything, and its engine starts behind it.
    expect(after?.metadata?.uid).toBe(before?.metadata?.uid);
    expect(await logOf(world, after as IPod, 'stager')).toBe(
      [
        'stager: gguf/tiny/tiny.gguf: is here',
        'stager: everything in /etc/corral/weights.list is under /models',
        '',
      ].join('\n'),
    );
    expect(downloads()).toHaveLength(asked);
    await world.stand.client.waitFor(
      'runs again',
      'Pod',
      'gateway',
      'gateway',
      ({ status }) => status?.containerStatuses?.every(({ ready, restartCount }) => ready && restartCount > 0) ?? false,
    );
    expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
    count('interrupted', { 'restarts of a node': 1, 'seconds from a restart to a token': secondsSince(start) });
  });
});

describe('the collector', () => {
  let runs = 0;

  /** Runs it as its schedule does, and returns what it printed. */
  async function collect(): Promise<string> {
    const name = `collect-${(runs += 1)}`;
    await world.stand.kubectl.run(['create', 'job', '--from=cronjob/collector', name, '-n', store]);
    const { client } = world.stand;
    await client.waitFor('is complete', 'Job', name, store, ({ status }) => status?.succeeded === 1);
    const [pod] = await client.list('Pod', { namespace: store, labels: { 'job-name': name } });
    return logOf(world, pod as IPod, 'collector');
  }

  /** Everything in the store becomes two days old. */
  async function age(): Promise<void> {
    execFileSync('find', [await storeFolder(), '-exec', 'touch', '-h', '-d', '2 days ago', '{}', '+']);
  }

  /** Applies a revision of the environment. */
  async function revise(models: Readonly<Record<string, HubModel>>): Promise<void> {
    render(environment(models), world.stand);
    await world.apply();
  }

  const blobs = async (): Promise<readonly string[]> => readdirSync(join(await storeFolder(), 'blobs')).sort();

  it('keeps what the former revision needs, and what is young', async () => {
    expect(await collect()).toContain('collector: removed 0 files with 0 B\n');
    await age();
    const young = join(await storeFolder(), 'blobs', `sha256-${'0'.repeat(64)}`);
    writeFileSync(young, 'of another program');
    await revise({ tiny });
    expect(await collect()).toMatch(
      /keeping \/store\/blobs\/sha256-0{64}: younger than 86400 s\n(.*\n)*.*removed 0 files with 0 B/,
    );
    expect(await blobs()).toEqual([basename(young), blobOf(tiny), blobOf(former)].sort());
  });

  it('removes what no revision uses any more', async () => {
    await age();
    await revise({ tiny, later });
    await world.ready('later');
    const log = await collect();
    expect(log).toContain('removed /store/gguf/former/former.gguf (0 B): no revision has this name');
    expect(log).toContain(
      `removed /store/blobs/${blobOf(former)} (457.8 KiB): neither a revision nor a name in the store needs it`,
    );
    expect(await blobs()).toEqual([blobOf(tiny), blobOf(later)].sort());
    expect(readdirSync(join(await storeFolder(), 'verified')).sort()).toEqual([blobOf(tiny), blobOf(later)].sort());
    count('interrupted', { 'models that the collector removed': 1 });
  });
});
