/** What clients get where something is wrong: the status, the sentence, and the line of the access log. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GatewayCluster } from '../../lib';
import { freePort } from '../components/ports';
import { Machine } from '../engines/support/pod';
import { ask, raw, send, statusOf } from './support/client';
import {
  answers,
  breaksTheConnection,
  FakeEngine,
  keepsSilent,
  loads,
  stopsAfterTheFirstPiece,
} from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';

/** A minute is a second and a half here. */
const times = { headers: 2, upload: 3, idle: 4, check: 5 };
const maxBody = 1_000_000;

const key = newKey('team');
const messages = [{ role: 'user', content: 'hello' }];
const chat = (name: string, more: object = {}) => ({
  path: '/v1/chat/completions',
  key: key.text,
  body: { model: name, messages, ...more },
});

let machine: Machine;
let names: Names;
let gateway: Gateway;
const engines: Record<string, FakeEngine> = {};
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  const behaviours = {
    answers,
    silent: keepsSilent,
    stops: stopsAfterTheFirstPiece,
    breaks: breaksTheConnection,
    restarts: loads,
    loads,
    sleeps: answers,
  };
  const clusters: Record<string, GatewayCluster> = {};
  for (const [name, behaviour] of Object.entries(behaviours)) {
    const engine = await FakeEngine.start(behaviour);
    engines[name] = engine;
    names.set(`${name}.test.`, name === 'sleeps' ? [] : ['127.0.0.1']);
    clusters[name] = {
      host: `${name}.test.`,
      port: engine.port,
      healthPath: '/health',
      affinity: 'least-requests',
      maxRequests: 10,
      maxPending: 10,
    };
  }
  if (engines.loads !== undefined) engines.loads.health = 503;
  clusters.gone = { ...(clusters.answers as GatewayCluster), host: 'gone.test.', port: await freePort() };
  const apis = ['chat', 'messages', 'ollama'] as const;
  gateway = await Gateway.start(machine, names, {
    models: {
      models: Object.fromEntries(Object.keys(clusters).map((name) => [name, model(name, { apis, maxBody })])),
      clusters,
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
    times,
    maxBody,
    engineKey: 'key-of-the-engines',
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  for (const engine of Object.values(engines)) engine.stop();
});

const error = (code: string, message: string, type: 'server_error' | 'invalid_request_error' = 'server_error') => ({
  error: { message, type, param: null, code },
});
const asleep = 'no pod of this model is ready: it sleeps, or it loads; try again after the time in retry-after';

test('an engine gets the request as it was sent, with its own key and without that of the client', async () => {
  const body = `{"model": "answers",  "messages": [{"role": "user", "content": "hello"}], "temperature": 1.0}`;
  const reply = await ask(gateway.port, { ...chat(''), body, headers: { 'x-corral-cluster': 'gone' } });
  expect(reply).toMatchObject({ status: 200, body: expect.stringContaining('"prompt_tokens":7') });
  const seen = engines.answers?.seen.at(-1);
  expect(seen).toMatchObject({
    path: '/v1/chat/completions',
    body,
    headers: { authorization: 'Bearer key-of-the-engines', 'x-corral-client': 'team', 'x-corral-cluster': 'answers' },
  });
  expect(JSON.stringify(seen?.headers)).not.toContain(key.text);
});

test('Anthropic clients send their key in another header, which reaches no engine either', async () => {
  const { body } = chat('answers', { max_tokens: 5 });
  const reply = await ask(gateway.port, { path: '/v1/messages', body, headers: { 'x-api-key': key.text } });
  expect(reply.status).toBe(200);
  expect(JSON.stringify(engines.answers?.seen.at(-1)?.headers)).not.toContain(key.text);
});

describe('refused by the policy, in its own words', () => {
  test.each([
    ['no key', { ...chat('answers'), key: undefined }, 401],
    ['a key that does not exist', { ...chat('answers'), key: newKey('team').text }, 401],
    ['a model that does not exist', chat('nothing'), 404],
    ['a path that does not exist', { ...chat('answers'), path: '/props' }, 404],
    ['a method that the path does not take', { path: '/v1/chat/completions', key: key.text }, 405],
    ['a field of the engine that is not allowed', chat('answers', { n_discard: 1 }), 400],
    ['no JSON', { ...chat(''), body: '{"model":' }, 400],
    ['another type', { ...chat('answers'), headers: { 'content-type': 'text/plain' } }, 415],
  ])('%s', async (_, question, status) => {
    const reply = await ask(gateway.port, question);
    expect(reply).toMatchObject({ status, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(reply.body)).toMatchObject({ error: { message: expect.stringMatching(/\w/) } });
  });
});

test('lists of models come from the policy', async () => {
  const list = await ask(gateway.port, { path: '/v1/models', key: key.text });
  expect(list.status).toBe(200);
  expect((JSON.parse(list.body) as { data: { id: string }[] }).data.map(({ id }) => id)).toContain('sleeps');
  expect((await ask(gateway.port, { path: '/v1/models' })).status).toBe(401);
  expect((await ask(gateway.port, { path: '/list/v1/models', key: key.text })).status).toBe(404);
});

describe('refused by Envoy, in the form of the client', () => {
  const cases: readonly (readonly [string, object, string | undefined, object])[] = [
    ['a model without a pod', chat('sleeps'), '77', error('model_not_ready', asleep)],
    ['a model whose pod loads', chat('loads'), '77', error('model_not_ready', asleep)],
    ['the same for a client of Ollama', { ...chat('sleeps'), path: '/api/chat' }, '77', { error: asleep }],
    [
      'the same for a client of Anthropic',
      { ...chat('sleeps', { max_tokens: 5 }), path: '/v1/messages' },
      '77',
      { type: 'error', error: { type: 'overloaded_error', message: asleep } },
    ],
    [
      'a pod that breaks each connection',
      chat('breaks'),
      '1',
      error('model_unreachable', 'the connection to the model broke before its answer began: try again'),
    ],
  ];
  test.each(cases)('%s: 503', async (_, question, retryAfter, body) => {
    const first = await gateway.settled();
    const reply = await ask(gateway.port, question as ReturnType<typeof chat>);
    expect({ ...reply, body: JSON.parse(reply.body) as unknown }).toMatchObject({
      status: 503,
      headers: { 'content-type': 'application/json', 'retry-after': retryAfter },
      body,
    });
    expect(await gateway.linesFrom(first)).toMatchObject([{ client: 'team', code: 503, promptTokens: null }]);
  });

  test('a pod that answers 503 by itself, since it starts again, is asked again, and then its answer passes', async () => {
    const before = engines.restarts?.seen.length ?? 0;
    expect(await ask(gateway.port, chat('restarts'))).toMatchObject({ status: 503 });
    expect((engines.restarts?.seen.length ?? 0) - before).toBe(4);
  });

  test('a body over the limit: 413', async () => {
    const reply = await ask(gateway.port, chat('answers', { user: 'x'.repeat(maxBody) }));
    expect({ ...reply, body: JSON.parse(reply.body) as unknown }).toMatchObject({
      status: 413,
      body: error(
        'body_too_large',
        `the body is longer than ${maxBody} bytes, the most that the gateway takes`,
        'invalid_request_error',
      ),
    });
  });

  test('an engine that keeps silent: 504 at the idle limit, with a sentence', async () => {
    const started = Date.now();
    const reply = await ask(gateway.port, chat('silent'));
    expect(Date.now() - started).toBeGreaterThanOrEqual(times.idle * 1000 - 100);
    expect({ ...reply, body: JSON.parse(reply.body) as unknown }).toMatchObject({
      status: 504,
      body: error(
        'idle_timeout',
        `no byte of the answer came within ${times.idle} seconds: the gateway has ended the request`,
      ),
    });
  });

  test('an answer that stops in the middle is cut at the idle limit', async () => {
    const first = await gateway.settled();
    const reply = await ask(gateway.port, chat('stops', { stream: true }));
    expect(reply).toMatchObject({ status: 200, whole: false });
    expect(await gateway.linesFrom(first)).toMatchObject([{ code: 200, flags: 'SI', answerTokens: null }]);
  });

  test('a body that does not arrive: 408, and no engine has seen it', async () => {
    const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${key.text}\r\n`;
    const received = await raw(
      gateway.port,
      `${head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{"model":`,
    );
    expect(statusOf(received)).toBe(408);
    expect(received).toContain(
      'the request did not arrive in time: its headers within 2 seconds, the whole within 3 seconds',
    );
  });
});

test('a client that goes away is a line of its own', async () => {
  const first = await gateway.settled();
  const asked = send(gateway.port, chat('stops', { stream: true }));
  await asked.begun;
  asked.leave();
  expect(await gateway.linesFrom(first)).toMatchObject([{ client: 'team', model: 'stops', flags: 'DC' }]);
});

test('readiness and metrics have a port of their own, and nothing else of the administration is there', async () => {
  const at = async (path: string) => (await ask(gateway.ports.metrics, { path })).status;
  expect(await at('/ready')).toBe(200);
  expect((await ask(gateway.ports.metrics, { path: '/stats/prometheus' })).body).toContain(
    'envoy_cluster_upstream_rq_active',
  );
  expect((await ask(gateway.ports.metrics, { path: '/policy/metrics' })).status).toBe(200);
  expect([await at('/config_dump'), await at('/quitquitquit'), await at('/stats'), await at('/')]).toEqual([
    404, 404, 404, 404,
  ]);
});

test('without the policy nobody passes, and with it everybody does again', async () => {
  await gateway.policy?.kill();
  const reply = await ask(gateway.port, chat('answers'));
  expect({ ...reply, body: JSON.parse(reply.body) as unknown }).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    body: error('gateway_unavailable', 'the gateway cannot check requests at the moment: try again'),
  });
  await gateway.startPolicy();
  expect((await ask(gateway.port, chat('answers'))).status).toBe(200);
});
