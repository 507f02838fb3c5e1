/**
 * The weights server: its configuration as data, and the real nginx with it, as a user without rights, over a store
 * that the loader filled.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, symlinkSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { loader } from '../../lib/programs/loader';
import { block, directive, renderNginx } from '../../lib/programs/nginx';
import { stager } from '../../lib/programs/stager';
import { weightsServer, weightsServerConfig, weightsServerDirectives } from '../../lib/programs/weights-server';
import { Sandbox, type Running } from './support/container';
import { nginx } from './support/debian';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { freePort } from '../components/ports';
import { Origin } from './support/origin';
import { blobsOf, namesOf, wrongBlobs } from './support/store';

describe('the configuration', () => {
  test('is rendered from directives', () => {
    expect(
      renderNginx([
        directive('a', 1, true, 'b c'),
        block('d', ['x{2}'], [block('e', [], [directive('f', 'say "hi"')])]),
      ]),
    ).toBe('a 1 on "b c";\nd "x{2}" {\n  e {\n    f "say \\"hi\\"";\n  }\n}\n');
  });

  test('of the defaults is this one', () => {
    expect(weightsServerConfig()).toMatchSnapshot();
  });

  test('shows every input', () => {
    const config = weightsServerConfig({
      root: '/data',
      port: 9000,
      workers: 3,
      transfers: 17,
      transfersPerClient: 5,
      requestsPerClient: 7,
      sendTimeout: seconds(9),
      requestTimeout: seconds(4),
      scratch: '/scratch',
    });
    for (const line of [
      'root /data;',
      'disable_symlinks on from=/data;',
      'listen 9000;',
      'worker_processes 3;',
      'worker_connections 68;',
      'worker_rlimit_nofile 136;',
      'send_timeout 9s;',
      'client_header_timeout 4s;',
      'limit_conn per_client 5;',
      'limit_conn overall 17;',
      'rate=7r/s;',
      'limit_req zone=requests burst=28 nodelay;',
      'pid /scratch/nginx.pid;',
      'proxy_temp_path /scratch/proxy;',
    ])
      expect(config).toContain(line);
    expect(config).not.toContain('/store');
    expect(weightsServerDirectives({ root: '/data' })[0]).toEqual({ name: 'worker_processes', args: ['2'] });
  });
});

describe('nginx with it', () => {
  const file = content('weights', 3_000_000);
  const path = `/blobs/sha256-${sha256(file)}`;
  let origin: Origin;
  let sandbox: Sandbox;
  let store: string;
  let port: number;
  let running: Running;

  interface Answer {
    readonly status: number;
    readonly length: string | undefined;
    /** Of the body: comparing megabytes value by value takes seconds. */
    readonly digest: string;
  }
  const ask = (method: string, at: string, headers: Readonly<Record<string, string>> = {}) =>
    new Promise<Answer>((resolve, reject) => {
      request({ host: '127.0.0.1', port, method, path: at, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            length: response.headers['content-length'],
            digest: sha256(Buffer.concat(chunks)),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  const models = () => [
    hubModel(origin, 'm', { 'm.gguf': file }),
    registryModel(origin, 'tiny:1b', { model: content('tiny', 900) }),
  ];

  beforeAll(async () => {
    origin = await new Origin().start();
    sandbox = new Sandbox();
    store = sandbox.volume('store');
    const loaded = await sandbox.run(
      loader.run({ weights: models(), source: { from: 'origin', hub: origin.url, registry: origin.url }, root: store }),
    );
    expect(loaded).toMatchObject({ code: 0 });
    symlinkSync('/etc/passwd', join(store, 'blobs', `sha256-${'0'.repeat(64)}`));
    port = await freePort();
    const inputs = { root: store, port, workers: 1, scratch: sandbox.volume('scratch'), metrics: true };
    running = sandbox.start(weightsServer(inputs), {}, [sandbox.tool(nginx())]);
    for (let tries = 0; tries < 100; tries += 1) {
      if (
        await ask('GET', '/healthz').then(
          ({ status }) => status === 200,
          () => false,
        )
      )
        return;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
    throw new Error(`nginx does not answer: ${(running.killAll(), await running.ended).output}`);
  });
  afterAll(async () => {
    running.process.kill('SIGTERM');
    const { code, output } = await running.ended;
    origin.stop();
    sandbox.remove();
    const lines = output.split('\n').filter((line) => line !== '');
    expect({ code, others: lines.filter((line) => !line.includes('Too many levels of symbolic links')) }).toEqual({
      code: 0,
      others: [],
    });
  });

  test('gives a blob whole, in part, and its size', async () => {
    expect(await ask('GET', path)).toEqual({ status: 200, length: `${file.length}`, digest: sha256(file) });
    expect(await ask('GET', path, { range: 'bytes=2999990-' })).toEqual({
      status: 206,
      length: '10',
      digest: sha256(file.subarray(-10)),
    });
    expect(await ask('GET', path, { range: 'bytes=3000000-' })).toMatchObject({ status: 416 });
    expect(await ask('HEAD', path)).toMatchObject({ status: 200, length: `${file.length}` });
  });

  test('gives manifests by name, and says that it runs', async () => {
    const named = 'manifests/registry.ollama.ai/library/tiny/1b';
    expect((await ask('GET', `/${named}`)).digest).toBe(sha256(readFileSync(join(store, named))));
    expect(await ask('GET', '/healthz')).toMatchObject({ status: 200, digest: sha256('ok') });
  });

  test('counts its connections, in the format of Prometheus', async () => {
    const scrape = async (): Promise<readonly string[]> =>
      (await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).split('\n');
    const total = (lines: readonly string[]): number => Number(lines.at(-2)?.split(' ')[1]);
    const before = await scrape();
    expect(before.map((line) => line.replace(/ \d+$/, ' N'))).toEqual([
      '# TYPE corral_weights_server_connections gauge',
      'corral_weights_server_connections{state="reading"} N',
      'corral_weights_server_connections{state="writing"} N',
      'corral_weights_server_connections{state="waiting"} N',
      '# TYPE corral_weights_server_connections_total counter',
      'corral_weights_server_connections_total N',
      '',
    ]);
    expect(before).toContain('corral_weights_server_connections{state="writing"} 1');
    await Promise.all([ask('GET', path), ask('GET', path)]);
    expect(total(await scrape()) - total(before)).toBeGreaterThanOrEqual(2);
  });

  test.each([
    ['/', 404],
    ['/blobs', 404],
    ['/blobs/', 404],
    ['/manifests/', 404],
    ['/gguf/m/m.gguf', 404],
    ['/lock', 404],
    ['/partials/', 404],
    [`/blobs/sha256-${'1'.repeat(64)}`, 404],
    [`/blobs/sha256-${'0'.repeat(64)}`, 404],
    ['/blobs/../lock', 404],
    ['/manifests/a/b/c/..%2f..%2f..%2f..%2flock', 404],
  ])('has nothing at %s', async (at, status) => {
    expect(await ask('GET', at)).toMatchObject({ status });
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('does not take %s', async (method) => {
    expect(await ask(method, path)).toMatchObject({ status: 405 });
    expect(wrongBlobs(store)).toHaveLength(1);
  });

  test('feeds the stager: from the hub to the node', async () => {
    const local = sandbox.volume('models');
    const { code } = await sandbox.run(
      stager.run({ weights: models(), server: `http://127.0.0.1:${port}`, root: local }),
    );
    expect({ code, wrong: wrongBlobs(local), blobs: blobsOf(local).length, names: namesOf(local) }).toEqual({
      code: 0,
      wrong: [],
      blobs: 4,
      names: ['gguf/m/m.gguf', 'manifests/registry.ollama.ai/library/tiny/1b'],
    });
  });
});
