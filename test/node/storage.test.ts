/**
 * The ways on which weights reach an engine, from nothing to a token: what waits for what, in which order containers
 * run, and whose the volumes are by then.
 */
import { lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { gib, gigabytes, mib, type EnvironmentInput } from '../../lib';
import { runAsUser } from '../../lib/kubernetes/draw/pod-security';
import { metricSources } from '../../lib/observability';
import { waitUntil } from '../cluster/client/wait';
import { objectsIn } from '../cluster/world/rendered';
import { differences, exposed } from '../operations/support/exposition';
import { count } from './claims';
import { completion, message } from './stand/asking';
import { ownerOf, processesOf, startedAs, startedIn } from './stand/containers';
import { directStore, hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import type { ImageName } from './stand/images/images';
import { logOf, oneAfterTheOther, podsWith, printed, spansOf } from './stand/order';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');
const other = hubModel('other', undefined, 2);
/** Minutes for half a megabyte: what waits is seen, and then it is let go. */
const slowly = { bytesPerSecond: 5_000 };

/** A folder, and a file of a program of ours, as they are once the kubelet gave the volume to the group of the pod. */
const sharedFolder = 0o2775;
const ours = [runAsUser, runAsUser] as const;

const oneOf = async (pods: Promise<readonly IPod[]>): Promise<IPod | undefined> => (await pods)[0];

/** Names of the containers of a pod that were started, in the order in which they were. */
const orderOf = (pod: IPod): readonly string[] =>
  [...spansOf(pod)].sort((a, b) => a.from - b.from).map(({ name }) => name);

/** The one end of the pod of a Job: its process may end after that of an engine began, which waits for its files alone. */
async function endOf(world: NodeWorld, namespace: string, instance: string): Promise<number> {
  const pods = await waitUntil(
    `the pod of ${instance} has ended`,
    () => podsWith(world, namespace, { instance }),
    (all) => all.every(({ status }) => status?.phase === 'Succeeded' || status?.phase === 'Failed'),
    { seconds: 60 },
  );
  expect(pods.map(({ status }) => status?.phase)).toEqual(['Succeeded']);
  return spansOf(pods[0] as IPod)[0]?.to ?? NaN;
}

/** What a container sees at a path, seen from outside. */
function seenBy(world: NodeWorld, pod: IPod, container: string, path: string): string {
  const [first] = processesOf(world.stand, startedAs(pod, container));
  return `/proc/${first}/root${path}`;
}

/** When a program named the weights of `tiny`, in seconds, where a container sees the store. */
const namedAt = (world: NodeWorld, pod: IPod | undefined, container: string, root: string): number =>
  lstatSync(seenBy(world, pod as IPod, container, `${root}/gguf/tiny/tiny.gguf`)).mtimeMs / 1000;

/** No container of any pod of the environment was started twice: nothing failed on the way. */
async function expectNoRestart(world: NodeWorld, ...namespaces: readonly string[]): Promise<void> {
  for (const namespace of namespaces)
    for (const pod of await world.stand.client.list('Pod', { namespace }))
      expect(startedIn(pod).map(({ name, status }) => `${name}: ${status.restartCount}`)).toEqual(
        startedIn(pod).map(({ name }) => `${name}: 0`),
      );
}

/**
 * Applies everything but Jobs. The first pod of a node that mounts a volume decides whose it is: here that is the
 * engine, as it may be anywhere.
 */
async function applyEngines(world: NodeWorld): Promise<void> {
  const engines = objectsIn(world.rendered.charts).filter(({ kind }) => kind !== 'Job');
  await world.stand.client.apply(engines, { fieldManager: 'engines-first' });
}

async function start(input: EnvironmentInput, ...further: readonly ImageName[]): Promise<NodeWorld> {
  const world = await NodeWorld.start(input, { images: ['curl', 'llama-server', ...further] });
  serveAll(world.stand.hub, [model, other]);
  return world;
}

describe('a store that engines read in place, on a local volume whose folder is root’s', () => {
  let world: NodeWorld;
  beforeAll(async () => {
    const input = nodeEnvironment({
      name: 'node-direct',
      catalog: { tiny: model.entry },
      weights: directStore,
      models: { tiny: { weights: 'tiny', settings: smallSettings } },
    });
    world = await start(input);
  });
  afterAll(() => world?.end());

  it('keeps the engine back until the loader has named its weights', async () => {
    await applyEngines(world);
    const pod = () => oneOf(world.pods('tiny'));
    await printed(world, pod, 'stager', /waiting for the loader/);
    world.stand.hub.behave(model.path, slowly);
    await world.apply();
    const waiting = await pod();
    expect(startedIn(waiting as IPod).map(({ name }) => name)).toEqual(['stager']);
    world.stand.hub.behave(model.path, {});
    const [ready] = await world.ready('tiny');
    expect(await logOf(world, ready as IPod, 'stager')).toBe(
      [
        'weights-wait: waiting for the loader to download gguf/tiny/tiny.gguf',
        'weights-wait: everything is in /models',
        '',
      ].join('\n'),
    );
    expect(orderOf(ready as IPod)).toEqual(['stager', 'llama-server']);
    expect(oneAfterTheOther(spansOf(ready as IPod))).toBe(true);
    // A kubelet counts whole seconds.
    expect(namedAt(world, ready, 'llama-server', '/models')).toBeLessThan((spansOf(ready as IPod)[1]?.from ?? NaN) + 1);
    await endOf(world, world.namespace, 'load-tiny');
    await expectNoRestart(world, world.namespace);
  });

  it('gives tokens', async () => {
    expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
  });

  it('gave the folder to the group of the pods before the loader wrote, with every file its own', async () => {
    const [pod] = await world.pods('tiny');
    const seen = (path: string): ReturnType<typeof ownerOf> =>
      ownerOf(seenBy(world, pod as IPod, 'llama-server', `/models${path}`));
    expect(seen('')).toEqual([0, runAsUser, sharedFolder]);
    expect(seen('/blobs').slice(0, 2)).toEqual(ours);
    expect(seen(`/blobs/sha256-${model.entry.files[0]?.sha256}`)).toEqual([...ours, 0o644]);
    count('storage', { stores: 1, 'local tiers': 1 });
  });
});

describe('a store of a class, with weights servers and every local tier', () => {
  let world: NodeWorld;
  const store = 'model-store';
  const disk = '/var/lib/nvme';
  beforeAll(async () => {
    const settings = { ...smallSettings, maxLoadedModels: 1 };
    const input = nodeEnvironment({
      name: 'node-staged',
      catalog: { tiny: model.entry, other: other.entry },
      weights: sharedStore,
      cluster: { storageTiers: { disk: { storageClass: 'local-path', bandwidth: gigabytes(1) } } },
      nodePools: {
        cpu: {
          on: 'metal',
          nodes: ['node-a'],
          hardware: {
            cpu: 8,
            memory: gib(10),
            ephemeralStorage: gib(20),
            diskBandwidth: gigabytes(1),
            nvme: [{ path: disk, capacity: gib(2), volumes: 1 }],
          },
        },
      },
      models: {
        tiny: { weights: 'tiny', settings: smallSettings },
        other: { weights: 'other', settings: smallSettings, local: { kind: 'csi', tier: 'disk' } },
      },
      ollama: { fleet: { models: [{ name: 'tiny', from: 'tiny' }], settings, local: { kind: 'static' } } },
    });
    world = await start(input, 'nginx', 'ollama');
    world.stand.nodes[0]?.machine.run(['mkdir', '-p', `${disk}/volume-0`]);
  });
  afterAll(() => world?.end());

  it('keeps stagers waiting for the loader, and engines for their stagers', async () => {
    world.stand.hub.behave(model.path, slowly);
    await world.apply();
    const pod = () => oneOf(world.pods('tiny'));
    await printed(world, pod, 'stager', /waiting for the loader to publish gguf\/tiny\/tiny\.gguf/);
    expect(startedIn((await pod()) as IPod).map(({ name }) => name)).toEqual(['stager']);
    world.stand.hub.behave(model.path, {});
    const pods = [];
    for (const name of ['tiny', 'other', 'fleet']) pods.push(...(await world.ready(name)));
    expect(pods.map(orderOf)).toEqual([
      ['stager', 'llama-server'],
      ['stager', 'llama-server'],
      ['stager', 'ollama'],
    ]);
    expect(pods.every((each) => oneAfterTheOther(spansOf(each)))).toBe(true);
    await endOf(world, store, 'load-tiny');
    // A stager asks again for what was not there, so that it ends after the loader has published.
    const [server] = await podsWith(world, store, { instance: 'weights-server' });
    expect((spansOf(pods[0] as IPod)[0]?.to ?? NaN) + 1).toBeGreaterThan(namedAt(world, server, 'nginx', '/store'));
    await expectNoRestart(world, world.namespace, store);
  });

  it('gives tokens on an ephemeral volume, on a claim of its own and on a disk of the node', async () => {
    expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
    expect(await completion(world, 'other')).toEqual({ status: 200, tokens: 8 });
    expect(await message(world, 'fleet', 'tiny')).toEqual({ status: 200, done: true });
  });

  it('asks the hub once for each file, whatever many pods need it', () => {
    const asked = world.stand.hub.asked.filter(({ name }) => name === 'cdn-lfs.huggingface.co');
    expect(asked.map(({ path }) => path).sort()).toEqual([other.path, model.path].sort());
  });

  it('gives every volume to the group of the pods, and what is staged is the stager’s', async () => {
    for (const [name, container] of [
      ['tiny', 'llama-server'],
      ['other', 'llama-server'],
      ['fleet', 'ollama'],
    ] as const) {
      const [pod] = await world.pods(name);
      const seen = (path: string): ReturnType<typeof ownerOf> => ownerOf(seenBy(world, pod as IPod, container, path));
      // An emptyDir is everyone's on its node; a claim is not.
      expect({ [name]: seen('/models') }).toEqual({
        [name]: [0, runAsUser, name === 'tiny' ? 0o2777 : sharedFolder],
      });
      expect(seen('/models/blobs').slice(0, 2)).toEqual(ours);
      expect(seen('/tmp')).toEqual([0, runAsUser, 0o2777]);
    }
    const [server] = await podsWith(world, store, { instance: 'weights-server' });
    expect(ownerOf(seenBy(world, server as IPod, 'nginx', '/store'))).toEqual([0, runAsUser, sharedFolder]);
    count('storage', { stores: 1, 'local tiers': 3 });
  });

  it('has every metric of the kubelet and of its cAdvisor that rules and dashboards name', async () => {
    const source = Object.entries(metricSources.kubelet).map(
      // The label `node` comes from the monitor of the kubelets.
      ([name, metric]) => [name, { ...metric, labels: metric.labels.filter((label) => label !== 'node') }] as const,
    );
    const page = (path: string): Promise<string> =>
      world.stand.kubectl.run(['get', '--raw', `/api/v1/nodes/node-a/proxy/metrics${path}`]);
    // Sizes of volumes are computed once a minute.
    const missing = await waitUntil(
      'every metric is exposed',
      async () => differences(Object.fromEntries(source), exposed(`${await page('')}\n${await page('/cadvisor')}`)),
      (found) => found.length === 0,
      { seconds: 120 },
    );
    expect(missing).toEqual([]);
    count('discovery', { 'metrics of the kubelet': source.length });
  });
});

describe.each([
  { read: 'in-place', of: { read: 'in-place', proofsClass: 'shared' } },
  { read: 'staged', of: { read: 'staged' } },
] as const)('a claim of others, $read', ({ read, of }) => {
  let world: NodeWorld;
  let folder: string;
  const isStaged = read === 'staged';
  const name = 'of-others';

  beforeAll(async () => {
    const input = nodeEnvironment({
      name: `node-${read}`,
      catalog: { tiny: model.entry },
      weights: {
        kind: 'existing',
        claimName: name,
        accessMode: isStaged ? 'ReadWriteMany' : 'ReadWriteOnce',
        layout: 'paths',
        folder: 'models',
        capacity: gib(1),
        bandwidth: mib(500),
        ...of,
      },
      models: { tiny: { weights: 'tiny', settings: smallSettings } },
    });
    world = await start(input, ...(isStaged ? (['nginx'] as const) : []));
    folder = join(world.stand.folder, 'of-others');
    mkdirSync(join(folder, 'models'), { recursive: true });
    writeFileSync(join(folder, 'models', model.entry.files[0]?.path ?? ''), model.content);
  });
  afterAll(() => world?.end());

  /** A volume with the models, and its claim, as another team made them. */
  async function bind(): Promise<void> {
    const namespace = isStaged ? 'model-store' : world.namespace;
    const spec = {
      accessModes: [isStaged ? 'ReadWriteMany' : 'ReadWriteOnce'],
      storageClassName: 'of-others',
    };
    await world.stand.client.apply(
      [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolume',
          metadata: { name },
          spec: {
            ...spec,
            capacity: { storage: '1Gi' },
            persistentVolumeReclaimPolicy: 'Retain',
            local: { path: folder },
            nodeAffinity: {
              required: {
                nodeSelectorTerms: [
                  { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['node-a'] }] },
                ],
              },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name, namespace },
          spec: { ...spec, volumeName: name, resources: { requests: { storage: '1Gi' } } },
        },
      ],
      { fieldManager: 'cluster-team' },
    );
  }

  it('starts the engine behind the verifier, and gives tokens', async () => {
    if (isStaged) await world.apply();
    else await applyEngines(world);
    await bind();
    if (!isStaged) {
      await printed(world, () => oneOf(world.pods('tiny')), 'stager', /is not verified yet/);
      await world.apply();
    }
    const [pod] = await world.ready('tiny');
    expect(await completion(world, 'tiny')).toEqual({ status: 200, tokens: 8 });
    expect(orderOf(pod as IPod)).toEqual(['stager', 'llama-server']);
    expect(oneAfterTheOther(spansOf(pod as IPod))).toBe(true);
    const verified = await endOf(world, isStaged ? 'model-store' : world.namespace, 'verify-tiny');
    // A staged file is verified by its stager too, which need not wait.
    if (!isStaged) expect(spansOf(pod as IPod)[1]?.from).toBeGreaterThanOrEqual(verified - 1);
    await expectNoRestart(world, world.namespace, ...(isStaged ? ['model-store'] : []));
  });

  it('changes nothing of the claim: neither its owner nor a file', () => {
    const path = join(folder, 'models', model.entry.files[0]?.path ?? '');
    expect(ownerOf(folder)).toEqual([0, 0, 0o755]);
    expect(ownerOf(path)).toEqual([0, 0, 0o644]);
    expect(world.stand.hub.asked).toEqual([]);
    count('storage', { stores: 1 });
  });
});
