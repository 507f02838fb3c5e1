/** What the policy answers by itself: the models of a client, under all their names. */
import { describe, expect, test } from '@jest/globals';
import { bodyOf, llama, ollama, policy } from '../support/policy';

const facts = { architecture: 'llama', quantisation: 'Q4_K_M', bytes: 2_019_377_376, embeddingLength: 3072 };
const models = { qwen: llama, 'llama3.2:3b': { ...ollama, facts }, secret: { ...llama, aliases: ['hidden'] } };
const given = policy({ models, clients: { 'team-a': { models: ['small', 'llama3.2:3b'] } } });

test('the models of a client, with their aliases, as OpenAI has them', async () => {
  const entry = (id: string) => ({ id, object: 'model', created: 946_684_800, owned_by: 'corral' });
  const answer = await given.list('/v1/models');
  expect([answer.status, bodyOf(answer)]).toEqual([
    200,
    { object: 'list', data: [entry('llama3.2:3b'), entry('qwen'), entry('small')] },
  ]);
  expect(bodyOf(await given.list('/v1/models/llama3.2%3A3b'))).toEqual(entry('llama3.2:3b'));
});

test('one that does not exist and one of other clients are not found', async () => {
  for (const name of ['absent', 'secret', 'hidden', 'a/b', '%ff']) {
    const answer = await given.list(`/v1/models/${name}`);
    expect([answer.status, bodyOf(answer)]).toEqual([
      404,
      {
        error: {
          message: 'this model does not exist, or this key may not use it',
          type: 'invalid_request_error',
          param: 'model',
          code: 'model_not_found',
        },
      },
    ]);
  }
});

test('the models of a client as Ollama has them, and a version', async () => {
  expect(bodyOf(await given.list('/api/tags'))).toMatchObject({
    models: [
      {
        name: 'llama3.2:3b',
        model: 'llama3.2:3b',
        size: 2_019_377_376,
        details: { format: 'gguf', family: 'llama', families: ['llama'], quantization_level: 'Q4_K_M' },
      },
    ],
  });
  expect(bodyOf(await given.list('/api/ps'))).toEqual({ models: [] });
  expect(bodyOf(await given.list('/api/version'))).toEqual({ version: '0.34.2' });
});

test('without a first check, nothing is listed', async () => {
  expect((await given.list('/v1/models', { 'x-corral-key': 'zzzzzzzz' })).status).toBe(401);
  expect((await given.list('/v1/chat/completions')).status).toBe(404);
});

describe('/api/show', () => {
  const encoder = { ...ollama, apis: ['embeddings', 'ollama'] as const, images: false };
  const shows = policy({
    models: { ...models, 'embed:latest': encoder, 'other:1b': ollama },
    clients: { 'team-a': { models: ['qwen', 'llama3.2:3b', 'embed:latest'] } },
  });
  const show = async (body: unknown) => {
    const answer = await shows.list('/api/show', {}, typeof body === 'string' ? body : JSON.stringify(body));
    return [answer.status, bodyOf(answer)];
  };

  test('what the environment knows of a model', async () => {
    const expected = {
      modelfile: '',
      parameters: '',
      template: '',
      details: {
        parent_model: '',
        format: 'gguf',
        family: 'llama',
        families: ['llama'],
        parameter_size: '',
        quantization_level: 'Q4_K_M',
      },
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 4096, 'llama.embedding_length': 3072 },
      capabilities: ['completion', 'tools', 'vision'],
      modified_at: '2000-01-01T00:00:00Z',
    };
    expect(await show({ model: 'llama3.2:3b' })).toEqual([200, expected]);
    expect(await show({ name: 'llama3.2:3b', verbose: true })).toEqual([200, expected]);
  });

  test('of an encoder, by a name without its tag', async () => {
    expect(await show({ model: 'embed' })).toMatchObject([
      200,
      { capabilities: ['embedding'], model_info: { 'unknown.context_length': 4096 } },
    ]);
  });

  test('a model of others, one of a llama-server and one that does not exist look alike', async () => {
    for (const model of ['other:1b', 'secret', 'qwen', 'absent', '../other:1b'])
      expect(await show({ model })).toEqual([
        404,
        { error: `the model "${model}" does not exist, or this key may not use it` },
      ]);
  });

  test.each([
    ['{', 'the body is not JSON'],
    ['[]', '`the body` is [], and must be an object'],
    ['{}', 'the field `model` is missing'],
    ['{"model":"a","model":"b"}', "the body cannot be used: the key 'model' stands twice in one object"],
    ['{"model":"a","template":"{{ .Prompt }}"}', '`template` is not accepted: it belongs to the platform'],
    ['{"model":1}', '`model` is 1, and must be text of at most 256 characters'],
  ])('%s is refused', async (body, error) => {
    expect(await show(body)).toEqual([400, { error }]);
  });

  test('a body that is too long is not read', async () => {
    expect(await show({ model: 'a'.repeat(5000) })).toEqual([413, { error: 'the body has more than 4096 bytes' }]);
  });
});
