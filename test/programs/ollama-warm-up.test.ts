/** The startup probe of Ollama, by bash and /dev/tcp alone, against a server that answers as Ollama 0.34.2 does. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../lib/core/duration';
import { ollamaWarmUp, type OllamaWarmUpInputs } from '../../lib/programs/ollama-warm-up';
import { Sandbox } from './support/container';
import { required } from './support/debian';
import { freePort, listen } from './support/origin';

let sandbox: Sandbox;
let server: Server;
let port: number;
let ollama: { listed: string[]; loaded: string[]; room: number; embeds: string[]; fails: string[]; asked: string[]; loadTime: number };

const models = (names: readonly string[]) => JSON.stringify({ models: names.map((name) => ({ name, model: name, size: 1 })) });

/** Loading takes its time, a model too many pushes the oldest out, and one that embeds refuses to generate. */
function answer(path: string, body: string): { readonly status: number; readonly body: string; readonly after: number } {
  if (path === '/api/tags') return { status: 200, body: models(ollama.listed), after: 0 };
  if (path === '/api/ps') return { status: 200, body: models(ollama.loaded), after: 0 };
  const { model, prompt } = JSON.parse(body) as { readonly model: string; readonly prompt?: string };
  ollama.asked.push(`${path} ${model}`);
  if (prompt !== undefined) return { status: 500, body: 'a prompt would generate', after: 0 };
  if (ollama.fails.includes(model)) return { status: 500, body: '{"error":"llama-server process has terminated"}', after: 0 };
  if (path === '/api/generate' && ollama.embeds.includes(model)) return { status: 400, body: `{"error":"\\"${model}\\" does not support generate"}`, after: 0 };
  ollama.loaded = [...ollama.loaded, model].slice(-ollama.room);
  return { status: 200, body: '{"done":true,"done_reason":"load"}', after: ollama.loadTime };
}

beforeEach(async () => {
  sandbox = new Sandbox();
  ollama = { listed: ['llama3.1:8b', 'bge-m3:latest', 'qwen3:8b'], loaded: [], room: 3, embeds: ['bge-m3:latest'], fails: [], asked: [], loadTime: 0 };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => { body += chunk.toString(); });
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

const probe = (inputs: Partial<OllamaWarmUpInputs> = {}) => sandbox.run(
  ollamaWarmUp.run({ port, declared: ['llama3.1:8b', 'bge-m3:latest'], patience: seconds(0), ...inputs }), { PATH: '/usr/bin:/bin' }, [required('bash')]);
const ready = { code: 0, output: 'warm-up: every declared model is there, and loaded where it must be\n' };

describe('the warm-up', () => {
  test('loads what is declared, waits for it, and says so; a second probe loads nothing', async () => {
    ollama.loadTime = 200;
    const started = Date.now();
    expect(await probe()).toEqual(ready);
    expect(Date.now() - started).toBeGreaterThanOrEqual(400);
    expect(ollama.asked).toEqual(['/api/generate llama3.1:8b', '/api/generate bge-m3:latest', '/api/embed bge-m3:latest']);
    expect(await probe()).toEqual(ready);
    expect(ollama.asked).toHaveLength(3);
  });

  test('loads only what is to be warm', async () => {
    expect(await probe({ warm: ['bge-m3:latest'] })).toEqual(ready);
    expect(ollama.loaded).toEqual(['bge-m3:latest']);
    expect(await probe({ warm: [] })).toEqual(ready);
  });

  test('fails while nobody answers', async () => {
    expect(await probe({ port: await freePort() })).toEqual({ code: 1, output: "warm-up: Ollama does not answer (status ''); given up after 0 s\n" });
  });

  test('fails before it loads anything when a model is not in the store', async () => {
    expect(await probe({ declared: ['llama3.1:8b', 'gemma3:4b'] }))
      .toEqual({ code: 1, output: 'warm-up: gemma3:4b is not in the local store: the stager has not laid it out; given up after 0 s\n' });
    expect(ollama.asked).toEqual([]);
  });

  test('fails with the reason of a model that cannot be loaded', async () => {
    ollama.fails = ['llama3.1:8b'];
    expect(await probe()).toEqual({ code: 1, output: "warm-up: llama3.1:8b cannot be loaded (status '500'): {\"error\":\"llama-server process has terminated\"}; given up after 0 s\n" });
  });

  test('fails when loading one model pushes another out', async () => {
    ollama.room = 1;
    expect(await probe()).toEqual({ code: 1, output: 'warm-up: llama3.1:8b was loaded and is gone: more models are to be warm than fit at the same time; given up after 0 s\n' });
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
    expect(await probe({ patience: seconds(2) })).toEqual({ code: 1, output: "warm-up: llama3.1:8b cannot be loaded (status ''); given up after 2 s\n" });
    expect(Date.now() - started).toBeLessThan(ollama.loadTime / 2);
    expect(ollama.asked).toEqual(['/api/generate llama3.1:8b']);
  });
});
