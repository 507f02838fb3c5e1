/**
 * The runbook of a restore, command by command: a store of weights that is lost, a source of the weights that is gone,
 * and models that answer again.
 */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { waitUntil } from '../cluster/client/wait';
import { commandsBelow, readPage } from '../docs/examples';
import { registryEntry } from '../engines/support/registry-model';
import { quick, tinyFile } from '../engines/support/tiny-model';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { completion } from './stand/asking';
import { Desk } from './stand/desk';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { backupInput, objectStoreKey, startObjectStore, type StandObjectStore } from './stand/object-store';
import { serveRegistry } from './stand/registry';
import { NodeWorld } from './stand/world';

const fromHub = hubModel('tiny');
const fromRegistry = registryEntry(quick, tinyFile(quick, 22), 'qwen2.5:0.5b');
const store = 'model-store';
const models = ['hub', 'registry'] as const;

const input: EnvironmentInput = {
  ...nodeEnvironment({
    name: 'production',
    catalog: { tiny: fromHub.entry, [fromRegistry.tag]: fromRegistry.model },
    weights: sharedStore,
    models: {
      hub: { weights: 'tiny', settings: smallSettings },
      registry: { weights: fromRegistry.tag, settings: smallSettings },
    },
  }),
  backup: backupInput,
};

const howTo = readPage('docs/how-to/back-up-and-restore.md');
const runbook = readPage('docs/runbooks/restore.md');

/** Blocks of commands below a heading, with the key of the object store in place of its placeholders. */
const commandsOf = (page: string, heading: string): readonly string[] =>
  commandsBelow(page, heading).map((commands) =>
    commands
      .replace('access-key-id=ID', `access-key-id=${objectStoreKey.id}`)
      .replace('secret-access-key=SECRET', `secret-access-key=${objectStoreKey.secret}`),
  );
const [secrets = '', apply = ''] = commandsOf(runbook, '1. The environment is there');
const [restore = ''] = commandsOf(runbook, '2. Restore the files');
const [nameFiles = ''] = commandsOf(runbook, '3. The loaders name them');
const [look = ''] = commandsOf(runbook, '4. The models answer');

/** A command within the text of the runbook. */
function inText(start: string): string {
  const [, command] = new RegExp(`\`(${start}[^\`]*)\``).exec(runbook) ?? [];
  if (command === undefined) throw new Error(`the runbook has no command that starts with ${start}`);
  return command;
}

let world: NodeWorld;
let desk: Desk;
let objects: StandObjectStore;
let folder: string;
let blobs: readonly string[];

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
const blobsOf = (place: string): readonly string[] => readdirSync(join(place, 'blobs')).sort();

const loaders = () =>
  world.stand.client.list('Job', { namespace: store, labels: { 'app.kubernetes.io/name': 'model-loader' } });

async function complete(job: string): Promise<void> {
  await world.stand.client.waitFor('is complete', 'Job', job, store, ({ status }) => status?.succeeded === 1);
}

const answers = () => Promise.all(models.map((name) => completion(world, name)));

beforeAll(async () => {
  world = await NodeWorld.start(input, { images: ['curl', 'nginx', 'llama-server', 'restic'] });
  serveAll(world.stand.hub, [fromHub]);
  serveRegistry(world.stand.hub, fromRegistry);
  objects = await startObjectStore(world.stand);
  desk = Desk.at(world.stand, input);
});
afterAll(() => world?.end());

test('models serve, and their store is copied as the how-to page says', async () => {
  await desk.run(`kubectl create namespace ${store}`);
  await desk.run(commandsOf(howTo, 'Keep the password outside of the cluster').join(''));
  await desk.run(apply);
  for (const name of models) await world.ready(name);
  await desk.run(/^kubectl .* create job .*$/m.exec(commandsOf(howTo, 'Look at it').join(''))?.[0] ?? 'false');
  await complete('first-backup');
  folder = await storeFolder();
  blobs = blobsOf(folder);
  expect(blobs.length).toBeGreaterThan(models.length);
  expect(objects.objects('production/snapshots')).toHaveLength(1);
});

test('everything is lost, the sources too: loaders fail, and engines wait', async () => {
  const { hub } = world.stand;
  await desk.run('kubectl delete -k dist/production');
  await desk.run('kubectl delete persistentvolume --all');
  rmSync(folder, { recursive: true });
  for (const path of new Set(hub.asked.map((each) => each.path))) hub.behave(path, { status: 404 });

  await desk.run(secrets);
  await desk.run(apply);
  await waitUntil(
    'both loaders have failed',
    loaders,
    (jobs) =>
      jobs.length === models.length &&
      jobs.every(({ status }) =>
        status?.conditions?.some(({ type, status: is }) => type === 'Failed' && is === 'True'),
      ),
    { seconds: 400 },
  );
  for (const name of models) expect((await world.pods(name)).map(({ status }) => status?.phase)).toEqual(['Pending']);
});

test('the runbook leads to models that answer, and no source is asked', async () => {
  const start = Date.now();
  const asked = world.stand.hub.asked.length;
  const restored = await desk.run(`${restore}echo "JOB=$JOB"`);
  expect(restored).toContain(
    `store-restore: restored ${blobs.length} files, 0 were there already; all have the right digest\n`,
  );
  const fresh = await storeFolder();
  expect(dirname(fresh)).toBe(dirname(folder));
  expect(fresh).not.toBe(folder);
  expect(blobsOf(fresh)).toEqual(blobs);

  await desk.run(nameFiles);
  for (const name of models) await world.ready(name);
  expect(await answers()).toEqual(models.map(() => ({ status: 200, tokens: 8 })));
  expect(world.stand.hub.asked).toHaveLength(asked);
  count('restored', {
    models: models.length,
    files: blobs.length,
    'seconds from the runbook to tokens': secondsSince(start),
  });

  const job = /^JOB=(.*)$/m.exec(restored)?.[1] ?? '';
  await desk.run(`${look}JOB=${job}\n${inText(`kubectl -n ${store} delete "`)}`);
  await desk.run(inText(`kubectl -n ${store} create job`));
  await complete('first-backup');
  expect(objects.objects('production/snapshots')).toHaveLength(2);
});
