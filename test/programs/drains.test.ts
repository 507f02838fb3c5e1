/**
 * The preStop programs: they wait for running answers, not longer than the deadline, and never fail. Real shells, real
 * sockets.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type Socket } from 'node:net';
import { seconds } from '../../lib/core/duration';
import { envoyDrain } from '../../lib/programs/envoy-drain';
import { llamaServerDrain } from '../../lib/programs/llama-server-drain';
import { ollamaDrain } from '../../lib/programs/ollama-drain';
import { Sandbox } from './support/container';
import { required } from './support/debian';
import { freePort, listen } from '../components/ports';

const sandbox = new Sandbox();
const opened: (Server | ReturnType<typeof createTcpServer>)[] = [];
afterAll(() => {
  for (const server of opened) server.close();
  sandbox.remove();
});

/** Runs a hook as its image would, with the tools of a full system, and takes the time. */
async function timed(run: Parameters<Sandbox['run']>[0], shell: string) {
  const started = Date.now();
  const { code, output } = await sandbox.run(run, { PATH: '/usr/local/bin:/usr/bin:/bin' }, [required(shell)]);
  return { code, output, seconds: (Date.now() - started) / 1000 };
}

interface Metrics {
  readonly status?: number;
  readonly processing: number;
  readonly deferred: number;
}

/** A llama-server whose load changes with every look; the last one stays. */
async function engine(
  ...looks: readonly Metrics[]
): Promise<{ readonly port: number; readonly keys: readonly (string | undefined)[] }> {
  const keys: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const {
      status = 200,
      processing,
      deferred,
    } = looks[Math.min(keys.length, looks.length - 1)] ?? { processing: 0, deferred: 0 };
    keys.push(request.headers.authorization);
    response
      .writeHead(status)
      .end(
        status !== 200
          ? '{"error":"no"}'
          : [
              '# HELP llamacpp:requests_processing Number of requests processing.',
              '# TYPE llamacpp:requests_processing gauge',
              `llamacpp:requests_processing ${processing}`,
              '# HELP llamacpp:requests_deferred Number of requests deferred.',
              `llamacpp:requests_deferred ${deferred}`,
              '',
            ].join('\n'),
      );
  });
  opened.push(server);
  return { port: await listen(server), keys };
}
const busy = { processing: 2, deferred: 1 };
const queued = { processing: 0, deferred: 1 };
const idle = { processing: 0, deferred: 0 };
const drainOf = (port: number, deadline: number, propagation = 0, apiKeyFile?: string) =>
  timed(
    llamaServerDrain.run({ port, propagation: seconds(propagation), deadline: seconds(deadline), apiKeyFile }),
    'dash',
  );

describe('llama-server', () => {
  test.concurrent('is waited for until nothing is at work and nothing waits, twice in a row', async () => {
    const { port, keys } = await engine(busy, idle, queued, idle);
    const { code, output } = await drainOf(port, 30);
    expect({ code, output, looks: keys.length }).toEqual({
      code: 0,
      output: expect.stringMatching(/^drain: idle after \d s\n$/),
      looks: 5,
    });
  });

  test.concurrent('is left when the deadline is over, which includes the propagation', async () => {
    const { port } = await engine(busy);
    const result = await drainOf(port, 2, 1);
    expect(result).toMatchObject({
      code: 0,
      output: 'drain: gave up after 2 s: requests in progress and waiting: 3 (status 200); they end early\n',
    });
    expect(result.seconds).toBeGreaterThan(1);
    expect(result.seconds).toBeLessThan(10);
  });

  test.concurrent('without metrics counts as busy', async () => {
    const { port } = await engine({ ...idle, status: 501 });
    expect(await drainOf(port, 2)).toMatchObject({
      code: 0,
      output: expect.stringContaining('(status 501); they end early'),
    });
  });

  test.concurrent('that is loading, or gone, is not waited for', async () => {
    const { port } = await engine({ ...idle, status: 503 });
    expect(await drainOf(port, 30)).toMatchObject({
      code: 0,
      output: 'drain: the model is still loading, so no request is in progress\n',
    });
    expect(await drainOf(await freePort(), 30)).toMatchObject({
      code: 0,
      output: 'drain: the server does not listen any more\n',
    });
  });

  test.concurrent('gets its key from a file', async () => {
    const { port, keys } = await engine(idle);
    await drainOf(port, 30, 0, sandbox.file('key', 'secret'));
    expect(keys).toEqual(['Bearer secret', 'Bearer secret']);
  });
});

/** An Ollama with clients that stay connected. */
async function withClients(count: number): Promise<{ readonly port: number; readonly clients: readonly Socket[] }> {
  const server = createTcpServer();
  opened.push(server);
  const port = await listen(server);
  const clients = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Socket>((resolve) => {
          const client = connect(port, '127.0.0.1', () => resolve(client));
        }),
    ),
  );
  server.on('connection', (socket) => socket.on('end', () => socket.end()));
  return { port, clients };
}
const ollamaDrainOf = (port: number, deadline: number, propagation = 0) =>
  timed(ollamaDrain.run({ port, propagation: seconds(propagation), deadline: seconds(deadline) }), 'bash');

describe('Ollama', () => {
  test.concurrent('is waited for until its last client is gone', async () => {
    const { port, clients } = await withClients(2);
    const left = ollamaDrainOf(port, 30);
    clients[0]?.destroy();
    setTimeout(() => clients[1]?.destroy(), 700);
    const result = await left;
    expect(result).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^drain: no client is connected after \d+ s\n$/),
    });
    expect(result.seconds).toBeGreaterThan(0.7);
  });

  test.concurrent('is left when the deadline is over', async () => {
    const { port, clients } = await withClients(1);
    const result = await ollamaDrainOf(port, 2, 1);
    clients[0]?.destroy();
    expect(result).toMatchObject({
      code: 0,
      output: 'drain: gave up after 2 s: 1 open connections; their answers end early\n',
    });
  });

  test.concurrent('without clients is left after the propagation, whose clients are still served', async () => {
    const { port } = await withClients(0);
    const result = await ollamaDrainOf(port, 30, 1);
    expect(result).toMatchObject({ code: 0, output: expect.stringContaining('no client is connected') });
    expect(result.seconds).toBeGreaterThanOrEqual(1);
  });
});

/** Envoy's administration, whose number of active requests changes with every look; the last one stays. */
async function envoy(
  ...looks: readonly number[]
): Promise<{ readonly port: number; readonly asked: readonly string[]; readonly server: Server }> {
  const asked: string[] = [];
  let look = 0;
  const server = createServer(({ method, url = '' }, response) => {
    asked.push(`${method} ${url}`);
    if (method === 'POST') return void response.end('OK\n');
    const active = looks[Math.min(look, looks.length - 1)] ?? 0;
    look += 1;
    // The administration counts the request that asks.
    response.write('http.admin.downstream_rq_active: 1\n');
    response.end(`http.gateway.downstream_rq_active: ${active}\n`);
  });
  opened.push(server);
  return { port: await listen(server), asked, server };
}
const envoyDrainOf = (adminPort: number, deadline: number, propagation = 0) =>
  timed(envoyDrain.run({ adminPort, propagation: seconds(propagation), deadline: seconds(deadline) }), 'bash');
const look = 'GET /stats?filter=downstream_rq_active$';

describe('Envoy', () => {
  test.concurrent('takes no more connections, and is waited for until no request is active, twice in a row', async () => {
    const { port, asked } = await envoy(2, 0, 1, 0);
    expect(await envoyDrainOf(port, 30)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^drain: no request is in progress after \d+ s\n$/),
    });
    expect(asked).toEqual([
      'POST /healthcheck/fail',
      'POST /drain_listeners?graceful&skip_exit',
      look,
      look,
      look,
      look,
      look,
    ]);
  });

  test.concurrent('is left when the deadline is over, which includes the propagation', async () => {
    const { port } = await envoy(3);
    const result = await envoyDrainOf(port, 2, 1);
    expect(result).toMatchObject({
      code: 0,
      output: 'drain: gave up after 2 s: requests in progress: 3; their answers end early\n',
    });
    expect(result.seconds).toBeGreaterThan(1);
    expect(result.seconds).toBeLessThan(10);
  });

  test.concurrent('that is gone is not waited for', async () => {
    expect(await envoyDrainOf(await freePort(), 30)).toMatchObject({
      code: 0,
      output: 'drain: Envoy does not answer any more\n',
    });
  });
});
