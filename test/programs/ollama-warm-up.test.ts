/** The startup probe of Ollama, by bash and /dev/tcp alone, against a server that answers as Ollama 0.34.2 does. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../lib/core/duration';
import { ollamaWarmUp, type OllamaWarmUpInputs } from '../../lib/programs/ollama-warm-up';
import { Sandbox } from './support/container';
import { required } from './support/debian';
import { freePort, listen } from '../components/ports';

let sandbox: Sandbox;
let server: Server;
let port: number;
let ollama: {
  listed: string[];
  loaded: string[];
  room: number;
  embeds: string[];
  fails: string[];
  broken: string[];
  asked: string[];
  loadTime: number;
  entries?: readonly string[];
};

const models = (names: readonly string[]) =>
  JSON.stringify({ models: names.map((name) => ({ name, model: name, size: 1 })) });

/** Loading takes its time, a model too many pushes the oldest out, and one that embeds refuses to generate. */
function answer(
  path: string,
  body: string,
): { readonly status: number; readonly body: string; readonly after: number } {
  if (path === '/api/tags') return { status: 200, body: models(ollama.listed), after: 0 };
  if (path === '/api/ps')
    return {
      status: 200,
      body: ollama.entries === undefined ? models(ollama.loaded) : `{"models":[${ollama.entries.join(',')}]}`,
      after: 0,
    };
  const { model, prompt } = JSON.parse(body) as { readonly model: string; readonly prompt?: string };
  ollama.asked.push(`${path} ${model}`);
  if (path === '/api/show')
    return ollama.broken.includes(model)
      ? { status: 500, body: '{"error":"template: :1: unexpected EOF"}', after: 0 }
      : { status: 200, body: '{}', after: 0 };
  if (prompt !== undefined) return { status: 500, body: 'a prompt would generate', after: 0 };
  if (ollama.fails.includes(model))
    return { status: 500, body: '{"error":"llama-server process has terminated"}', after: 0 };
  if (path === '/api/generate' && ollama.embeds.includes(model))
    return { status: 400, body: `{"error":"\\"${model}\\" does not support generate"}`, after: 0 };
  ollama.loaded = [...ollama.loaded, model].slice(-ollama.room);
  return { status: 200, body: '{"done":true,"done_reason":"load"}', after: ollama.loadTime };
}

beforeEach(async () => {
  sandbox = new Sandbox();
  ollama = {
    listed: ['llama3.1:8b', 'bge-m3:latest', 'qwen3:8b'],
    loaded: [],
    room: 3,
    embeds: ['bge-m3:latest'],
    fails: [],
    broken: [],
    asked: [],
    loadTime: 0,
  };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const result = answer(request.url ?? '', body);
      setTimeout(() => response.writeHead(result.status).end(result.body), result.after).unref();
    });
  });
  port = await listen(server);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
  sandbox.remove();
});

const probe = (inputs: Partial<OllamaWarmUpInputs> = {}) =>
  sandbox.run(
    ollamaWarmUp.run({ port, declared: ['llama3.1:8b', 'bge-m3:latest'], patience: seconds(0), ...inputs }),
    { PATH: '/usr/bin:/bin' },
    [required('bash')],
  );
const ready = { code: 0, output: 'warm-up: every declared model is in the store, and every warm model is loaded\n' };

/**
 * What `/api/ps` of Ollama answered for a model wholly on a GPU, one that was partly on the CPU, and one without a GPU,
 * without line ends.
 */
const recorded = {
  whole:
    '{"name":"mistral:latest","model":"mistral:latest","size":5137025024,"digest":"2ae6f6dd7a3dd734790bbbf58b8909a606e0e7e97e94b7604e0aa7ae4490e6d8",' +
    '"details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],"parameter_size":"7.2B","quantization_level":"Q4_0"},' +
    '"expires_at":"2024-06-04T14:38:31.83753-07:00","size_vram":5137025024}',
  part:
    '{"name":"gemma4:latest","model":"gemma4:latest","size":6591830464,"digest":"c6eb396dbd5992bbe3f5cdb947e8bbc0ee413d7c17e2beaae69f5d569cf982eb",' +
    '"details":{"parent_model":"","format":"gguf","family":"gemma4","families":["gemma4"],"parameter_size":"8.0B","quantization_level":"Q4_K_M"},' +
    '"expires_at":"2025-10-17T16:47:07.93355-07:00","size_vram":5333539264,"context_length":4096}',
  none:
    '{"name":"tiny:1b","model":"tiny:1b","size":104857600,"digest":"aa","details":{"parent_model":"","format":"gguf","family":"llama","families":["llama"],' +
    '"parameter_size":"1B","quantization_level":"F32"},"expires_at":"2318-03-10T23:47:16Z","size_vram":0,"context_length":512}',
} as const;
const names = { whole: 'mistral:latest', part: 'gemma4:latest', none: 'tiny:1b' } as const;
type Where = keyof typeof recorded;

describe('on a GPU', () => {
  const on = (wheres: readonly Where[], onGpu = true) => {
    ollama.listed = wheres.map((where) => names[where]);
    ollama.loaded = [...ollama.listed];
    ollama.entries = wheres.map((where) => recorded[where]);
    return probe({ declared: ollama.listed, onGpu, patience: seconds(60) });
  };
  const refused = (model: string, vram: number, size: number) => ({
    code: 1,
    output:
      `warm-up: ${model} is not wholly on the GPU: ${vram} of ${size} bytes are. On the CPU it answers too slowly. ` +
      'Check the GPU driver and the RuntimeClass of the node, and what else uses the GPU.\n',
  });

  test('a model that is there as a whole is warm', async () => {
    expect(await on(['whole'])).toEqual(ready);
  });

  test('one that is there in part is not, whatever the others are', async () => {
    expect(await on(['part'])).toEqual(refused('gemma4:latest', 5333539264, 6591830464));
    expect(await on(['whole', 'part'])).toEqual(refused('gemma4:latest', 5333539264, 6591830464));
    expect(await on(['part', 'whole'])).toEqual(refused('gemma4:latest', 5333539264, 6591830464));
  });

  test('one that is on the CPU is not, and the probe ends at once', async () => {
    const started = Date.now();
    expect(await on(['whole', 'none'])).toEqual(refused('tiny:1b', 0, 104857600));
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  test('one whose size is not in the answer is not', async () => {
    ollama.listed = ollama.loaded = ['mistral:latest'];
    ollama.entries = ['{"name":"mistral:latest","model":"mistral:latest"}'];
    expect(await probe({ declared: ollama.listed, onGpu: true })).toMatchObject({
      code: 1,
      output: expect.stringContaining('0 of unknown bytes are'),
    });
  });

  test('where the server has none, it is not asked', async () => {
    expect(await on(['none', 'part'], false)).toEqual(ready);
  });
});

describe('the warm-up', () => {
  test('loads what is declared, waits for it, and says so; a second probe loads nothing', async () => {
    ollama.loadTime = 200;
    const started = Date.now();
    expect(await probe()).toEqual(ready);
    expect(Date.now() - started).toBeGreaterThanOrEqual(400);
    expect(ollama.asked).toEqual([
      '/api/generate llama3.1:8b',
      '/api/generate bge-m3:latest',
      '/api/embed bge-m3:latest',
    ]);
    expect(await probe()).toEqual(ready);
    expect(ollama.asked).toHaveLength(3);
  });

  test('asks for the made manifests, and fails with the reason of one that Ollama cannot read', async () => {
    const inputs = { declared: ['llama3.1:8b', 'qwen3:8b'], warm: ['llama3.1:8b'], made: ['qwen3:8b'] };
    expect(await probe(inputs)).toEqual(ready);
    expect(ollama.asked).toEqual(['/api/show qwen3:8b', '/api/generate llama3.1:8b']);
    expect(await probe({ ...inputs, made: [] })).toEqual(ready);
    ollama.broken = ['qwen3:8b'];
    expect(await probe(inputs)).toEqual({
      code: 1,
      output:
        'warm-up: Ollama cannot read qwen3:8b (status \'500\'): {"error":"template: :1: unexpected EOF"}; given up after 0 s\n',
    });
  });

  test('loads only what is to be warm', async () => {
    expect(await probe({ warm: ['bge-m3:latest'] })).toEqual(ready);
    expect(ollama.loaded).toEqual(['bge-m3:latest']);
    expect(await probe({ warm: [] })).toEqual(ready);
  });

  test('fails while nobody answers', async () => {
    expect(await probe({ port: await freePort() })).toEqual({
      code: 1,
      output: "warm-up: Ollama does not answer (status ''); given up after 0 s\n",
    });
  });

  test('fails before it loads anything when a model is not in the store', async () => {
    expect(await probe({ declared: ['llama3.1:8b', 'gemma3:4b'] })).toEqual({
      code: 1,
      output: 'warm-up: gemma3:4b is not in the local store: the stager has not written it; given up after 0 s\n',
    });
    expect(ollama.asked).toEqual([]);
  });

  test('fails with the reason of a model that cannot be loaded', async () => {
    ollama.fails = ['llama3.1:8b'];
    expect(await probe()).toEqual({
      code: 1,
      output:
        'warm-up: llama3.1:8b cannot be loaded (status \'500\'): {"error":"llama-server process has terminated"}; given up after 0 s\n',
    });
  });

  test('fails when loading one model pushes another out', async () => {
    ollama.room = 1;
    expect(await probe()).toEqual({
      code: 1,
      output:
        'warm-up: llama3.1:8b was loaded and then unloaded: not all warm models fit at the same time; given up after 0 s\n',
    });
  });

  test('tries again while its patience lasts, and is warm as soon as Ollama is', async () => {
    const warm = probe({ patience: seconds(60) });
    ollama.fails = ['llama3.1:8b'];
    while (ollama.asked.length < 2) await sleep(50);
    ollama.fails = [];
    expect(await warm).toEqual(ready);
    expect(ollama.asked.filter((each) => each === '/api/generate llama3.1:8b').length).toBeGreaterThanOrEqual(3);
  });

  test('is patient for its time in all, also when every load hangs', async () => {
    ollama.loadTime = 60_000;
    const started = Date.now();
    expect(await probe({ patience: seconds(2) })).toEqual({
      code: 1,
      output: "warm-up: llama3.1:8b cannot be loaded (status ''); given up after 2 s\n",
    });
    expect(Date.now() - started).toBeLessThan(ollama.loadTime / 2);
    expect(ollama.asked).toEqual(['/api/generate llama3.1:8b']);
  });
});
