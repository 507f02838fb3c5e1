/**
 * A server with keys, as rendered: requests and metrics need one, probes need none, and the drain has one of its own
 * Secret.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchFrom, stream } from '../support/http';
import { raw, statusOf } from '../../gateway/support/client';
import { preStop, Watch } from '../support/kubelet';
import { Machine } from '../support/pod';
import { render } from '../support/rendered';
import { serve, type Served } from '../support/served';
import { tinyEnvironment } from '../support/tiny-environment';
import { hubEntry, slow, tinyFile } from '../support/tiny-model';

const file = tinyFile(slow, 6);
const environment = tinyEnvironment({
  apiKey: { secretName: 'llm-key', key: 'keys' },
  catalog: { 'slow/F32': hubEntry(slow, file, 'slow.gguf') },
  models: {
    chat: {
      weights: 'slow/F32',
      settings: { contextLength: 4096, parallel: 1, maxOutputLength: 400 },
      tokensPerSecond: 10,
    },
  },
});
const rendered = render(environment);
const behindGateway = render({
  ...environment,
  gateway: { tls: 'none', expose: { by: 'cluster' }, clients: { team: { models: 'all' } } },
});
const [key, older] = ['key-of-today', 'key-of-yesterday'] as const;

let machine: Machine;
let served: Served;
beforeAll(async () => {
  machine = await Machine.start();
  const keys = machine.folder('keys');
  writeFileSync(join(keys, 'keys'), `${key}\n${older}\n`, { mode: 0o444 });
  served = await serve(machine, rendered, 'chat', { '--model': file }, { volumes: { 'api-key': keys } });
});
afterAll(() => machine.stop());

const ask = async (method: string, path: string, json?: unknown, secret?: string): Promise<number> =>
  (await fetchFrom(served.pod.port, method, path, json, secret)).status;
const prompt = { prompt: 'a', max_tokens: 1 };

test('requests and metrics need one of the keys, probes need none', async () => {
  expect({
    requests: [
      await ask('POST', '/v1/completions', prompt),
      await ask('POST', '/v1/completions', prompt, 'another'),
      await ask('POST', '/v1/completions', prompt, key),
      await ask('POST', '/v1/completions', prompt, older),
    ],
    metrics: [await ask('GET', '/metrics'), await ask('GET', '/metrics', undefined, key)],
    models: [await ask('GET', '/v1/models'), await ask('GET', '/v1/models', undefined, key)],
    health: await ask('GET', '/health'),
  }).toEqual({ requests: [401, 401, 200, 200], metrics: [401, 200], models: [401, 200], health: 200 });
  const watch = new Watch(served.pod, 'llama-server', served.server);
  await watch.ready();
  expect((await watch.stop()).readiness).toEqual(['200']);
});

test('the drain sees what is at work, and ends when nothing is', async () => {
  const answer = stream(
    served.pod.port,
    '/v1/completions',
    { prompt: 'a', max_tokens: 300, ignore_eos: true, stream: true },
    key,
  );
  await answer.begun;
  const drained = preStop(served.pod, 'llama-server').then((ended) => ({ ...ended, at: Date.now() }));
  const end = await answer.end;
  const { code, output, at } = await drained;
  expect({ code, output, whole: end.whole, cut: end.cut }).toEqual({
    code: 0,
    output: expect.stringMatching(/^drain: idle after \d+ s\n$/),
    whole: true,
    cut: false,
  });
  expect(at).toBeGreaterThanOrEqual(end.at);
});

test('behind a gateway an empty Secret opens no server, and no header can have the key of the guard', async () => {
  const keys = machine.folder('empty');
  writeFileSync(join(keys, 'keys'), '', { mode: 0o444 });
  const { pod } = await serve(machine, behindGateway, 'chat', { '--model': file }, { volumes: { 'api-key': keys } });
  const statusWith = async (header: string): Promise<number> =>
    statusOf(await raw(pod.port, `GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n`));
  const guard = Object.values(pod.rendered.configMaps).find((data) => 'no-key.txt' in data)?.['no-key.txt'];
  expect(guard).toBe('\u007f\n');
  expect({
    none: await statusWith(''),
    empty: await statusWith('Authorization: Bearer \r\n'),
    another: await statusWith('Authorization: Bearer another\r\n'),
    ofTheGuard: await statusWith('Authorization: Bearer \u007f\r\n'),
    ofTheGuardByTheOtherHeader: await statusWith('X-Api-Key: \u007f\r\n'),
    health: statusOf(await raw(pod.port, 'GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')),
  }).toEqual({ none: 401, empty: 401, another: 401, ofTheGuard: 400, ofTheGuardByTheOtherHeader: 400, health: 200 });
});
