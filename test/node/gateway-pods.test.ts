/**
 * A whole gateway on a real node: two pods of Envoy and its policy before llama-servers and an Ollama fleet. What clients
 * see while everything is replaced, while an engine, a pod or a policy is killed, near their limits, and with a key that
 * is revoked. The tests are in order: each leaves the gateway as the next one finds it.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { fewestAtRefusal, ManyClients, mostAtOnce, mostInAMinute, type Reply } from './stand/admitted';
import { Overlays } from './stand/command';
import {
  gatewayNamespace,
  gatewayPods,
  gatewayUrl,
  keyCommand,
  killIn,
  questionOf,
  statusOf,
  urlOf,
  type Question,
} from './stand/gateway';
import {
  clientNames,
  fleetModel,
  gatewayEnvironment,
  limits,
  longest,
  serveModels,
  type ClientName,
} from './stand/gateway-environment';
import type { Answer, Passage } from './stand/passage';
import { PodStreams } from './stand/pod-streams';
import { Client } from './stand/requests';
import { stream, streamsPass, type Stream } from './stand/streams';
import { NodeWorld } from './stand/world';

const completion = (model: string, key: string, tokens = 8): Question => ({
  path: '/v1/completions',
  body: { model, prompt: 'a', max_tokens: tokens },
  key,
});

let world: NodeWorld;
let overlays: string;
let client: Passage;
const keys = {} as Record<ClientName, string>;
beforeAll(async () => {
  const first = gatewayEnvironment('first');
  world = await NodeWorld.start(first, { images: ['curl', 'nginx', 'llama-server', 'ollama', 'envoy', 'nodejs'] });
  serveModels(world.stand.hub);
  overlays = new Overlays(join(world.stand.folder, 'overlays')).list([], [first]);
  await world.apply();
  client = await world.from('gateway');
});
afterAll(() => world?.end());

const pods = (): Promise<readonly IPod[]> => gatewayPods(world);
const readyPods = (replicas = 2): Promise<readonly IPod[]> =>
  waitUntil(`${replicas} pods of the gateway are Ready, and there is no other`, pods, (all) => {
    const left = all.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
    return all.length === replicas && left.length === replicas && left.every((pod) => isReady(pod));
  });
const answers = (base: string, question: Question): Promise<number> =>
  waitUntil(
    `${base} answers`,
    () => statusOf(client, base, question),
    (status) => status === 200,
    { seconds: 60 },
  );

test('two pods of Envoy and its policy give tokens of each engine to those with a key', async () => {
  const start = Date.now();
  // The key of engines comes with the first one, for which their pods wait.
  for (const name of clientNames) {
    const made = await keyCommand(world, overlays, ['new', '--client', name]);
    expect(made).toMatchObject({ status: 0, error: expect.stringContaining(`of client '${name}'`) });
    keys[name] = made.out;
  }
  await Promise.all([world.ready('tiny', 2), world.ready('talks'), world.ready('fleet', 2), readyPods()]);
  const key = keys.team;
  await answers(gatewayUrl, completion('tiny', key));
  await answers(gatewayUrl, completion('talks', key));
  const generate = { path: '/api/generate', key, body: { model: fleetModel, prompt: 'a', stream: false } };
  await answers(gatewayUrl, generate);
  expect(await statusOf(client, gatewayUrl, completion('tiny', `${key.slice(0, -1)}.`))).toBe(401);
  const other = key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  expect(await statusOf(client, gatewayUrl, completion('tiny', other))).toBe(401);
  count('gateway', { environments: 1, seconds: secondsSince(start) });
});

/** A stream of about so many tokens through one pod of the gateway. */
const streamThrough = (pod: IPod, tokens: number): Stream => {
  const { path, body } = completion('talks', keys.team, tokens);
  return stream(client, `${urlOf(pod)}${path}`, { ...body, stream: true }, '[DONE]', {
    authorization: `Bearer ${keys.team}`,
  });
};

/** Tokens that an answer has after so many seconds while three others are under way. */
async function tokensIn(seconds: number): Promise<number> {
  const [pod] = await pods();
  if (pod === undefined) throw new Error('the gateway has no pod');
  await streamsPass((tokens) => streamThrough(pod, tokens));
  const start = Date.now();
  const streams = await Promise.all([1, 2, 3].map(() => streamThrough(pod, 100).end));
  expect(streams.map(({ whole }) => whole)).toEqual([true, true, true]);
  return Math.min(longest / 3, Math.ceil((seconds * 100) / secondsSince(start)));
}

/** Pods of the gateway, of engines and of the fleet. */
const running = async (): Promise<readonly IPod[]> => {
  const engines = await world.stand.client.list('Pod', { namespace: world.namespace });
  return [...(await pods()), ...engines.filter(({ status }) => status?.phase !== 'Succeeded')];
};
const isSecond = (pod: IPod): boolean =>
  pod.metadata?.annotations?.['example.org/version'] === 'second' && isReady(pod);

/** Removes a key from the Secret, and nothing else: pods read it when their kubelet looks again. */
const removeKey = (key: string): Promise<string> => {
  const patch = [{ op: 'remove', path: `/data/${key.split('_')[1] ?? ''}` }];
  const target = ['secret', 'gateway-keys', '-n', gatewayNamespace];
  return world.stand.kubectl.run(['patch', ...target, '--type=json', '-p', JSON.stringify(patch)]);
};

/** Seconds until each pod of the gateway that runs now has refused a key, or is gone. */
async function secondsUntilRefused(key: string): Promise<number> {
  const start = Date.now();
  const refused = async (pod: IPod): Promise<void> => {
    const holds = (status: number): boolean => status === 401 || status === 0;
    await waitUntil('a key is refused', () => statusOf(client, urlOf(pod), completion('tiny', key)), holds);
  };
  await Promise.all((await pods()).map(refused));
  return secondsSince(start);
}

test('a thousand requests while every pod is replaced and an engine is killed: none fails, and streams end whole', async () => {
  const key = keys.team;
  const tokens = await tokensIn(6);
  const before = await running();
  const streams = new PodStreams(pods, (pod) => streamThrough(pod, tokens));
  const generate = {
    path: '/api/generate',
    key,
    body: { model: fleetModel, prompt: 'a', stream: false, options: { num_predict: 8 } },
  };
  const questions = [...[1, 2, 3].map(() => completion('tiny', key)), generate, generate];
  const clients = questions.map(
    (question) =>
      new Client(client, {
        url: `${gatewayUrl}${question.path}`,
        ...questionOf(question),
        timeout: 30_000,
        pause: 250,
        most: 2000,
      }),
  );

  await world.change(gatewayEnvironment('second'));
  const [killed] = (await world.pods('tiny')).filter((pod) => isReady(pod) && !isSecond(pod));
  if (killed === undefined) throw new Error('no engine is left to be killed');
  await killIn(world, killed, 'llama-server');

  await waitUntil('every pod is replaced', running, (all) => all.length === before.length && all.every(isSecond), {
    seconds: 240,
    describe: (all) => (all as readonly IPod[]).map(({ metadata, status }) => [metadata?.name, status?.phase]),
  });
  await waitUntil(
    'a thousand requests are answered',
    async () => clients.reduce((sum, { soFar }) => sum + soFar, 0),
    (answered) => answered >= 1000,
  );
  const seen = await Promise.all(clients.map((each) => each.end()));
  const streamed = await streams.stop();
  const answered = seen.reduce((sum, each) => sum + each.answered, 0);
  const across = streams.across(streamed);
  expect(seen.flatMap(({ failed }) => failed)).toEqual([]);
  expect(streamed.filter(({ whole }) => !whole)).toEqual([]);
  expect(new Set(across.map(({ pod }) => pod)).size).toBe(2);
  count('gatewayRollouts', {
    'replaced pods': before.length,
    'killed engines': 1,
    requests: answered + streamed.length,
    'failed requests': 0,
    'streams across the end of a pod': across.length,
    'cut streams': 0,
  });
});

/**
 * Ends the processes of a pod of the gateway at once, as the kernel does. A pod that is deleted together with its network
 * cannot be reached while names list it, and the other goes on with half of the limit then (ADR 58).
 */
async function killPod(pod: IPod): Promise<void> {
  for (const container of ['envoy', 'policy']) await killIn(world, pod, container);
}

const policyStarts = ({ status }: IPod): number => status?.initContainerStatuses?.[0]?.restartCount ?? 0;

/** Begins with the limits, since it may take a minute. */
let removed: Promise<number>;
test('limits hold over both pods, while one of them is killed', async () => {
  await removeKey(keys.gone);
  removed = secondsUntilRefused(keys.gone);
  const minute = new ManyClients(client, gatewayUrl, completion('tiny', keys.minute), { clients: 3, pause: 150 });
  const { path, body } = completion('talks', keys.slots, 400);
  const held = { path, key: keys.slots, body: { ...body, stream: true } };
  const slots = new ManyClients(client, gatewayUrl, held, { clients: 14, pause: 100 });
  const more = (outcome: Reply['outcome'], least: number): Promise<number> => {
    const wanted = minute.count(outcome) + least;
    return waitUntil(
      `${least} more requests are ${outcome}`,
      async () => minute.count(outcome),
      (seen) => seen >= wanted,
      { seconds: 90 },
    );
  };
  await more('admitted', limits.requestsPerMinute / 2);
  const [killed, other] = await readyPods();
  if (killed === undefined || other === undefined) throw new Error('the gateway has not two pods');
  await killPod(killed);
  await waitUntil('its policy runs again', readyPods, (all) => all.some((pod) => policyStarts(pod) > 0));
  await more('refused', 10);
  // What it has counted is not lost with its process.
  await killIn(world, other, 'policy');
  await waitUntil('its policy runs again', readyPods, (all) => all.every((pod) => policyStarts(pod) > 0), {
    seconds: 90,
  });
  await more('refused', 20);
  const [asked, streamed] = await Promise.all([minute.end(), slots.end()]);
  const [most, fewest, atOnce] = [mostInAMinute(asked), fewestAtRefusal(asked), mostAtOnce(streamed)];
  expect(most).toBeLessThanOrEqual(1.1 * limits.requestsPerMinute);
  expect(fewest).toBeGreaterThanOrEqual(0.9 * limits.requestsPerMinute);
  expect(atOnce).toBeLessThanOrEqual(limits.concurrent + 2);
  expect(atOnce).toBeGreaterThan(limits.concurrent / 2);
  count('gatewayLimits', {
    '% of the limit of a minute admitted at most': Math.round((100 * most) / limits.requestsPerMinute),
    '% of it used at the first refusal': Math.round((100 * fewest) / limits.requestsPerMinute),
    'streams at once, of a limit of 6': atOnce,
    'killed pods': 1,
    'killed policies': 1,
  });
});

test('a pod without its policy refuses every request, and takes them again when the policy is back', async () => {
  const [pod] = await readyPods();
  if (pod === undefined) throw new Error('the gateway has no pod');
  const ask = (key: string): Promise<Answer> => {
    const question = completion('tiny', key);
    return client.ask(`${urlOf(pod)}${question.path}`, questionOf(question));
  };
  const wrong = keys.team.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  const statuses = new Set<number>();
  await killIn(world, pod, 'policy');
  const closed = await waitUntil(
    'the pod is closed',
    () => ask(keys.team),
    ({ status }) => status === 503,
    { seconds: 30 },
  );
  expect(JSON.parse(closed.body)).toMatchObject({ error: { code: 'gateway_unavailable' } });
  await waitUntil(
    'the pod answers again',
    async () => {
      statuses.add((await ask(wrong)).status);
      return ask(keys.team);
    },
    ({ status }) => status === 200,
    { seconds: 60 },
  );
  expect([...statuses].filter((status) => ![401, 429, 503].includes(status))).toEqual([]);
  count('gatewayLimits', { 'closed pods': 1 });
});

test('a key that is removed is refused by every pod within two minutes, and by `key revoke` within seconds', async () => {
  const [, id = ''] = keys.left.split('_');
  expect(await keyCommand(world, overlays, ['revoke', id])).toMatchObject({
    status: 0,
    error: expect.stringContaining('The gateway refuses it within seconds, on 2 pods.'),
  });
  const [byCommand, byHand] = [await secondsUntilRefused(keys.left), await removed];
  expect(byCommand).toBeLessThan(20);
  expect(byHand).toBeLessThan(120);
  count('gatewayKeys', { 'seconds by `key revoke`': byCommand, 'seconds by hand': byHand });
});
