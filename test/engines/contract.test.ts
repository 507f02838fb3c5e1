/**
 * The contracts of both engines beside the running servers: every flag, metric and route, and what a closed route
 * answers to every request that reaches it.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineContract } from '../../lib/engines/contract';
import { covers } from './support/covers';
import { llamaServerContract } from '../../lib/engines/llama-server/llama-server';
import { llamaServerBuildFlags } from '../../lib/engines/llama-server/build';
import facts from '../../lib/engines/llama-server/build.json';
import { ollamaContract } from '../../lib/engines/ollama/ollama';
import { localMount } from '../../lib/programs/volumes';
import { flagsIn, type EngineOffers } from '../../scripts/bump/offers';
import { fetchFrom } from './support/http';
import { startReady } from './support/kubelet';
import { keepOffers, llamaServerRoutes, ollamaRoutes } from './support/offers';
import { Machine, Pod, type Process } from './support/pod';
import { layOutStore, registryEntry } from './support/registry-model';
import { containerOf, podOf, render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, quick, sha256, tinyFile } from './support/tiny-model';

const file = tinyFile(quick, 1);
const model = registryEntry(quick, file, 'a:tiny');
const settings = { contextLength: 512, parallel: 1, maxOutputLength: 64 };
const rendered = render(
  tinyEnvironment({
    catalog: { 'quick/F32': hubEntry(quick, file, 'quick.gguf'), 'a:tiny': model.model },
    models: { quick: { weights: 'quick/F32', settings } },
    ollama: { fleet: { models: ['a:tiny'], settings } },
  }),
);

/** No address of the outside can be reached: nothing listens there. */
const nowhere = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };

/** The requests of closed routes with their answers, as a contract states them. */
const stated = ({ routes }: EngineContract): readonly string[] =>
  routes.closed
    .flatMap(({ answers }) => Object.entries(answers).map(([request, status]) => `${request} ${status}`))
    .sort();

/** Routes that a contract neither opens nor closes. */
const unlisted = (
  { routes: { tenant, operator, closed } }: EngineContract,
  found: readonly string[],
): readonly string[] =>
  found.filter((line) => {
    const [method = '', path = '', status] = line.split(' ');
    return (
      status !== '404' &&
      status !== '405' &&
      ![...tenant, ...operator, ...closed].some(
        (route) => covers(route, method, path) || (method === 'HEAD' && covers(route, 'GET', path)),
      )
    );
  });

/** Routes that a contract opens, and the server does not have. */
const missing = ({ routes: { tenant, operator } }: EngineContract, found: readonly string[]): readonly string[] =>
  [...tenant, ...operator].map(({ method, path }) => `${method} ${path} 404`).filter((line) => found.includes(line));

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

describe('llama-server', () => {
  let offers: EngineOffers;
  beforeAll(async () => {
    const pod = podOf(rendered, 'quick');
    const weights = machine.folder('weights');
    const path = (containerOf(pod, 'llama-server').args?.[1] ?? '').replace(localMount, weights);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file);
    const placed = await Pod.place(machine, pod, { volumes: { weights } });
    const program = join(
      (await machine.image(containerOf(pod, 'llama-server').image ?? '')).folder,
      'app/llama-server',
    );
    const server = await startReady(placed, 'llama-server');
    const metrics = (await fetchFrom(placed.port, 'GET', '/metrics')).body;
    offers = {
      engine: 'llama-server',
      build: `b${/\(build (\d+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).output.join(''))?.[1]}`,
      help: execFileSync(program, ['--help'], { encoding: 'utf8' }).trimEnd().split('\n'),
      metrics: [...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name).sort(),
      routes: await llamaServerRoutes(program, placed.port, llamaServerContract),
    };
    keepOffers(offers);
    await server.kill();
  });

  test('has the flags of the contract and no others, with the same values and variables', () => {
    const table = llamaServerBuildFlags.map(({ name, off, aliases, value, variable }) => ({
      spellings: [name, ...(off === undefined ? [] : [off]), ...aliases].sort(),
      value,
      variable,
    }));
    const bySpelling = (a: { readonly spellings: readonly string[] }, b: { readonly spellings: readonly string[] }) =>
      a.spellings.join() < b.spellings.join() ? -1 : 1;
    expect(
      flagsIn(offers.help)
        .map(({ spellings, value, variable }) => ({ spellings, value, variable }))
        .sort(bySpelling),
    ).toEqual([...table].sort(bySpelling));
  });

  test('counts what the contract names', () => {
    expect(llamaServerContract.metrics.names.filter((name) => !offers.metrics.includes(name))).toEqual(
      llamaServerContract.metrics.names.filter((name) => facts.metrics[name] !== 'always'),
    );
    expect(
      offers.metrics.filter((name) => !(llamaServerContract.metrics.names as readonly string[]).includes(name)),
    ).toEqual([]);
  });

  test('has the routes of the contract, and answers on closed ones what it states', () => {
    expect({
      missing: missing(llamaServerContract, offers.routes),
      unlisted: unlisted(llamaServerContract, offers.routes),
    }).toEqual({ missing: [], unlisted: [] });
    const closed = stated(llamaServerContract);
    expect(offers.routes.filter((line) => closed.some((each) => each.slice(0, -3) === line.slice(0, -3)))).toEqual(
      closed,
    );
  });
});

describe('Ollama', () => {
  let pod: Pod;
  let server: Process;
  let offers: EngineOffers;
  afterAll(() => server.kill());
  beforeAll(async () => {
    const weights = machine.folder('weights');
    layOutStore(weights, [model]);
    pod = await Pod.place(machine, podOf(rendered, 'fleet'), { volumes: { weights }, env: nowhere });
    const program = join((await machine.image(containerOf(pod.rendered, 'ollama').image ?? '')).folder, 'bin/ollama');
    server = await startReady(pod, 'ollama');
    offers = {
      engine: 'ollama',
      build: (JSON.parse((await fetchFrom(pod.port, 'GET', '/api/version')).body) as { readonly version: string })
        .version,
      help: execFileSync(program, ['serve', '--help'], { encoding: 'utf8', env: { HOME: machine.leash.folder } })
        .trimEnd()
        .split('\n'),
      metrics: [],
      routes: await ollamaRoutes(server.output, pod.port, ollamaContract, 'a:tiny'),
    };
    keepOffers(offers);
  });

  test('has the routes of the contract and no others, and answers on closed ones what it states', () => {
    expect({
      missing: missing(ollamaContract, offers.routes),
      unlisted: unlisted(ollamaContract, offers.routes),
    }).toEqual({ missing: [], unlisted: [] });
    const closed = stated(ollamaContract);
    expect(offers.routes.filter((line) => closed.some((each) => each.slice(0, -3) === line.slice(0, -3)))).toEqual(
      closed,
    );
  });

  test('lets nobody who reaches a closed route change the store', async () => {
    const ask = async (method: string, path: string, json: unknown): Promise<string> => {
      const { status, body } = await fetchFrom(pod.port, method, path, json);
      return `${status} ${/"error":"([^"]*)/.exec(body)?.[1] ?? body.slice(-200)}`;
    };
    expect([
      await ask('POST', '/api/pull', { model: 'b:tiny' }),
      await ask('POST', '/api/push', { model: 'a:tiny' }),
      await ask('POST', '/api/copy', { source: 'a:tiny', destination: 'b:tiny' }),
      await ask('POST', '/api/create', { model: 'b:tiny', from: 'a:tiny' }),
      await ask('DELETE', '/api/delete', { model: 'a:tiny' }),
      await ask('POST', `/api/blobs/sha256:${sha256(Buffer.from('{}'))}`, {}),
    ]).toEqual([
      // The answer to pull and push begins before they know that they get nowhere.
      expect.stringMatching(/^200 pull model manifest: /),
      expect.stringMatching(/^200 Head /),
      ...Array.from({ length: 4 }, () => expect.stringMatching(/^500 .*(?:permission denied|operation not permitted)/)),
    ]);
    const { models } = JSON.parse((await fetchFrom(pod.port, 'GET', '/api/tags')).body) as {
      readonly models: readonly { readonly name: string }[];
    };
    expect(models.map(({ name }) => name)).toEqual(['a:tiny']);
  });
});
