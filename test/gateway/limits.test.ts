/** Limits of clients, with the real Envoy: what frees a slot, what is charged, and what survives the policy. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Machine } from '../engines/support/pod';
import { ask, send, type Asked } from './support/client';
import { answers, FakeEngine, keepsSilent, streamsWhile } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { until } from './support/until';

const keys = {
  slots: newKey('slots'),
  minute: newKey('minute'),
  day: newKey('day'),
  left: newKey('left'),
  free: newKey('free'),
  stays: newKey('stays'),
};
const chat = (client: keyof typeof keys, name: string) => ({
  path: '/v1/chat/completions',
  key: keys[client].text,
  body: { model: name, messages: [{ role: 'user', content: 'hello' }], max_tokens: 10, stream: name !== 'answers' },
});

let machine: Machine;
let names: Names;
let gateway: Gateway;
const engines: FakeEngine[] = [];
/** Whether slow answers go on: a test ends them when it has seen what happens meanwhile. */
const slow = { goesOn: true };
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  const behaviours = { answers, silent: keepsSilent, slow: streamsWhile(() => slow.goesOn, 100) };
  const clusters = Object.fromEntries(
    await Promise.all(
      Object.entries(behaviours).map(async ([name, behaviour]) => {
        const engine = await FakeEngine.start(behaviour);
        engines.push(engine);
        names.set(`${name}.test.`, ['127.0.0.1']);
        const cluster = {
          host: `${name}.test.`,
          port: engine.port,
          healthPath: '/health',
          affinity: 'least-requests' as const,
          maxRequests: 50,
          maxPending: 50,
        };
        return [name, cluster] as const;
      }),
    ),
  );
  gateway = await Gateway.start(machine, names, {
    models: {
      models: Object.fromEntries([...Object.keys(behaviours), 'gone'].map((name) => [name, model(name)])),
      clusters: { ...clusters, gone: { ...clusters.answers!, host: 'gone.test.' } },
    },
    weights: {},
    clients: {
      slots: { models: 'all', concurrent: 2 },
      minute: { models: 'all', requestsPerMinute: 5 },
      day: { models: 'all', tokensPerDay: 200 },
      left: { models: 'all', requestsPerMinute: 20, tokensPerDay: 100_000 },
      free: { models: 'all' },
      stays: { models: 'all', concurrent: 1, requestsPerMinute: 30 },
    },
    keys: Object.fromEntries(Object.values(keys).map(({ id, entry }) => [id, entry])),
  });
  for (const name of Object.keys(behaviours))
    for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
      const text = await gateway.admin(`/clusters`);
      if (new RegExp(`^${name}::127.*::health_flags::healthy$`, 'm').test(text)) break;
      if (Date.now() > deadline) throw new Error(`${name} is not healthy:\n${text}`);
    }
});
afterAll(async () => {
  for (const engine of engines) engine.stop();
  names?.stop();
  await machine?.stop();
});

const metric = async (text: string): Promise<number> => {
  const { body } = await ask(gateway.ports.metrics, { path: '/policy/metrics' });
  return Number(
    body
      .split('\n')
      .find((line) => line.startsWith(`${text} `))
      ?.split(' ')
      .at(-1) ?? 0,
  );
};

/** What the policy saves of its own counts. */
interface SavedCounts {
  readonly own: { readonly records: readonly { readonly client: string; readonly inFlight: number }[] };
}

/** Waits until the policy has read what Envoy wrote. */
const inFlight = async (client: string, expected: number) => {
  const name = `corral_gateway_in_flight{client="${client}"}`;
  for (const deadline = Date.now() + 30_000; (await metric(name)) !== expected; await sleep(50))
    if (Date.now() > deadline) throw new Error(`${name} is ${await metric(name)}, not ${expected}`);
};

test('a slot is free again when its answer has ended, or its client has gone', async () => {
  slow.goesOn = true;
  const first = send(gateway.port, chat('slots', 'slow'));
  const second = send(gateway.port, chat('slots', 'silent'));
  await first.begun;
  await inFlight('slots', 2);
  const third = await ask(gateway.port, chat('slots', 'answers'));
  expect(third.status).toBe(429);
  expect(third.headers['retry-after']).toBe('1');
  expect(JSON.parse(third.body).error.code).toBe('rate_limit_exceeded');
  second.leave();
  await inFlight('slots', 1);
  expect((await ask(gateway.port, chat('slots', 'answers'))).status).toBe(200);
  slow.goesOn = false;
  expect((await first.reply).whole).toBe(true);
  await inFlight('slots', 0);
});

test('requests of a minute: as many as the limit, of a hundred at the same moment', async () => {
  const asked: Asked[] = Array.from({ length: 100 }, () => send(gateway.port, chat('minute', 'answers')));
  const replies = await Promise.all(asked.map(({ reply }) => reply));
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(5);
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(95);
  for (const { headers } of refused) {
    expect(Number(headers['retry-after'])).toBeGreaterThan(30);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(61);
  }
});

test('what is left of the limits is in the headers of every answer', async () => {
  const day = async () => (await ask(gateway.port, chat('left', 'answers'))).headers;
  const first = await day();
  await inFlight('left', 0);
  const second = await day();
  expect(first).toMatchObject({
    'x-ratelimit-limit-requests': '20',
    'x-ratelimit-remaining-requests': '19',
    'x-ratelimit-reset-requests': expect.stringMatching(/^(1m[01]s|5\ds)$/),
    'x-ratelimit-limit-tokens': '100000',
    'x-ratelimit-reset-tokens': expect.stringMatching(/^(\d+h)?(\d+m)?\d+s$/),
  });
  expect(second['x-ratelimit-remaining-requests']).toBe('18');
  // The engine reported ten tokens of the first request; the second is charged its longest answer.
  const charge = 100_000 - Number(first['x-ratelimit-remaining-tokens']);
  expect(charge).toBeGreaterThan(10);
  expect(Number(second['x-ratelimit-remaining-tokens'])).toBe(100_000 - 10 - charge);
  // A model without a pod, and a client without limits.
  expect((await ask(gateway.port, chat('left', 'gone'))).headers).toMatchObject({
    'x-ratelimit-remaining-requests': '17',
  });
  expect(Object.keys((await ask(gateway.port, chat('free', 'answers'))).headers).join()).not.toContain('ratelimit');
});

test('tokens of a day: the report of the engine takes the place of the charge', async () => {
  const used = () => metric('corral_gateway_limit_used{client="day",limit="tokens"}');
  let answered = 0;
  for (; answered < 30; answered += 1) {
    const { status } = await ask(gateway.port, chat('day', 'answers'));
    if (status === 429) break;
    await inFlight('day', 0);
    expect(await used()).toBe(10 * (answered + 1));
  }
  const refused = await ask(gateway.port, chat('day', 'answers'));
  const toMidnight = 86_400 - ((Date.now() / 1000) % 86_400);
  expect(Math.abs(Number(refused.headers['retry-after']) - toMidnight)).toBeLessThan(5);
  expect(refused.headers).toMatchObject({ 'x-should-retry': 'false', 'x-ratelimit-limit-tokens': '200' });
  expect(JSON.parse(refused.body).error.message).toMatch(
    / of its 200 tokens per day left, and this request may use \d+: /,
  );
  // Each costs ten, and may cost more until it has ended: the last ones that would fit are not tried.
  expect(answered).toBeGreaterThanOrEqual(6);
  expect(answered).toBeLessThanOrEqual(10);
  expect(await metric('corral_gateway_tokens_total{client="day",model="answers",direction="prompt"}')).toBe(
    7 * answered,
  );
});

test('the policy is killed during a stream: the stream goes on, and its slot is free at its end', async () => {
  slow.goesOn = true;
  const stream = send(gateway.port, chat('stays', 'slow'));
  await stream.begun;
  // The policy saves its counts every second.
  const saved = gateway.path('access', 'counts.json');
  await until('the request is saved', () => {
    if (!existsSync(saved)) return false;
    const { own } = JSON.parse(readFileSync(saved, 'utf8')) as SavedCounts;
    return own.records.some(({ client, inFlight: requests }) => client === 'stays' && requests === 1);
  });
  await gateway.policy?.kill();
  await gateway.startPolicy();
  expect((await ask(gateway.port, chat('stays', 'answers'))).status).toBe(429);
  slow.goesOn = false;
  expect((await stream.reply).whole).toBe(true);
  await inFlight('stays', 0);
  expect((await ask(gateway.port, chat('stays', 'answers'))).status).toBe(200);
  expect(await metric('corral_gateway_limit_used{client="stays",limit="requests"}')).toBe(2);
});

test('a client that goes while the policy decides takes no slot', async () => {
  for (let each = 0; each < 50; each += 1) {
    const asked = send(gateway.port, chat('slots', 'silent'));
    setTimeout(asked.leave, Math.random() * 6);
    await sleep(20);
  }
  await inFlight('slots', 0);
});
