/**
 * What containers may do on a node, and what they write: each is a user without rights, on a root that is read-only,
 * and writes only into the volumes that the catalogue names for its image and the programs for themselves.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { images } from '../../lib/catalog';
import { runAsUser } from '../../lib/kubernetes/draw/pod-security';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { localMount, programFolder, scratchMount, storeMount } from '../../lib/programs';
import { plainEnvironment } from '../../scripts/toolchain/leash';
import { waitUntil } from '../cluster/client/wait';
import { count } from './claims';
import { completion, message } from './stand/asking';
import {
  ownerOf,
  processesOf,
  rightsOf,
  startedAs,
  startedIn,
  writableFolders,
  writtenToRoot,
  type Started,
} from './stand/containers';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { podsWith, printed } from './stand/order';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');
const store = 'model-store';

/** What the image of a container writes to, and the program that runs in it. */
const writes: Readonly<Record<string, readonly string[]>> = {
  loader: [...images.curl.writes, scratchMount, storeMount],
  stager: [...images.curl.writes, scratchMount, localMount],
  collector: [...images.curl.writes, scratchMount, storeMount],
  nginx: images.nginx.writes,
  'llama-server': images.llamaServer.writes,
  ollama: images.ollama.writes,
};
const containers = Object.keys(writes).sort();

/** Memory that processes share: the runtime gives it to every container, and it ends with the container. */
const ofRuntime = ['/dev/mqueue', '/dev/shm'];

/** Mounts of every container that are no volumes. */
const usualMounts = ['/dev', '/proc', '/sys', '/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];

const mountsOf = ({ pod, name }: Started): readonly string[] => [
  ...usualMounts,
  ...[...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])]
    .filter((each) => each.name === name)
    .flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ mountPath }) => mountPath)),
];

/** What a container wrote to its root that is neither a mount point nor leads to one. */
async function writtenBeside(world: NodeWorld, started: Started): Promise<readonly string[]> {
  const mounts = mountsOf(started);
  const written = await writtenToRoot(world.stand, started);
  return written.filter((path) => !mounts.some((mount) => mount === path || mount.startsWith(`${path}/`)));
}

/** What the kernel knows of a container while it runs. */
interface Seen {
  readonly rights: readonly ReturnType<typeof rightsOf>[];
  readonly writable: readonly string[];
  readonly rootIsReadOnly: boolean;
  /** Owners of the files of its program, which a ConfigMap has. */
  readonly programOwners: readonly number[];
}

function look(world: NodeWorld, started: Started): Seen {
  const processes = processesOf(world.stand, started);
  const [first = NaN] = processes;
  const mounts = readFileSync(`/proc/${first}/mountinfo`, 'utf8').split('\n');
  const root = mounts.map((line) => line.split(' ')).find(([, , , , place]) => place === '/');
  const programs = `/proc/${first}/root${programFolder}`;
  return {
    rights: processes.map(rightsOf),
    writable: writableFolders(first),
    rootIsReadOnly: root?.[5]?.split(',').includes('ro') ?? false,
    programOwners: readdirSync(programs).map((file) => ownerOf(join(programs, file))[0]),
  };
}

const openName = (pod: string): string => `open-${pod}`;

/** A pod of ours once more, on roots that it may write to. */
function onWritableRoots({ metadata, spec }: IPod): Manifest {
  const labels = Object.entries(metadata?.labels ?? {}).filter(([name]) => name.startsWith('app.kubernetes.io/'));
  const open = (all: NonNullable<IPod['spec']>['containers'] = []) =>
    all.map((each) => ({ ...each, securityContext: { ...each.securityContext, readOnlyRootFilesystem: false } }));
  const body = {
    apiVersion: 'v1' as const,
    kind: 'Pod' as const,
    metadata: {
      name: openName(metadata?.name ?? ''),
      namespace: metadata?.namespace,
      labels: Object.fromEntries(labels),
    },
    spec: {
      ...spec,
      affinity: undefined,
      topologySpreadConstraints: undefined,
      initContainers: open(spec?.initContainers),
      containers: open(spec?.containers),
    },
  };
  return JSON.parse(JSON.stringify(body)) as Manifest;
}

describe('the containers of a platform', () => {
  let world: NodeWorld;
  const seen: Record<string, Seen> = {};

  /** Every pod of the platform. */
  const podsOf = async (): Promise<readonly IPod[]> =>
    (
      await Promise.all([world.namespace, store].map((namespace) => world.stand.client.list('Pod', { namespace })))
    ).flat();

  /** Folder of the store, on the node. */
  async function storeFolder(): Promise<string> {
    const volumes = await world.stand.client.list('PersistentVolume');
    const found = volumes.find(({ spec }) => spec?.claimRef?.namespace === store)?.spec?.local?.path;
    if (found === undefined) throw new Error('the store has no volume');
    return found;
  }

  /** Looks once it is started: short-lived processes of it may end while they are looked at, and then once more. */
  async function lookAt(pod: () => Promise<IPod | undefined>, name: string): Promise<void> {
    seen[name] = await waitUntil(
      `container ${name} is looked at`,
      async () => look(world, startedAs((await pod()) as IPod, name)),
      ({ rights }) => rights.length > 0,
      { seconds: 60 },
    );
  }
  const oneWith = (labels: Readonly<Record<string, string>>) => async (): Promise<IPod | undefined> =>
    (await podsWith(world, store, labels))[0];

  /** The collector is done in a moment: a lock of the store keeps it waiting while it is looked at. */
  async function lookAtCollector(): Promise<void> {
    const script = 'exec 9< "$1" && flock -s 9 && exec sleep 100';
    const lock = await world.stand.nodes[0]?.machine.inside.start({
      file: 'sh',
      args: ['-c', script, 'sh', join(await storeFolder(), 'lock')],
      cwd: '/',
      env: plainEnvironment(),
      log: join(world.stand.folder, 'logs', 'lock.log'),
    });
    await world.stand.kubectl.run(['create', 'job', '--from=cronjob/collector', 'collect', '-n', store]);
    const pod = async (): Promise<IPod | undefined> =>
      (await world.stand.client.list('Pod', { namespace: store, labels: { 'job-name': 'collect' } }))[0];
    await printed(world, pod, 'collector', /holds the lock/);
    await lookAt(pod, 'collector');
    lock?.kill();
    await world.stand.client.waitFor('is done', 'Job', 'collect', store, ({ status }) => status?.succeeded === 1);
  }

  beforeAll(async () => {
    const input = nodeEnvironment({
      name: 'node-read-only',
      catalog: { tiny: model.entry },
      weights: sharedStore,
      models: { tiny: { weights: 'tiny', settings: smallSettings } },
      ollama: {
        fleet: { models: [{ name: 'tiny', from: 'tiny' }], settings: { ...smallSettings, maxLoadedModels: 1 } },
      },
    });
    world = await NodeWorld.start(input, { images: ['curl', 'nginx', 'llama-server', 'ollama'] });
    serveAll(world.stand.hub, [model]);
    world.stand.hub.behave(model.path, { bytesPerSecond: 5_000 });
    await world.apply();
    const tiny = async (): Promise<IPod | undefined> => (await world.pods('tiny'))[0];
    await printed(world, tiny, 'stager', /waiting for the loader/);
    await lookAt(tiny, 'stager');
    await lookAt(oneWith({ instance: 'load-tiny' }), 'loader');
    world.stand.hub.behave(model.path, {});
    await world.ready('tiny');
    await world.ready('fleet');
    expect((await completion(world, 'tiny')).status).toBe(200);
    expect((await message(world, 'fleet', 'tiny')).status).toBe(200);
    await lookAt(tiny, 'llama-server');
    await lookAt(async () => (await world.pods('fleet'))[0], 'ollama');
    await lookAt(oneWith({ instance: 'weights-server' }), 'nginx');
    await lookAtCollector();
  });
  afterAll(() => world?.end());

  it('are all that are rendered, and each was seen while it ran', async () => {
    const started = (await podsOf()).flatMap((pod) => startedIn(pod).map(({ name }) => name));
    expect([...new Set(started)].sort()).toEqual(containers);
    expect(Object.keys(seen).sort()).toEqual(containers);
  });

  it.each(containers)('%s: every process is a user without rights', (name) => {
    const { rights = [] } = seen[name] ?? {};
    expect(rights.length).toBeGreaterThan(0);
    for (const each of rights)
      expect(each).toEqual({
        users: [runAsUser, runAsUser, runAsUser, runAsUser],
        groups: [runAsUser, runAsUser, runAsUser, runAsUser],
        furtherGroups: [runAsUser],
        capabilities: 0n,
        noNewPrivileges: true,
        seccomp: 2,
      });
  });

  it.each(containers)('%s: writes are refused everywhere but in what its image and its program write to', (name) => {
    expect(seen[name]?.rootIsReadOnly).toBe(true);
    expect(seen[name]?.writable).toEqual([...ofRuntime, ...(writes[name] ?? [])].sort());
    // Programs and lists are root's.
    expect([...new Set(seen[name]?.programOwners)]).toEqual([0]);
  });

  it('have nothing on their roots but places for mounts', async () => {
    for (const pod of await podsOf())
      for (const started of startedIn(pod))
        expect({ [started.name]: await writtenBeside(world, started) }).toEqual({ [started.name]: [] });
  });

  it('write nothing else where roots are not read-only and everything of the images is everyone’s', async () => {
    const { client, kubectl } = world.stand;
    // The quota has room for the pods of the environment.
    await kubectl.run(['delete', 'resourcequota', '--all', '-n', world.namespace]);
    const all = await podsOf();
    const copies = containers.flatMap((name) => {
      const pod = all.find((each) => startedIn(each).some((started) => started.name === name));
      return pod === undefined ? [] : [onWritableRoots(pod)];
    });
    const distinct = [...new Map(copies.map((each) => [each.metadata.name, each])).values()];
    // From nothing, once more.
    const folder = await storeFolder();
    for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
    await client.apply(distinct, { fieldManager: 'cluster-team' });
    const written: Record<string, readonly string[]> = {};
    for (const {
      metadata: { name, namespace },
    } of distinct) {
      const pod = await waitUntil(
        `${name} is Ready or done`,
        () => client.get('Pod', name, namespace),
        ({ status }) =>
          status?.phase === 'Succeeded' ||
          (status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false),
        { seconds: 180, describe: (found) => (found as IPod).status },
      );
      for (const started of startedIn(pod)) written[started.name] = await writtenBeside(world, started);
    }
    expect(written).toEqual(Object.fromEntries(containers.map((name) => [name, []])));
  });

  it('could write there, which is seen, where roots are not read-only, and cannot where they are', async () => {
    const pod = (await world.pods('tiny')).find(({ metadata }) => metadata?.generateName !== undefined);
    const write = (name: string) =>
      world.stand.kubectl.try(
        ['exec', '-n', world.namespace, name, '-c', 'llama-server', '--', 'sh', '-c', ': > /app/tried'],
        { seconds: 60 },
      );
    const name = pod?.metadata?.name ?? '';
    expect(await write(name)).toMatchObject({ code: 2, stderr: expect.stringContaining('Read-only file system') });
    expect(await write(openName(name))).toMatchObject({ code: 0 });
    const copy = await world.stand.client.get('Pod', openName(name), world.namespace);
    expect(await writtenBeside(world, startedAs(copy, 'llama-server'))).toEqual(['/app', '/app/tried']);
    const writable = containers.flatMap((each) => seen[each]?.writable ?? []);
    count('readOnly', {
      containers: containers.length,
      'folders that they can write to': writable.length,
      'processes without rights': containers.flatMap((each) => seen[each]?.rights ?? []).length,
    });
  });
});
