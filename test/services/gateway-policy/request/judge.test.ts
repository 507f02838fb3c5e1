/** The second check: model, rights, size, fields, caps; what is charged, and where the request goes. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bodyOf, llama, ollama, policy } from '../support/policy';

const messages = [{ role: 'user', content: 'Hello' }];
const chat = '/v1/chat/completions';
const error = (message: string, param: string | null, code: string) => ({
  error: { message, type: 'invalid_request_error', param, code },
});

test('a request that passes has its model, its cluster, its hash and its admission, and the key of the engines', async () => {
  const given = policy({ engineKey: 'engine-key' });
  expect(await given.request(chat, { model: 'small', messages }, { authorization: 'Bearer of-the-client' })).toEqual({
    status: 200,
    headers: {
      'x-corral-model': 'qwen',
      'x-corral-cluster': 'qwen-main',
      'x-corral-hash': expect.stringMatching(/^[0-9a-f]{32}$/),
      'x-corral-retry-after': '60',
      'x-corral-admission': 'a1',
      authorization: 'Bearer engine-key',
      'x-envoy-auth-headers-to-remove': 'x-api-key',
    },
    body: '',
  });
});

test('where engines have no key, the one of the client goes all the same', async () => {
  const { headers } = await policy().request(chat, { model: 'qwen', messages });
  expect([headers['authorization'], headers['x-envoy-auth-headers-to-remove']]).toEqual([
    undefined,
    'authorization,x-api-key',
  ]);
});

describe('models', () => {
  const clients = { 'team-a': { models: ['qwen'] } };
  const models = { qwen: llama, secret: { ...llama, aliases: ['hidden'] } };

  test.each([
    ['does not exist', 'absent'],
    ['is of other clients', 'secret'],
    ['is an alias of one of other clients', 'hidden'],
    ['is a path', '../qwen'],
    ['differs by a letter', 'Qwen'],
    ['is a name of every object', 'constructor'],
  ])('one that %s is not found, and its body is not looked at further', async (_, model) => {
    const given = policy({ clients, models });
    const answer = await given.request(chat, { model, messages: 'wrong', n_discard: -1 });
    expect([answer.status, bodyOf(answer)]).toEqual([
      404,
      error(`the model "${model}" does not exist, or this key may not use it`, 'model', 'model_not_found'),
    ]);
    expect(given.charged).toEqual([]);
  });

  test('a key may have fewer models than its client', async () => {
    const keys = { abcdefgh: { client: 'team-a', sha256: '0'.repeat(64), models: ['secret'] } };
    const status = async (given: ReturnType<typeof policy>, model: string) =>
      (await given.request(chat, { model, messages })).status;
    const all = policy({ models, keys });
    expect([await status(all, 'qwen'), await status(all, 'hidden')]).toEqual([404, 200]);
    const none = policy({ models, keys, clients });
    expect([await status(none, 'qwen'), await status(none, 'secret')]).toEqual([404, 404]);
  });

  test('a model of Ollama may be named with and without `latest`', async () => {
    const given = policy({ models: { llama3: ollama, 'qwen:latest': ollama } });
    for (const model of ['llama3', 'llama3:latest', 'qwen', 'qwen:latest'])
      expect((await given.request('/api/chat', { model, messages })).status).toBe(200);
  });

  test('one that has not the API of the path is refused', async () => {
    const answer = await policy().request('/v1/embeddings', { model: 'llama3.2:3b', input: 'a' });
    expect([answer.status, bodyOf(answer)]).toEqual([
      400,
      error('this model does not answer /v1/embeddings; it has: chat, ollama', 'model', 'unsupported_path'),
    ]);
  });

  test('a model must be named, by text', async () => {
    expect(bodyOf(await policy().request(chat, { messages }))).toEqual(
      error('the field `model` is missing', 'model', 'missing_required_parameter'),
    );
    expect((await policy().request(chat, { model: ['qwen'], messages })).status).toBe(404);
  });
});

describe('a body that is refused', () => {
  test.each([
    [415, { 'content-type': 'text/plain' }, 'the content-type must be application/json', 'unsupported_media_type'],
    [
      415,
      { 'content-type': 'application/json; charset=utf-16' },
      'the content-type must be application/json',
      'unsupported_media_type',
    ],
    [415, { 'content-encoding': 'gzip' }, 'the body must be sent without content-encoding', 'unsupported_encoding'],
    [413, { 'content-length': '16777217' }, 'the body has more than 16777216 bytes', 'request_too_large'],
    [400, { 'x-session-id': 'a'.repeat(257) }, 'x-session-id must have at most 256 characters', 'invalid_header'],
  ])('with %i for its headers: %j', async (status, sent, message, code) => {
    const answer = await policy().request(chat, { model: 'qwen', messages }, sent);
    expect([answer.status, bodyOf(answer)]).toEqual([status, error(message, null, code)]);
  });

  test('for its size, which each model has', async () => {
    const answer = await policy().request(chat, {
      model: 'qwen',
      messages: [{ role: 'user', content: 'a'.repeat(1024 * 1024) }],
    });
    expect([answer.status, bodyOf(answer)]).toEqual([
      413,
      error('the body has 1048634 bytes, and this model takes 1048576', null, 'request_too_large'),
    ]);
  });

  test('for a query, which engines would read', async () => {
    expect(bodyOf(await policy().request(`${chat}?n_discard=-5`, { model: 'qwen', messages }))).toEqual(
      error('this path takes no query', null, 'unknown_query'),
    );
  });

  test('for a key that has gone since the first check, or a first check that did not happen', async () => {
    const callers: readonly Record<string, string>[] = [
      { 'x-corral-key': 'zzzzzzzz' },
      { 'x-corral-client': 'team-b' },
      { 'x-corral-client': '' },
    ];
    for (const sent of callers)
      expect((await policy().request(chat, { model: 'qwen', messages }, sent)).status).toBe(401);
  });
});

test('the decision does not depend on the order of keys, or on white space', async () => {
  const given = policy();
  const field = fc.constantFrom(
    'messages',
    'stream',
    'max_tokens',
    'n_discard',
    'temperature',
    'tools',
    'stop',
    'other',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(field, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 }),
      fc.nat(3),
      async (fields, indent) => {
        const body = { model: 'qwen', messages, ...fields };
        const reversed = Object.fromEntries(Object.entries(body).reverse());
        const one = await given.request(chat, body);
        const other = await given.request(chat, JSON.stringify(reversed, undefined, indent));
        expect(other.status).toBe(one.status);
        // Which of several faults is reported may follow the order; that a request passes may not.
        if (one.status === 200) expect({ ...other.headers }).toEqual({ ...one.headers });
      },
    ),
    { numRuns: 200 },
  );
});

test('a body with a key twice never passes', async () => {
  const given = policy();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('model', 'messages', 'max_tokens'), fc.boolean(), async (key, isFirst) => {
      const text = JSON.stringify({ model: 'qwen', messages, max_tokens: 1 });
      const second = `"${key}":"other"`;
      const body = isFirst ? `{${second},${text.slice(1)}` : `${text.slice(0, -1)},${second}}`;
      expect((await given.request(chat, body)).status).toBe(400);
    }),
  );
});

describe('what is charged', () => {
  const size = (body: object) => JSON.stringify(body).length;
  test.each([
    ['the longest answer, where none is stated', chat, { model: 'qwen', messages }, 512],
    ['the stated answer', chat, { model: 'qwen', messages, max_tokens: 10 }, 10],
    ['the longest of several', chat, { model: 'qwen', messages, max_tokens: 10, max_completion_tokens: 20 }, 20],
    ['of Ollama', '/api/chat', { model: 'llama3.2:3b', messages, options: { num_predict: 7 } }, 7],
    ['no answer of embeddings', '/v1/embeddings', { model: 'qwen', input: ['a', 'b'] }, 0],
  ])('%s, and at most a token for each byte', async (_, path, body, answer) => {
    const given = policy();
    expect((await given.request(path, body)).status).toBe(200);
    expect(given.charged).toEqual([size(body) + answer]);
  });

  test('never more than the context has, and that for each document of a rank', async () => {
    const given = policy();
    const content = 'a'.repeat(10_000);
    await given.request(chat, { model: 'qwen', messages: [{ role: 'user', content }] });
    await given.request('/v1/rerank', { model: 'qwen', query: content, documents: ['a', 'b', 'c'] });
    expect(given.charged).toEqual([4096, 3 * 4096]);
  });
});

describe('limits', () => {
  const limits = { models: 'all', requestsPerMinute: 60, concurrent: 2, tokensPerDay: 1000 } as const;
  const standings = {
    requests: { limit: 60, remaining: 0, resetSeconds: 13 },
    tokens: { limit: 1000, remaining: 40, resetSeconds: 3661 },
  };
  const left = {
    'x-ratelimit-limit-requests': '60',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '13s',
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-remaining-tokens': '40',
    'x-ratelimit-reset-tokens': '1h1m1s',
  };
  const clients = { 'team-a': limits };

  test.each([
    ['requests', 12.1, 'this client has used its 60 requests per minute: try again in 13 s', { 'retry-after': '13' }],
    ['concurrent', 1, 'this client has used its 2 requests at the same time: try again in 1 s', { 'retry-after': '1' }],
    [
      'tokens',
      3661,
      'this client has 40 of its 1000 tokens per day left, and this request may use 575: ask for a shorter answer, ' +
        'or try again in 3661 s, when the next day begins in UTC',
      // OpenAI's clients wait for at most a minute: after a longer time they would ask again at once.
      { 'retry-after': '3661', 'x-should-retry': 'false' },
    ],
  ] as const)('%s', async (refused, retryAfterSeconds, message, headers) => {
    const given = policy({ clients, standings, decision: { refused, retryAfterSeconds } });
    const answer = await given.request(chat, { model: 'qwen', messages });
    expect([answer.status, bodyOf(answer)]).toEqual([
      429,
      { error: { message, type: 'rate_limit_error', param: null, code: 'rate_limit_exceeded' } },
    ]);
    expect(answer.headers).toEqual({ 'content-type': 'application/json', ...left, ...headers });
  });

  test('are in the headers of a request that passes', async () => {
    const given = policy({ clients, standings });
    expect((await given.request(chat, { model: 'qwen', messages })).headers).toMatchObject(left);
  });

  test('are not asked for a request that is refused before', async () => {
    const given = policy();
    await given.request(chat, { model: 'qwen', messages, id_slot: 0 });
    await given.request(chat, { model: 'absent', messages });
    expect(given.charged).toEqual([]);
  });
});
