/**
 * A fleet's server as rendered, with models that really generate: warm before it is ready, started as planned, and
 * never with more than it may hold.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../lib';
import { fetchFrom } from './support/http';
import { answering, startReady, terminate, Watch } from './support/kubelet';
import { Machine, Pod, type PodSurroundings, type Process } from './support/pod';
import { layOutStore, registryEntry, type RegistryModel } from './support/registry-model';
import { containerOf, podOf, render } from './support/rendered';
import { loadedAt, runnersOf, valueOf } from './support/runners';
import { tinyEnvironment } from './support/tiny-environment';
import { quick, tinyFile } from './support/tiny-model';
import { listen } from '../components/ports';

/** Heads of 32 elements, which a block of a quantised cache has. */
const facts = { ...quick, headCount: 2, headCountKv: 1, keyLength: 32, valueLength: 32 };
const [a, b, c] = ['a:tiny', 'b:tiny', 'c:tiny'].map((tag, i) => registryEntry(facts, tinyFile(facts, i + 1), tag)) as [
  RegistryModel,
  RegistryModel,
  RegistryModel,
];
const settings = {
  contextLength: 4096,
  parallel: 2,
  maxOutputLength: 256,
  cacheType: 'q8_0',
  keepAlive: seconds(600),
} as const;
const rendered = render(
  tinyEnvironment({
    catalog: Object.fromEntries([a, b, c].map(({ tag, model }) => [tag, model])),
    ollama: {
      pair: { models: ['a:tiny', 'b:tiny'], settings },
      swapping: {
        models: ['a:tiny', 'b:tiny', 'c:tiny'],
        settings: { ...settings, maxLoadedModels: 2, keepAlive: 'forever' },
        swap: 'accepted',
      },
      ordinals: {
        models: { byOrdinal: [['a:tiny'], ['b:tiny']] },
        settings: { ...settings, flashAttention: false, cacheType: 'f16' },
        replicas: 2,
      },
    },
  }),
);

/** The stated factor by which time is divided here: ten minutes are five seconds. */
const timeFactor = 120;
const keepAlive = settings.keepAlive / timeFactor;

let machine: Machine;
/** Stands where the internet would be, and notes who wants to get there. */
let outside: Server;
let outsidePort: number;
const wanted: string[] = [];
beforeAll(async () => {
  machine = await Machine.start();
  outside = createServer((request, response) => {
    wanted.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  outside.on('connect', (request, socket) => {
    wanted.push(`CONNECT ${request.url}`);
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  outsidePort = await listen(outside);
});
afterAll(async () => {
  await machine.stop();
  outside.close();
});

async function placed(
  name: string,
  models: readonly RegistryModel[],
  surroundings: PodSurroundings = {},
): Promise<Pod> {
  const weights = machine.folder('weights');
  layOutStore(weights, models);
  const proxy = `http://127.0.0.1:${outsidePort}`;
  return Pod.place(machine, podOf(rendered, name), {
    ...surroundings,
    volumes: { weights },
    env: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, ...surroundings.env },
  });
}

const generate = (pod: Pod, model: string, more: object = {}) =>
  fetchFrom(pod.port, 'POST', '/api/generate', {
    model,
    prompt: 'a',
    stream: false,
    options: { num_predict: 8 },
    ...more,
  });
const namesAt = async (pod: Pod): Promise<readonly string[]> => (await loadedAt(pod.port)).map(({ name }) => name);

test('a server that is planned on GPUs and finds none is never ready: its warm-up ends and says so', async () => {
  const pod = await placed('pair', [a, b], { env: { WARM_UP_ON_GPU: 'yes' } });
  const server = await pod.start('ollama');
  await answering(pod, server, '/');
  const { code, output } = await (
    await pod.start('ollama', containerOf(pod.rendered, 'ollama').startupProbe?.exec?.command ?? [])
  ).end;
  expect({ code, output }).toEqual({
    code: 1,
    output: expect.stringMatching(/^warm-up: a:tiny is not wholly on the GPU: 0 of [1-9]\d* bytes are\. /),
  });
  await server.kill();
});

describe('a server of a fleet', () => {
  let pod: Pod;
  let server: Process;
  beforeAll(async () => {
    pod = await placed('pair', [a, b], { env: { OLLAMA_KEEP_ALIVE: `${keepAlive}s` } });
  });

  test('is ready for the gateway only when its models are loaded, and asks nobody outside', async () => {
    server = await pod.start('ollama');
    const watch = new Watch(pod, 'ollama', server);
    await answering(pod, server, '/');
    // Readiness alone would send requests now, before anything is loaded.
    expect(await namesAt(pod)).toEqual([]);
    await watch.started();
    expect(await namesAt(pod)).toEqual(['a:tiny', 'b:tiny']);
    const { models } = JSON.parse((await fetchFrom(pod.port, 'GET', '/api/tags')).body) as {
      readonly models: readonly { readonly name: string }[];
    };
    expect(models.map(({ name }) => name).sort()).toEqual(['a:tiny', 'b:tiny']);
    expect(await watch.stop()).toMatchObject({
      startup: expect.arrayContaining(['0']),
      readiness: expect.arrayContaining(['200']),
      liveness: ['connected'],
    });
    expect(await generate(pod, 'a:tiny')).toMatchObject({
      status: 200,
      body: expect.stringContaining('"eval_count":8'),
    });
    expect(wanted).toEqual([]);
  });

  test('starts the runners that the plan has counted', () => {
    const runners = runnersOf(server);
    expect(runners).toHaveLength(2);
    for (const runner of runners) {
      expect(
        ['-c', '-np', '--cache-type-k', '--cache-type-v', '--flash-attn', '-b', '-ub', '--load-mode', '--host'].map(
          (flag) => valueOf(runner, flag),
        ),
      ).toEqual(['8192', '2', 'q8_0', 'q8_0', 'on', '1024', '1024', 'none', '127.0.0.1']);
      expect(runner.args).toEqual(expect.arrayContaining(['--offline', '--no-webui']));
      expect(runner.env).toMatchObject({
        LLAMA_ARG_FIT: 'off',
        LLAMA_ARG_CACHE_RAM: '0',
        LLAMA_ARG_CTX_CHECKPOINTS: '0',
        LLAMA_ARG_KV_UNIFIED: '0',
      });
    }
  });

  test(`keeps a model for the keep-alive of its last request, here divided by ${timeFactor}, and loads it again when it is asked for`, async () => {
    // Of the requests: what ends last of two says nothing of the other, and an answer may be read late.
    const asked = Date.now();
    await Promise.all([generate(pod, 'a:tiny'), generate(pod, 'b:tiny')]);
    await sleep((keepAlive * 1000) / 2);
    const askedAgain = Date.now();
    await generate(pod, 'b:tiny');
    while ((await namesAt(pod)).includes('a:tiny')) await sleep(50);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(keepAlive * 1000);
    expect(await namesAt(pod)).toEqual(['b:tiny']);
    while ((await namesAt(pod)).length > 0) await sleep(50);
    expect(Date.now() - askedAgain).toBeGreaterThanOrEqual(keepAlive * 1000);
    while (runnersOf(server).length > 0) await sleep(50);
    expect((await generate(pod, 'a:tiny')).status).toBe(200);
    expect(await namesAt(pod)).toEqual(['a:tiny']);
  });

  test('ends with 0 within its grace period, and its runners with it', async () => {
    expect(runnersOf(server)).toHaveLength(1);
    const { code } = await terminate(server, pod.rendered.spec.terminationGracePeriodSeconds ?? 0);
    expect({ code, runners: runnersOf(server) }).toEqual({ code: 0, runners: [] });
  });
});

test('a fleet that accepts swapping answers for every model, and never holds more than it may', async () => {
  const pod = await placed('swapping', [a, b, c]);
  const server = await startReady(pod, 'ollama');
  expect(await namesAt(pod)).toEqual(['a:tiny', 'b:tiny']);
  let most = 0;
  const asked = new AbortController();
  const counting = (async () => {
    for (; !asked.signal.aborted; await sleep(20))
      most = Math.max(most, runnersOf(server).length, (await namesAt(pod)).length);
  })();
  const answers: number[] = [];
  for (const tag of ['c:tiny', 'a:tiny', 'b:tiny']) answers.push((await generate(pod, tag)).status);
  const together = await Promise.all(['a:tiny', 'b:tiny', 'c:tiny'].map((tag) => generate(pod, tag)));
  asked.abort();
  await counting;
  expect({ answers: [...answers, ...together.map(({ status }) => status)], most }).toEqual({
    answers: [200, 200, 200, 200, 200, 200],
    most: 2,
  });
  expect(await terminate(server, pod.rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
});

test('servers by ordinal each hold their own models, and know no others', async () => {
  const own = [a, b];
  const pods = await Promise.all(own.map((model, ordinal) => placed('ordinals', [model], { ordinal })));
  const servers = await Promise.all(pods.map((pod) => startReady(pod, 'ollama')));
  expect(await Promise.all(pods.map(namesAt))).toEqual([['a:tiny'], ['b:tiny']]);
  expect(await Promise.all(pods.map(async (pod) => (await generate(pod, 'b:tiny')).status))).toEqual([404, 200]);
  expect(
    servers.map((server) =>
      runnersOf(server).map((runner) => ['--flash-attn', '-ub'].map((flag) => valueOf(runner, flag))),
    ),
  ).toEqual([[['off', '1024']], [['off', '1024']]]);
  await Promise.all(servers.map((server) => server.kill()));
});

test('a server whose store lacks a declared model never gets ready, and says which', async () => {
  const pod = await placed('pair', [a], { env: { WARM_UP_PATIENCE: '2' } });
  const server = await pod.start('ollama');
  await answering(pod, server, '/');
  const probe = pod.rendered.spec.containers[0]?.startupProbe?.exec?.command ?? [];
  expect(await (await pod.start('ollama', probe)).end).toEqual({
    code: 1,
    output: 'warm-up: b:tiny is not in the local store: the stager has not written it; given up after 2 s\n',
  });
  await server.kill();
});
