/**
 * Two nodes: what is reached from the other one, where pods are, a drain with somewhere to go, and a node that vanishes.
 * The tests are in order: each leaves the nodes as the next one finds them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { seconds } from '../../lib';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { slow } from '../engines/support/tiny-model';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { hubModel, neighbours, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { addresses } from './stand/network';
import type { Node } from './stand/node';
import type { Passage } from './stand/passage';
import { SteadyClient } from './stand/steady-client';
import { client, NodeWorld } from './stand/world';

const model = hubModel('slow', slow);
const replicas = 3;

/** How long an engine stays on a node that is not reachable. Kubernetes itself writes 300 s into pods without it. */
const staysSeconds = 5;
/** How long the controllers wait for a word of a node. Their default is 50 s. */
const graceSeconds = 8;

const tolerations = (['not-ready', 'unreachable'] as const).map((state) => ({
  key: `node.kubernetes.io/${state}`,
  effect: 'NoExecute' as const,
  seconds: seconds(staysSeconds),
}));

const environment = nodeEnvironment({
  name: 'node-two',
  nodes: 2,
  catalog: { slow: model.entry },
  weights: sharedStore,
  models: { slow: { weights: 'slow', settings: smallSettings, replicas, pods: { tolerations } } },
});

const zone = 'topology.kubernetes.io/zone';
const port = 8080;

/** `open` or `blocked`; an enforcer refuses connections or leaves them without an answer. */
async function reaches(passage: Passage, host: string, to = port): Promise<'open' | 'blocked'> {
  const code = await passage.probe({ host, port: to, timeout: 2000 });
  if (code === 'connected') return 'open';
  expect(['ECONNREFUSED', 'ETIMEDOUT']).toContain(code);
  return 'blocked';
}

const completion = (tokens: number) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ prompt: 'Hello', max_tokens: tokens }),
});

const nameOf = ({ metadata }: IPod): string => metadata?.name ?? '';
const addressOf = ({ status }: IPod): string => status?.podIP ?? '';

let world: NodeWorld;
/** Where the test drains, and what it takes away; the other node stays. */
let leaving: Node;
let staying: Node;
let service: string;

const engines = (): Promise<readonly IPod[]> => world.pods('slow');
const on = (node: Node, pods: readonly IPod[]): readonly IPod[] =>
  pods.filter(({ spec }) => spec?.nodeName === node.name);
const weightsServers = (): Promise<readonly IPod[]> =>
  world.stand.client.list('Pod', {
    namespace: 'model-store',
    labels: { 'app.kubernetes.io/instance': 'weights-server' },
  });
/** Connections from the gateway's or a stranger's pod on a node. */
const from = (who: 'gateway' | 'stranger', node: Node): Promise<Passage> =>
  world.stand.from(who, `${who}-on-${node.name}`);

beforeAll(async () => {
  world = await NodeWorld.start(environment, {
    images: ['curl', 'nginx', 'llama-server'],
    nodes: [{ labels: { [zone]: 'one' } }, { labels: { [zone]: 'two' } }],
    controllerManager: [`--node-monitor-grace-period=${graceSeconds}s`, '--node-monitor-period=1s'],
  });
  serveAll(world.stand.hub, [model]);
  const { stand } = world;
  const clients = stand.nodes.flatMap(({ name }) =>
    (['gateway', 'stranger'] as const).map((who) =>
      client(who, `${who}-on-${name}`, neighbours.requestsFrom.podLabels, name),
    ),
  );
  await stand.client.apply(clients, { fieldManager: 'cluster-team' });
  await world.apply();
  const pods = await world.ready('slow', replicas);
  const most = stand.nodes.find((node) => on(node, pods).length > 1);
  const other = stand.nodes.find((node) => node !== most);
  if (most === undefined || other === undefined) throw new Error('no node has two of three pods');
  [leaving, staying] = [most, other];
  // The name would be asked of a DNS that may itself be moved.
  service = (await stand.client.get('Service', 'slow', world.namespace)).spec?.clusterIP ?? '';
});
afterAll(() => world?.end());

describe('packets between nodes', () => {
  /** Every pair of a node with a client and an engine's pod, whichever node that is on. */
  async function flows(who: 'gateway' | 'stranger'): Promise<Readonly<Record<string, string>>> {
    const pods = await engines();
    const pairs = world.stand.nodes.flatMap((node) => pods.map((pod) => ({ node, pod })));
    const seen = pairs.map(async ({ node, pod }) => [
      `${who} on ${node === leaving ? 'one' : 'the other'} → ${nameOf(pod)}`,
      await reaches(await from(who, node), addressOf(pod)),
    ]);
    return Object.fromEntries(await Promise.all(seen));
  }

  it('are blocked where they must be: before everything else, since the enforcer may not live', async () => {
    await waitUntil(
      'no stranger reaches an engine',
      () => flows('stranger'),
      (seen) => Object.values(seen).every((each) => each === 'blocked'),
      { seconds: 60 },
    );
  });

  it('pass from the gateway on both nodes to engines on both nodes, and from no stranger', async () => {
    await waitUntil(
      'the gateway reaches every engine',
      () => flows('gateway'),
      (seen) => Object.values(seen).every((each) => each === 'open'),
      { seconds: 60 },
    );
    expect([...new Set(Object.values(await flows('stranger')))]).toEqual(['blocked']);
  });

  it('pass from engines to the weights servers of both nodes, and to nothing else on the other node', async () => {
    const [own] = on(staying, await engines());
    const [distant] = on(leaving, await engines());
    if (own === undefined || distant === undefined) throw new Error('a node has no engine');
    const passage = await world.stand.from(world.namespace, nameOf(own));
    const servers = await weightsServers();
    const to = async (name: string, host: string, toPort = port) => [name, await reaches(passage, host, toPort)];
    const look = async (): Promise<unknown> =>
      Object.fromEntries(
        await Promise.all([
          ...servers.map((server) => to(`weights server on ${server.spec?.nodeName}`, addressOf(server))),
          to('engine on the other node', addressOf(distant)),
          to('kubelet of the other node', addresses.node(world.stand.nodes.indexOf(leaving)), 10_250),
          to('API server', addresses.control, 6443),
          to('internet', addresses.hub, 443),
        ]),
      );
    const open = { [`weights server on ${leaving.name}`]: 'open', [`weights server on ${staying.name}`]: 'open' };
    const others = ['engine on the other node', 'kubelet of the other node', 'API server', 'internet'];
    const all = (value: string) => Object.fromEntries(others.map((name) => [name, value]));
    const isSeen = (what: string, wanted: object) =>
      waitUntil(what, look, (seen) => isDeepStrictEqual(seen, wanted), { seconds: 60 });
    await isSeen('policies allow the weights servers alone', { ...open, ...all('blocked') });
    // The same flows without an enforcer: it was the policies, and not a cable that is missing.
    await Promise.all(world.stand.nodes.map((node) => node.letPass()));
    await isSeen('without them all is open', { ...open, ...all('open') });
    expect([...new Set(Object.values(await flows('stranger')))]).toEqual(['open']);
    await Promise.all(world.stand.nodes.map((node) => node.enforce()));
    await waitUntil(
      'the policies hold again',
      async () => [...Object.values(await flows('stranger')), ...Object.values((await look()) as object)],
      (seen) => seen.filter((each) => each === 'open').length === servers.length,
      { seconds: 60 },
    );
  });
});

describe('places', () => {
  it('are spread over nodes and zones as far as there are nodes', async () => {
    const counts = (pods: readonly IPod[]) =>
      world.stand.nodes.map((node) => on(node, pods).length).sort((a, b) => a - b);
    expect(counts(await engines())).toEqual([1, 2]);
    expect(counts(await weightsServers())).toEqual([1, 1]);
  });
});

describe('a drain', () => {
  let steady: SteadyClient | undefined;

  afterAll(() => steady?.stop());

  /** How few engines were Ready at once until something ended. */
  async function fewestReady(until: Promise<unknown>): Promise<number> {
    const ending = new AbortController();
    void until.finally(() => ending.abort()).catch(() => undefined);
    let fewest = replicas;
    while (!ending.signal.aborted) {
      fewest = Math.min(fewest, (await engines()).filter(isReady).length);
      await sleep(200);
    }
    return fewest;
  }

  it('moves the pods to the other node as the plan states: no request fails, and streams are whole', async () => {
    const { plan } = world.rendered.synthesis;
    expect(plan.placement.drains).toEqual([expect.objectContaining({ verdict: 'no outage' })]);
    const [gone] = on(leaving, await engines());
    if (gone === undefined) throw new Error('the node has no engine');
    const gateway = await from('gateway', staying);
    // Pods without a controller are not for a drain to take.
    const bare = (await world.stand.client.list('Pod', { fields: { 'spec.nodeName': leaving.name } })).filter(
      ({ metadata }) => metadata?.ownerReferences === undefined,
    );
    await world.stand.client.delete(
      bare.map(({ metadata }) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: metadata?.name ?? '', namespace: metadata?.namespace },
      })),
      { gracePeriodSeconds: 0 },
    );

    steady = new SteadyClient(gateway, `http://${service}:${port}/v1/completions`, completion(4));
    const start = Date.now();
    const draining = world.stand.kubectl.drain(leaving.name, { seconds: 400 });
    const fewest = fewestReady(draining);
    await waitUntil(
      'a pod of the node ends',
      async () => (await engines()).some((pod) => nameOf(pod) === nameOf(gone)),
      (stays) => !stays,
    );
    // The pod ends from now on, and this answer is for it to finish.
    const stream = gateway.ask(`http://${addressOf(gone)}:${port}/v1/completions`, completion(256));
    const [{ status, body }] = await Promise.all([stream, draining]);
    const took = secondsSince(start);
    const { answered, failed } = await steady.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ usage: { completion_tokens: 256 } });
    // The budget takes one pod at a time, the second one when the first is replaced.
    expect(await fewest).toBe(replicas - 1);
    const [engine] = plan.servers;
    expect(took).toBeLessThan(2 * ((engine?.budgets.grace.value ?? 0) + (engine?.budgets.startup.value ?? 0)));
    expect(on(leaving, await engines())).toEqual([]);
    expect(
      on(leaving, await weightsServers()).filter(({ metadata }) => metadata?.deletionTimestamp === undefined),
    ).toEqual([]);
    await world.ready('slow', replicas);
    count('nodes', { drains: 1, 'requests during drains': answered, 'seconds of drains': took });
  });

  it('leaves a node that gets pods again', async () => {
    await world.stand.kubectl.uncordon(leaving.name);
    const [one] = await engines();
    if (one === undefined) throw new Error('no engine runs');
    await world.stand.client.delete([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: nameOf(one), namespace: world.namespace } },
    ]);
    await world.ready('slow', replicas);
    expect(on(leaving, await engines())).toHaveLength(1);
  });
});

describe('a node that vanishes', () => {
  /** How many of some requests, one after the other, are not answered. */
  async function failures(gateway: Passage, requests: number): Promise<number> {
    let failed = 0;
    for (let i = 0; i < requests; i += 1)
      await gateway.ask(`http://${service}:${port}/v1/completions`, completion(4)).then(
        ({ status }) => (failed += status === 200 ? 0 : 1),
        () => (failed += 1),
      );
    return failed;
  }

  it('is NotReady, its endpoints are gone, and its pods are replaced after the time that the manifests state', async () => {
    const [lost] = on(leaving, await engines());
    if (lost === undefined) throw new Error('the node has no engine');
    expect(lost.spec?.tolerations).toContainEqual({
      key: 'node.kubernetes.io/unreachable',
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: staysSeconds,
    });
    const gateway = await from('gateway', staying);
    const start = Date.now();
    const since = (): number => secondsSince(start);
    await leaving.machine.kill();
    await world.stand.client.waitFor('is not Ready', 'Node', leaving.name, undefined, (node) => !isReady(node), {
      seconds: 120,
    });
    const notReady = since();
    const endpoints = async (): Promise<readonly string[]> =>
      (
        await world.stand.client.list('EndpointSlice', {
          namespace: world.namespace,
          labels: { 'kubernetes.io/service-name': 'slow' },
        })
      ).flatMap(({ endpoints: each }) =>
        (each ?? []).filter(({ conditions }) => conditions?.ready === true).flatMap(({ addresses: at }) => at),
      );
    await waitUntil('its endpoint is gone', endpoints, (at) => !at.includes(addressOf(lost)), { seconds: 60 });
    // kube-proxy follows within a moment.
    await waitUntil(
      'ten requests in a row are answered',
      () => failures(gateway, 10),
      (failed) => failed === 0,
      {
        seconds: 120,
      },
    );
    await world.ready('slow', replicas);
    const replaced = since();
    expect(on(staying, await engines())).toHaveLength(replicas);
    // Its endpoint went since it was not Ready any more, and not only when it was to be replaced.
    const { metadata, status } = await world.stand.client.get('Pod', nameOf(lost), world.namespace);
    const unready = status?.conditions?.find(({ type }) => type === 'Ready');
    const asked = Date.parse(String(metadata?.deletionTimestamp)) - 1000 * (metadata?.deletionGracePeriodSeconds ?? 0);
    expect(unready?.status).toBe('False');
    expect(Date.parse(String(unready?.lastTransitionTime))).toBeLessThan(asked);
    expect(replaced).toBeGreaterThan(notReady + staysSeconds - 1);
    count('nodes', { 'nodes that vanish': 1, 'seconds until pods are replaced': replaced });
  });
});
