/**
 * What clients see while an environment is changed on a real node: engines, fleets and weights servers are replaced, no
 * request fails, and weights that are on their way arrive.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../lib';
import { storeNamespace } from '../../lib/plan';
import { weightsServerPort } from '../../lib/programs';
import { waitUntil } from '../cluster/client/wait';
import { registryEntry } from '../engines/support/registry-model';
import { quick, slow, tinyFile } from '../engines/support/tiny-model';
import { count } from './claims';
import { hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import type { Passage } from './stand/passage';
import { serveRegistry } from './stand/registry';
import { Client, type Asking } from './stand/requests';
import { slowLink } from './stand/slow-link';
import { NodeWorld } from './stand/world';

const small = hubModel('small', quick, 1);
const large = hubModel('large', { ...slow, blockCount: 2 }, 2);
const ofFleet = registryEntry(quick, tinyFile(quick, 3), 'small:tiny');

/** What changes in the second version: something of no meaning, for which every pod is replaced. */
const changed = { annotations: { 'example.org/version': 'second' } };
const weightsServers = { kind: 'Deployment', namespace: 'model-store', name: 'weights-server' } as const;

/** The environment in its first version, with a model more, and in its second version, in which pods are others. */
function environment(version: 'first' | 'larger' | 'second'): EnvironmentInput {
  const pods = version === 'second' ? changed : undefined;
  // An answer takes a second at most: a rollout waits for what an answer may take.
  const served = { settings: smallSettings, tokensPerSecond: smallSettings.maxOutputLength };
  const input = nodeEnvironment({
    name: 'node-change',
    catalog: { small: small.entry, large: large.entry, [ofFleet.tag]: ofFleet.model },
    weights: sharedStore,
    models: {
      engine: { weights: 'small', ...served, pods },
      unchanged: { weights: 'small', ...served },
      ...(version === 'first' ? {} : { late: { weights: 'large', ...served } }),
    },
    ollama: { fleet: { models: [ofFleet.tag], ...served, replicas: 2, pods } },
  });
  const { kind, namespace, name } = weightsServers;
  return {
    ...input,
    amendments:
      version !== 'second'
        ? []
        : [
            {
              target: `${kind} ${namespace}/${name}`,
              patch: { spec: { template: { metadata: changed } } },
              reason: 'what a new version of the image would be',
            },
          ],
  };
}

let world: NodeWorld;
beforeAll(async () => {
  world = await NodeWorld.start(environment('first'), { images: ['curl', 'nginx', 'llama-server', 'ollama'] });
  serveAll(world.stand.hub, [small, large]);
  serveRegistry(world.stand.hub, ofFleet);
  await world.apply();
  await Promise.all([world.ready('engine'), world.ready('unchanged'), world.ready('fleet', 2)]);
});
afterAll(() => world?.end());

const workloads = [
  { namespace: 'llm-serving', name: 'engine', replicas: 1 },
  { namespace: 'llm-serving', name: 'fleet', replicas: 2 },
  { ...weightsServers, replicas: 2 },
] as const;
type Workload = (typeof workloads)[number];

/** Pods of a workload, those that end too. */
const podsOf = ({ namespace, name }: Workload): Promise<readonly IPod[]> =>
  world.stand.client.list('Pod', { namespace, labels: { 'app.kubernetes.io/instance': name } });

const isReady = ({ status }: IPod): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;

/** Waits until a workload has no other pods than those of the second version, all of them Ready. */
const replaced = (workload: Workload): Promise<readonly IPod[]> =>
  waitUntil(
    `the pods of ${workload.name} are replaced`,
    () => podsOf(workload),
    (pods) =>
      pods.length === workload.replicas &&
      pods.every((pod) => isReady(pod) && pod.metadata?.annotations?.['example.org/version'] === 'second'),
    {
      seconds: 400,
      describe: (pods) => (pods as readonly IPod[]).map(({ metadata, status }) => ({ metadata, status })),
    },
  );

const json = (body: object): Pick<Asking, 'method' | 'headers' | 'body'> => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

test('while engines, fleets and weights servers are replaced, no request fails, and a slow download arrives', async () => {
  const { client } = world.stand;
  const gateway = await world.from('gateway');
  const [unchanged] = await world.pods('unchanged');
  const inside = await world.stand.from(world.namespace, unchanged?.metadata?.name ?? '');
  const { environment: current } = world.rendered.synthesis.plan;
  expect(storeNamespace(current)).toBe(weightsServers.namespace);
  const { clusterIP } = (await client.get('Service', weightsServers.name, weightsServers.namespace)).spec ?? {};
  const bounds = { most: 5000, timeout: 60_000 };
  const clients = {
    engine: {
      from: gateway,
      url: `http://engine.${world.namespace}.svc.cluster.local:8080/v1/completions`,
      ...json({ prompt: 'a', max_tokens: 8, ignore_eos: true }),
      pause: 100,
    },
    fleet: {
      from: gateway,
      url: `http://fleet.${world.namespace}.svc.cluster.local:11434/api/generate`,
      ...json({ model: ofFleet.tag, prompt: 'a', stream: false, options: { num_predict: 8 } }),
      pause: 100,
    },
    'weights servers': {
      from: inside,
      url: `http://${clusterIP}:${weightsServerPort}/blobs/sha256-${small.entry.files[0]?.sha256 ?? ''}`,
      pause: 50,
    },
  };
  for (const { from, url, ...ask } of Object.values<Omit<Asking, 'most'> & { readonly from: Passage }>(clients))
    await waitUntil(
      `${url} answers`,
      () => from.ask(url, ask),
      ({ status }) => status === 200,
    );
  // The stager of a further model waits for it behind a slow link before anything is replaced.
  world.stand.hub.behave(large.path, { bytesPerSecond: 10_000 });
  await world.change(environment('larger'));
  const staging = await waitUntil(
    'the new model is on its way',
    () => world.pods('late'),
    ([pod]) => pod?.status?.initContainerStatuses?.[0]?.state?.running !== undefined,
  );
  await slowLink(world.stand, world.namespace, staging[0]?.metadata?.name ?? '', 600_000);
  const before = new Set((await Promise.all(workloads.map(podsOf))).flat().map(({ metadata }) => metadata?.uid));
  const asking = Object.entries(clients).map(([name, { from, ...asked }]) => ({
    name,
    client: new Client(from, { ...bounds, ...asked }),
  }));

  await world.change(environment('second'));
  world.stand.hub.behave(large.path, {});
  const after = await Promise.all(workloads.map(replaced));
  const answers = Object.fromEntries(
    await Promise.all(asking.map(async ({ name, client: each }) => [name, await each.end()] as const)),
  );
  expect(after.flat().filter(({ metadata }) => before.has(metadata?.uid))).toEqual([]);
  expect(Object.fromEntries(Object.entries(answers).map(([name, { failed }]) => [name, failed]))).toEqual({
    engine: [],
    fleet: [],
    'weights servers': [],
  });
  for (const { answered } of Object.values(answers)) expect(answered).toBeGreaterThan(50);

  const [late] = await world.ready('late');
  const [stager] = late?.status?.initContainerStatuses ?? [];
  const began = Date.parse(stager?.state?.terminated?.startedAt ?? '');
  const ended = Date.parse(stager?.state?.terminated?.finishedAt ?? '');
  const made = (after[2] ?? []).map(({ metadata }) => Date.parse(String(metadata?.creationTimestamp)));
  expect(stager?.restartCount).toBe(0);
  // Every server from which it could have read was replaced while it read.
  const madeWhile = made.filter((moment) => moment >= began && moment < ended);
  expect({ began, ended, made: madeWhile }).toEqual({ began, ended, made });
  const answered = Object.values(answers).reduce((sum, each) => sum + each.answered, 0);
  count('rollouts', { 'replaced pods': before.size, requests: answered, 'failed requests': 0 });
});
