/** The npm clients `openai` and `ollama` as they are, through the gateway, to real engines. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toolPath } from '../../scripts/toolchain/tools';
import { Machine } from '../engines/support/pod';
import { llamaServers, ollama } from './support/engines';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';

const key = newKey('team');
const engineKey = 'key-of-the-engines';
/** Most tokens of an answer of the fleet. */
const maxOutputLength = 48;

let machine: Machine;
let names: Names;
let gateway: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  const [chat] = await llamaServers(machine, ['127.0.0.2'], ['--api-key', engineKey]);
  const embedding = ['--api-key', engineKey, '--embedding', '--pooling', 'mean'];
  const [embedder] = await llamaServers(machine, ['127.0.0.3'], embedding);
  const fleet = await ollama(machine);
  names.set('chat.test.', ['127.0.0.2']);
  names.set('embed.test.', ['127.0.0.3']);
  names.set('fleet.test.', ['127.0.0.1']);
  const cluster = { healthPath: '/health', affinity: 'least-requests', maxRequests: 100, maxPending: 100 } as const;
  gateway = await Gateway.start(machine, names, {
    models: {
      models: {
        chat: model('chat'),
        embed: model('embed'),
        'tiny:test': model('fleet.local', {
          engine: 'ollama',
          apis: ['chat', 'embeddings', 'ollama'],
          keepAlive: 300,
          maxOutputLength,
          facts: { architecture: 'llama', quantisation: 'F32', bytes: 1000, embeddingLength: 64 },
        }),
        'foreign:test': model('fleet.local', { engine: 'ollama', apis: ['chat', 'ollama'] }),
      },
      clusters: {
        chat: { ...cluster, host: 'chat.test.', port: chat?.port ?? 0 },
        embed: { ...cluster, host: 'embed.test.', port: embedder?.port ?? 0 },
        // Ollama on loopback answers hosts with such an ending only; in a pod it answers all.
        'fleet.local': { ...cluster, host: 'fleet.test.', port: fleet.port, healthPath: '/api/version' },
      },
    },
    clients: { team: { models: ['chat', 'embed', 'tiny:test'] } },
    weights: {},
    keys: { [key.id]: key.entry },
    engineKey,
  });
}, 600_000);
afterAll(async () => {
  await machine.stop();
  names.stop();
});

test('they run their calls, streams and tools, and read what the gateway refuses', async () => {
  const program = join(__dirname, 'support/clients.mjs');
  const { stdout } = await promisify(execFile)(await toolPath('node-24'), [program, `${gateway.port}`, key.text]);
  expect(JSON.parse(stdout)).toEqual({
    models: ['chat', 'embed', 'tiny:test'],
    model: 'chat',
    chat: 8,
    stream: { hasText: true, tokens: 8 },
    tools: 'chat.completion',
    json: 'chat.completion',
    completion: 8,
    response: 'response',
    embeddings: 2,
    ollamaModels: ['tiny:test'],
    ollamaVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    ollamaPs: [],
    ollamaShow: {
      family: 'llama',
      model_info: { 'general.architecture': 'llama', 'llama.context_length': 4096, 'llama.embedding_length': 64 },
      capabilities: ['completion', 'tools'],
    },
    ollamaChat: 8,
    ollamaStream: { hasText: true, tokens: 8 },
    ollamaGenerate: 8,
    // As many as the plan allows: alone, this model ends nowhere.
    ollamaUncapped: maxOutputLength,
    ollamaUncappedGenerate: maxOutputLength,
    ollamaUncappedOpenAi: maxOutputLength,
    ollamaCappedOpenAi: 5,
    refused: {
      key: {
        name: 'AuthenticationError',
        status: 401,
        message: expect.stringMatching(/^401 this is not a key: /),
        code: 'invalid_api_key',
      },
      model: {
        name: 'NotFoundError',
        status: 404,
        message: '404 the model "absent" does not exist, or this key may not use it',
        code: 'model_not_found',
      },
      field: {
        name: 'BadRequestError',
        status: 400,
        message: '400 `n` must be 1: each answer needs a slot of the engine; send one request for each',
        code: 'invalid_field',
      },
      ollama: {
        name: 'ResponseError',
        status: 400,
        message: expect.stringMatching(/^`options.num_ctx` must be \d+, as the environment plans it/),
      },
      ollamaShow: {
        name: 'ResponseError',
        status: 404,
        message: 'the model "foreign:test" does not exist, or this key may not use it',
      },
      ollamaTools: { name: 'ResponseError', status: 400, message: expect.stringContaining('does not support tools') },
      create: { name: 'ResponseError', status: 404, message: 'this path does not exist' },
      copy: { name: 'ResponseError', status: 404, message: 'this path does not exist' },
      remove: { name: 'ResponseError', status: 404, message: 'this path does not exist' },
      pull: { name: 'ResponseError', status: 404, message: 'this path does not exist' },
    },
  });
});
