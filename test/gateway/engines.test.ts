/** Real engines behind the gateway: what they report is counted, clients that leave free them, and one may die. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Machine } from '../engines/support/pod';
import { ask, send } from './support/client';
import { type LlamaServer, llamaServers, ollama } from './support/engines';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { until } from './support/until';

const key = newKey('team');
const engineKey = 'key-of-the-engines';
/** Ollama on loopback answers only hosts with such an ending; in a pod it listens everywhere, and answers all. */
const fleetCluster = 'fleet.local';
const addresses = ['127.0.0.2', '127.0.0.3'] as const;

let machine: Machine;
let names: Names;
let gateway: Gateway;
let servers: readonly LlamaServer[];
let embedder: LlamaServer | undefined;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  servers = await llamaServers(machine, addresses, ['--api-key', engineKey]);
  [embedder] = await llamaServers(machine, ['127.0.0.4'], ['--api-key', engineKey, '--embedding', '--pooling', 'mean']);
  const fleet = await ollama(machine);
  names.set('chat.test.', addresses);
  names.set('embed.test.', ['127.0.0.4']);
  names.set('fleet.test.', ['127.0.0.1']);
  const cluster = { healthPath: '/health', affinity: 'least-requests', maxRequests: 100, maxPending: 100 } as const;
  const port = servers[0]?.port ?? 0;
  gateway = await Gateway.start(machine, names, {
    models: {
      models: {
        chat: model('chat', { aliases: ['other-name'] }),
        sticky: model('sticky'),
        embed: model('embed'),
        'tiny:test': model(fleetCluster, { engine: 'ollama', apis: ['chat', 'ollama', 'completions'], keepAlive: 300 }),
      },
      clusters: {
        chat: { ...cluster, host: 'chat.test.', port },
        sticky: { ...cluster, host: 'chat.test.', port, affinity: 'session' },
        embed: { ...cluster, host: 'embed.test.', port: embedder?.port ?? 0 },
        [fleetCluster]: { ...cluster, host: 'fleet.test.', port: fleet.port, healthPath: '/api/version' },
      },
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
    engineKey,
  });
}, 600_000);
afterAll(async () => {
  await machine.stop();
  names.stop();
});

const messages = [{ role: 'user', content: 'tell me something' }];
const question = (path: string, body: object, headers: Readonly<Record<string, string>> = {}) => ({
  path,
  key: key.text,
  body,
  headers,
});
const chat = (more: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  question('/v1/chat/completions', { model: 'chat', messages, max_tokens: 12, ...more }, headers);

/** Asks, and returns the answer with its line of the access log. */
async function asked(each: ReturnType<typeof question>) {
  const first = await gateway.settled();
  const reply = await ask(gateway.port, each);
  expect(reply).toMatchObject({ status: 200, whole: true });
  const [line] = await gateway.linesFrom(first);
  return { reply, line };
}

describe('what an engine reports is in the access log', () => {
  const plain = (body: string) => (JSON.parse(body) as { usage: Record<string, number> }).usage;

  test('a chat, whole', async () => {
    const { reply, line } = await asked(chat());
    const usage = plain(reply.body);
    expect(usage.completion_tokens).toBe(12);
    expect(line).toMatchObject({
      client: 'team',
      key: key.id,
      model: 'chat',
      cluster: 'chat',
      path: '/v1/chat/completions',
      code: 200,
      promptTokens: usage.prompt_tokens,
      answerTokens: 12,
      flags: '-',
    });
    expect(line?.firstByte).toBeLessThanOrEqual(line?.duration ?? 0);
  });

  test.each([
    ['with usage', { stream_options: { include_usage: true } }],
    ['without usage, by the times of llama-server', {}],
  ])('a stream %s', async (_, more) => {
    const whole = plain((await ask(gateway.port, chat())).body);
    const { reply, line } = await asked(chat({ stream: true, ...more }));
    expect(reply.body.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(line).toMatchObject({ promptTokens: whole.prompt_tokens, answerTokens: 12 });
  });

  test.each([
    ['completions', '/v1/completions', { model: 'chat', prompt: 'a b c', max_tokens: 9 }, 9],
    ['completions, streamed', '/v1/completions', { model: 'chat', prompt: 'a b c', max_tokens: 9, stream: true }, 9],
    ['responses', '/v1/responses', { model: 'chat', input: 'a b c', max_output_tokens: 9 }, 9],
    ['responses, streamed', '/v1/responses', { model: 'chat', input: 'a b', max_output_tokens: 9, stream: true }, 9],
    ['messages', '/v1/messages', { model: 'chat', messages, max_tokens: 9 }, 9],
    ['messages, streamed', '/v1/messages', { model: 'chat', messages, max_tokens: 9, stream: true }, 9],
    ['Ollama, chat', '/api/chat', { model: 'tiny:test', messages, stream: false, options: { num_predict: 9 } }, 9],
    ['Ollama, chat, streamed', '/api/chat', { model: 'tiny:test', messages, options: { num_predict: 9 } }, 9],
    ['Ollama, generate', '/api/generate', { model: 'tiny:test', prompt: 'a', options: { num_predict: 9 } }, 9],
    ['Ollama by OpenAI', '/v1/chat/completions', { model: 'tiny:test', messages, max_tokens: 9 }, 9],
  ])('%s', async (_, path, body, tokens) => {
    const { line } = await asked(question(path, body));
    expect(line).toMatchObject({ answerTokens: tokens, code: 200 });
    expect(line?.promptTokens).toBeGreaterThan(0);
  });

  test('embeddings, whose report stands before kilobytes of numbers', async () => {
    const { reply, line } = await asked(question('/v1/embeddings', { model: 'embed', input: ['a b c', 'd'] }));
    expect(reply.body.length).toBeGreaterThan(8000);
    expect(line?.promptTokens).toBe(plain(reply.body).prompt_tokens);
  });

  test('words of the answer that look like a report are none', async () => {
    const text = '"usage":{"prompt_tokens":1,"completion_tokens":1}';
    const { reply, line } = await asked(
      question('/v1/completions', { model: 'chat', prompt: text, max_tokens: 5, stream: true }),
    );
    expect(reply.status).toBe(200);
    expect(line).toMatchObject({ answerTokens: 5 });
    expect(line?.promptTokens).toBeGreaterThan(10);
  });
});

test('a stream arrives piece by piece', async () => {
  const stream = send(gateway.port, chat({ stream: true, max_tokens: 300 }));
  await stream.begun;
  const early = stream.received().length;
  const reply = await stream.reply;
  expect(reply).toMatchObject({ status: 200, whole: true });
  expect(early).toBeLessThan(reply.body.length / 4);
});

test('an alias is the model', async () => {
  const { line } = await asked(chat({ model: 'other-name' }));
  expect(line?.model).toBe('chat');
});

test('a client that leaves frees the slot of the engine, and writes a line', async () => {
  const first = await gateway.settled();
  const busy = async () =>
    (await Promise.all(servers.map((server) => server.busy(engineKey)))).reduce((sum, each) => sum + each, 0);
  const stream = send(gateway.port, chat({ stream: true, max_tokens: 2000 }));
  await stream.begun;
  expect(await busy()).toBe(1);
  const pieces = () => stream.received().split('data: ').length - 1;
  const [began, first20] = [Date.now(), pieces() + 20];
  await until('twenty more tokens have come', () => pieces() >= first20);
  // Seconds for all tokens, as fast as these: the slot is free long before.
  const whole = ((Date.now() - began) / 1000) * (2000 / 20);
  stream.leave();
  await until('the slot is free', async () => (await busy()) === 0, whole / 2);
  expect(await gateway.linesFrom(first)).toMatchObject([{ client: 'team', flags: 'DC', answerTokens: null }]);
});

test('requests of one session meet one engine where the model has affinity, and both where it has none', async () => {
  const requestsOf = async (name: string) => {
    const text = await gateway.admin(`/clusters?filter=${name}`);
    return addresses.map((address) =>
      Number(new RegExp(`^${name}::${address.replaceAll('.', '\\.')}:\\d+::rq_success::(\\d+)`, 'm').exec(text)?.[1]),
    );
  };
  const many = async (name: string, requests: number, headers: Readonly<Record<string, string>>) => {
    const before = await requestsOf(name);
    for (let each = 0; each < requests; each += 1)
      expect((await ask(gateway.port, chat({ model: name, max_tokens: 1 }, headers))).status).toBe(200);
    const after = await requestsOf(name);
    return after.map((count, i) => count - (before[i] ?? 0)).sort((a, b) => a - b);
  };
  expect(await many('sticky', 8, { 'x-session-id': 'one' })).toEqual([0, 8]);
  // Envoy draws one of the two for each: all of a few may go to one of them.
  const spread = await many('chat', 30, { 'x-session-id': 'one' });
  expect(spread[0]).toBeGreaterThan(0);
});

describe('one of two engines is killed', () => {
  test('no request fails before its first byte, and those on the other end whole', async () => {
    const requests = Array.from({ length: 24 }, (_, i) =>
      sleep(i * 40).then(() => ask(gateway.port, chat({ max_tokens: 40, stream: i % 2 === 0 }))),
    );
    await sleep(400);
    await servers[0]?.process?.kill();
    const replies = await Promise.all(requests);
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    // At most the two slots of the killed one had begun to answer.
    expect(replies.filter(({ whole }) => !whole).length).toBeLessThanOrEqual(2);
  });

  test('it is asked again when it is back', async () => {
    await servers[0]?.start();
    const before = await servers[0]?.busy(engineKey);
    expect(before).toBe(0);
    const healthy = async () =>
      (await gateway.admin('/clusters?filter=^chat')).match(/^chat::.*health_flags::healthy/gm);
    await until('both are healthy', async () => (await healthy())?.length === 2);
    for (let each = 0; each < 6; each += 1) expect((await ask(gateway.port, chat({ max_tokens: 1 }))).status).toBe(200);
  });
});
