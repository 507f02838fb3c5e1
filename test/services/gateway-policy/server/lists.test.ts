/** What the policy answers by itself: the models of a client, under all their names. */
import { expect, test } from '@jest/globals';
import { bodyOf, llama, ollama, policy } from '../support/policy';

const models = { qwen: llama, 'llama3.2:3b': ollama, secret: { ...llama, aliases: ['hidden'] } };
const given = policy({ models, clients: { 'team-a': { models: ['small', 'llama3.2:3b'] } } });

test('the models of a client, with their aliases, as OpenAI has them', () => {
  const entry = (id: string) => ({ id, object: 'model', created: 946_684_800, owned_by: 'corral' });
  const answer = given.list('/v1/models');
  expect([answer.status, bodyOf(answer)]).toEqual([
    200,
    { object: 'list', data: [entry('llama3.2:3b'), entry('qwen'), entry('small')] },
  ]);
  expect(bodyOf(given.list('/v1/models/llama3.2%3A3b'))).toEqual(entry('llama3.2:3b'));
});

test('one that does not exist and one of other clients are not found', () => {
  for (const name of ['absent', 'secret', 'hidden', 'a/b', '%ff'])
    expect([given.list(`/v1/models/${name}`).status, bodyOf(given.list(`/v1/models/${name}`))]).toEqual([
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
});

test('the models of a client as Ollama has them, and a version', () => {
  expect(bodyOf(given.list('/api/tags'))).toMatchObject({
    models: [{ name: 'llama3.2:3b', model: 'llama3.2:3b', details: { format: 'gguf' } }],
  });
  expect(bodyOf(given.list('/api/version'))).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
});

test('without a first check, nothing is listed', () => {
  expect(given.list('/v1/models', { 'x-corral-key': 'zzzzzzzz' }).status).toBe(401);
  expect(given.list('/v1/chat/completions').status).toBe(404);
});
