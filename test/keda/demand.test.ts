/**
 * KEDA scales a model on what the gateway has to do: it wakes for a request and for no other, follows a queue, sleeps
 * again, keeps windows, and takes nothing away in an outage or at a hand-over. Minutes of the plan are seconds here.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { synthesise } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read';
import { ensureTools } from '../../scripts/toolchain/tools';
import { hasCondition } from '../cluster/client/conditions';
import { installDefinitions } from '../cluster/client/custom-resources';
import { waitUntil } from '../cluster/client/wait';
import { objectsIn, wavesOf } from '../cluster/world/rendered';
import { startWorld, type World } from '../cluster/world/world';
import { kedaTestTools } from '../components/sets';
import { Machine } from '../engines/support/pod';
import { ask, send } from '../gateway/support/client';
import { type LlamaServer, llamaServers } from '../gateway/support/engines';
import { Gateway } from '../gateway/support/gateway';
import { newKey } from '../gateway/support/keys';
import { Names } from '../gateway/support/names';
import { adapterEnvironment, kedaEnvironment } from '../scaling/environment';
import type { Certificates } from './support/certificates';
import { frontProxy, frontProxyCertificates, Keda } from './support/keda';
import { Prometheus } from './support/prometheus';
import { scaleDemand } from './support/scaled-time';

/** A minute of the plan is a second. */
const factor = 60;
const serving = 'llm-serving';
const key = newKey('everybody');
const limited = newKey('narrow');
const addresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4'] as const;

let machine: Machine;
let names: Names;
let servers: readonly LlamaServer[];
let gateway: Gateway;
let prometheus: Prometheus;
let proxy: Certificates;
let world: World;
let keda: Keda;
const ending = new AbortController();
/** Each number of replicas that was seen, once for each change. */
const seen: number[] = [];

const chatWith = (change: object): EnvironmentInput =>
  ({
    ...kedaEnvironment,
    models: { ...kedaEnvironment.models, chat: { ...kedaEnvironment.models?.['chat'], ...change } },
  }) as EnvironmentInput;

/** The model without a window: one of the test's own would depend on the hour at which it runs. */
const sleeping = chatWith({ schedule: [] });

const timeOf = (hours: number): string => {
  const hour = (new Date().getUTCHours() + hours + 24) % 24;
  return `${String(hour).padStart(2, '0')}:00`;
};
/** A window of two pods that lasts now. */
const awake = (): EnvironmentInput =>
  chatWith({ schedule: [{ days: 'daily', from: timeOf(-2), to: timeOf(2), timeZone: 'UTC', replicas: 2 }] });

const timed = (manifests: readonly Manifest[]): readonly Manifest[] => scaleDemand(manifests, factor, prometheus.url);
const objectsOf = (input: EnvironmentInput): readonly Manifest[] => timed(objectsIn(synthesise(input).charts));
const only = (input: EnvironmentInput, ...kinds: readonly string[]): readonly Manifest[] =>
  objectsOf(input).filter(({ kind, metadata }) => kinds.includes(kind) && metadata.name === 'chat');

const deployment = () => world.plane.client.get('Deployment', 'chat', serving);
const replicas = async (): Promise<number> => (await deployment()).spec?.replicas ?? 0;
const ready = async (): Promise<number> => (await deployment()).status?.readyReplicas ?? 0;
/** Waits until the model has so many replicas, and until that has been noted. */
async function become(count: number, seconds = 90): Promise<void> {
  await waitUntil(`the model has ${count} replicas`, replicas, (now) => now === count, { seconds });
  await waitUntil(
    'it is noted',
    () => Promise.resolve(seen.at(-1)),
    (last) => last === count,
    { seconds: 10 },
  );
}

/** Names of the model have the addresses of as many engines as pods are ready. */
async function follow(host: string): Promise<void> {
  while (!ending.signal.aborted) {
    const now = await deployment().catch(() => undefined);
    names.set(host, addresses.slice(0, now?.status?.readyReplicas ?? 0));
    const wanted = now?.spec?.replicas;
    if (wanted !== undefined && seen.at(-1) !== wanted) seen.push(wanted);
    await sleep(100);
  }
}

const question = (more: object = {}) => ({
  path: '/v1/chat/completions',
  key: key.text,
  body: { model: 'chat', messages: [{ role: 'user', content: 'tell me something' }], max_tokens: 400, ...more },
});

/** Keeps so many requests in progress, until it is stopped. */
function load(count: number): () => Promise<void> {
  const stopping = new AbortController();
  const client = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const { reply, leave } = send(gateway.port, question({ stream: true }));
      stopping.signal.addEventListener('abort', leave, { once: true });
      await reply.catch(() => sleep(200));
    }
  };
  const clients = Array.from({ length: count }, client);
  return async () => {
    stopping.abort();
    await Promise.all(clients);
  };
}

beforeAll(async () => {
  await ensureTools(kedaTestTools);
  machine = await Machine.start();
  names = await Names.start();
  servers = await llamaServers(machine, addresses);
  const { plan } = synthesise(sleeping);
  if (plan.gateway === undefined) throw new Error('the environment has no gateway');
  const { models, weights } = plan.gateway;
  const cluster = models.clusters['chat'];
  if (cluster === undefined) throw new Error('the gateway knows no model chat');
  names.set(cluster.host, []);
  gateway = await Gateway.start(machine, names, {
    models: { ...models, clusters: { ...models.clusters, chat: { ...cluster, port: servers[0]?.port ?? 0 } } },
    weights,
    clients: { everybody: { models: 'all' }, narrow: { models: ['legal'] } },
    keys: { [key.id]: key.entry, [limited.id]: limited.entry },
  });
  prometheus = await Prometheus.start(machine, [
    {
      name: 'gateway',
      path: '/stats/prometheus',
      targets: [`127.0.0.1:${gateway.ports.metrics}`],
      labels: { namespace: 'llm-gateway', workload: 'gateway' },
    },
    {
      name: 'engines',
      path: '/metrics',
      targets: servers.map(({ address, port }) => `${address}:${port}`),
      labels: { namespace: serving, workload: 'chat' },
    },
  ]);
  proxy = frontProxyCertificates(machine.folder('certificates'));
  world = await startWorld(sleeping, {
    apiServer: frontProxy(proxy),
    controllerManager: ['--horizontal-pod-autoscaler-sync-period=1s'],
    // A part of the startup budget that is long beside the cooldown of this test.
    loadFor: 0.15,
  });
  keda = await Keda.start(world.plane, proxy);
  await installDefinitions(world.plane.client, ['podmonitors.monitoring.coreos.com']);
  for (const wave of wavesOf(world.rendered.charts)) await world.plane.client.apply(timed(wave));
  void follow(cluster.host);
}, 20 * 60_000);
afterAll(async () => {
  ending.abort();
  await keda.stop();
  await world.end();
  await machine.stop();
  names.stop();
});

test('a new model without requests sleeps once its first cooldown is over', async () => {
  await become(0, 180);
});

describe('a model that sleeps', () => {
  test('is not woken by requests without a key, without the right, or for another model', async () => {
    const answers = await Promise.all([
      ask(gateway.port, { ...question(), key: undefined }),
      ask(gateway.port, { ...question(), key: limited.text }),
      ask(gateway.port, question({ model: 'none' })),
      ask(gateway.port, question({ n_discard: 5 })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 404, 404, 400]);
    await sleep(10_000);
    expect(await replicas()).toBe(0);
  });

  test('is woken by one request, and is not taken away while it loads', async () => {
    const refused = await ask(gateway.port, question());
    expect(refused.status).toBe(503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const asked = Date.now();
    await become(1, 30);
    const from = seen.length;
    await waitUntil('the model is ready', ready, (count) => count === 1);
    expect(Date.now() - asked).toBeGreaterThan(3000);
    expect(seen.slice(from)).toEqual([]);
    const answer = await waitUntil(
      'the gateway knows its pod',
      () => ask(gateway.port, question({ max_tokens: 5 })),
      ({ status }) => status === 200,
    );
    expect(answer.status).toBe(200);
  });
});

test('a queue adds pods up to the maximum, and its end takes them away, the last one after the cooldown', async () => {
  const from = seen.length;
  const stop = load(6);
  await become(3);
  await stop();
  await become(0, 180);
  expect(seen.slice(from)).toEqual([2, 3, 2, 1, 0]);
});

test('in an outage of Prometheus nothing is taken away', async () => {
  const stop = load(4);
  await become(2, 120);
  await waitUntil('both pods are ready', ready, (count) => count === 2);
  await prometheus.kill();
  await stop();
  await world.plane.client.waitFor('falls back', 'ScaledObject', 'chat', serving, (each) =>
    hasCondition(each as never, 'Fallback'),
  );
  const from = seen.length;
  // Longer than cooldown and windows.
  await sleep(60_000);
  expect(seen.slice(from)).toEqual([]);
  expect(await replicas()).toBe(2);
  await prometheus.begin();
  await become(0, 180);
});

test('in an outage of Prometheus a model that sleeps is woken, since no request could', async () => {
  expect(await replicas()).toBe(0);
  await prometheus.kill();
  await become(1, 60);
  await prometheus.begin();
  await become(0, 180);
});

test('a window keeps its pods without a request, and lets them go when it is over', async () => {
  const { client } = world.plane;
  await client.apply(only(awake(), 'ScaledObject'));
  await become(2);
  await sleep(15_000);
  expect(await replicas()).toBe(2);
  await client.apply(only(sleeping, 'ScaledObject'));
  await become(0, 180);
});

test('an autoscaler of others on another workload stays as it is', async () => {
  const { client } = world.plane;
  const labels = { app: 'other' };
  await client.apply([
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'other', namespace: 'default' },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'x', image: 'x' }] } },
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'other', namespace: 'default' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
        minReplicas: 2,
        maxReplicas: 3,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
        ],
      },
    },
  ]);
  await client.waitFor('has its minimum', 'Deployment', 'other', 'default', ({ spec }) => spec?.replicas === 2);
  const stop = load(2);
  await become(1);
  await stop();
  const { metadata } = await client.get('HorizontalPodAutoscaler', 'other', 'default');
  expect(metadata?.ownerReferences).toBeUndefined();
  expect(metadata?.generation ?? 1).toBe(1);
  await become(0, 180);
});

describe('hand-overs', () => {
  const fewest = async (during: () => Promise<unknown>): Promise<number> => {
    const from = seen.length - 1;
    await during();
    await sleep(10_000);
    return Math.min(...seen.slice(from));
  };

  test('to our autoscaler: the ScaledObject goes first, the number stays', async () => {
    const { client, kubectl } = world.plane;
    await client.apply(only(awake(), 'ScaledObject'));
    await become(2);
    const least = await fewest(async () => {
      await kubectl.run(['--namespace', serving, 'delete', 'scaledobject', 'chat']);
      await client.apply(only(adapterEnvironment, 'Deployment', 'HorizontalPodAutoscaler'));
    });
    expect(least).toBe(2);
    expect((await client.get('HorizontalPodAutoscaler', 'chat', serving)).metadata?.ownerReferences).toBeUndefined();
  });

  test('to KEDA: it takes our autoscaler over, and makes it again when ours is removed', async () => {
    const { client, kubectl } = world.plane;
    const least = await fewest(async () => {
      await client.apply(only(awake(), 'Deployment', 'ScaledObject'));
      await client.waitFor(
        'is of KEDA',
        'HorizontalPodAutoscaler',
        'chat',
        serving,
        ({ metadata }) => metadata?.ownerReferences?.[0]?.kind === 'ScaledObject',
      );
      await kubectl.run(['--namespace', serving, 'delete', 'horizontalpodautoscaler', 'chat']);
      await client.waitFor(
        'is there again',
        'HorizontalPodAutoscaler',
        'chat',
        serving,
        ({ metadata }) => metadata?.deletionTimestamp === undefined,
      );
    });
    expect(least).toBe(2);
    // By this label preflight knows that it is none of others.
    const { metadata } = await client.get('HorizontalPodAutoscaler', 'chat', serving);
    expect(metadata?.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'corral' });
  });

  test('without a window, a model that was handed over sleeps only after its cooldown', async () => {
    const { client } = world.plane;
    const began = Date.now();
    await client.apply(only(sleeping, 'ScaledObject'));
    await become(0, 180);
    expect(Date.now() - began).toBeGreaterThan(10_000);
  });
});
