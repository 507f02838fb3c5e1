/**
 * The real nginx under hundreds of clients that read slowly, or never finish what they ask: others get their weights,
 * and probes see what is starved.
 */
import { afterEach, describe, expect, test } from '@jest/globals';
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { seconds } from '../../lib/core/duration';
import { weightsServer, weightsServerHealth, type WeightsServerInputs } from '../../lib/programs/weights-server';
import { Sandbox, type Running } from './support/container';
import { nginx } from './support/debian';
import { content, sha256 } from './support/models';
import { freePort } from '../components/ports';

/** Larger than what the kernel keeps for two sockets: a client that does not read has not got it. */
const large = `/blobs/sha256-${'a'.repeat(64)}`;
const largeBytes = 64 * 1024 ** 2;
const small = content('small', 200_000);
const smallPath = `/blobs/sha256-${sha256(small)}`;

/** Clients by address: all of 127.0.0.0/8 is loopback. The kubelet asks from the first. */
const [kubelet, other] = ['127.0.0.1', '127.0.0.2'] as const;
const clientAddress = (n: number): string => `127.0.1.${n + 1}`;

let sandbox: Sandbox;
let running: Running | undefined;
let sockets: Socket[] = [];
let port = 0;

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  running?.killAll();
  await running?.ended;
  sandbox.remove();
});

/** What a probe or a client sees: a status, or why there was none. */
const ask = (path: string, localAddress: string, timeout = 3000) =>
  new Promise<string>((resolve) => {
    const request = get({ host: '127.0.0.1', port, path, localAddress, timeout, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve(
          response.statusCode === 200 && path !== weightsServerHealth
            ? sha256(Buffer.concat(chunks))
            : `${response.statusCode}`,
        ),
      );
    });
    request.on('timeout', () => request.destroy(Object.assign(new Error('too late'), { code: 'timeout' })));
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
const healthy = () => ask(weightsServerHealth, kubelet);

async function serve(
  inputs: WeightsServerInputs = {},
  change: (config: string) => string = (config) => config,
): Promise<void> {
  sandbox = new Sandbox();
  const store = sandbox.volume('store');
  sandbox.volume('store/blobs');
  const file = openSync(join(store, large), 'w');
  ftruncateSync(file, largeBytes);
  closeSync(file);
  writeFileSync(join(store, smallPath), small);
  port = await freePort();
  const run = weightsServer({ root: store, port, scratch: sandbox.volume('scratch'), ...inputs });
  const files = Object.fromEntries(Object.entries(run.files).map(([name, config]) => [name, change(config)]));
  running = sandbox.start({ ...run, files }, {}, [sandbox.tool(nginx())]);
  for (let tries = 0; (await healthy()) !== '200'; tries += 1) {
    if (tries === 200) throw new Error(`nginx does not answer: ${(running.killAll(), await running.ended).output}`);
    await sleep(20);
  }
}

interface Reader {
  readonly socket: Socket;
  /** The first line of the answer; `closed` where there was none. */
  readonly status: Promise<string>;
  readonly closed: Promise<void>;
}

/** Opens a connection, sends a text, reads the first bytes of the answer, and then no more. */
function reader(text: string, localAddress: string): Reader {
  const socket = connect({ host: '127.0.0.1', port, localAddress });
  sockets.push(socket);
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  const status = new Promise<string>((resolve) => {
    socket.once('data', (chunk: Buffer) => {
      socket.pause();
      resolve(/^HTTP\/1\.1 (\d+)/.exec(chunk.toString('latin1'))?.[1] ?? 'nonsense');
    });
    socket.once('close', () => resolve('closed'));
  });
  socket.write(text);
  return { socket, status, closed };
}
const slowReader = (localAddress: string): Reader => reader(`GET ${large} HTTP/1.1\r\nHost: x\r\n\r\n`, localAddress);

/** How often each status was answered. */
const counts = async (readers: readonly Reader[]): Promise<Readonly<Record<string, number>>> => {
  const found: Record<string, number> = {};
  for (const status of await Promise.all(readers.map((each) => each.status))) found[status] = (found[status] ?? 0) + 1;
  return found;
};
/** As many answers as a kubelet gets in a minute and a half. */
const probes = async (): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (let i = 0; i < 20; i += 1) answers.push(await healthy());
  return [...new Set(answers)];
};

describe('560 slow readers', () => {
  test('of one client get its share: health is answered every time, and another client gets its weights', async () => {
    await serve();
    const readers = Array.from({ length: 560 }, () => slowReader(clientAddress(0)));
    expect(await counts(readers)).toEqual({ 200: 32, 429: 528 });
    expect(await probes()).toEqual(['200']);
    expect(await ask(smallPath, other)).toBe(sha256(small));
    expect(await ask(smallPath, clientAddress(0))).toBe('429');
  });

  /** Readers that connect again when they are cut off, until the returned function is called. */
  function attack(): () => void {
    let attacking = true;
    const again = (): void => {
      if (attacking)
        void slowReader(clientAddress(0))
          .closed.then(() => sleep(20))
          .then(again);
    };
    for (let i = 0; i < 560; i += 1) again();
    return () => {
      attacking = false;
    };
  }
  const check = () => ask(weightsServerHealth, kubelet, 1000);
  const limits: WeightsServerInputs = { transfers: 64, transfersPerClient: 16 };

  test('of one client that connect again when they are cut off make the health check of a server without limits fail', async () => {
    await serve(limits, (config) => config.replaceAll(/^ *limit_(?:conn|req) .*\n/gm, ''));
    const stop = attack();
    // When a check times out or is cut off depends on the machine.
    let seen = '200';
    for (const end = Date.now() + 60_000; seen === '200' && Date.now() < end;) seen = await check();
    stop();
    expect(seen).not.toBe('200');
  });

  test('of one client that connect again when they are cut off do not harm a server with limits', async () => {
    await serve(limits);
    const stop = attack();
    await sleep(1500);
    const seen: string[] = [];
    for (let i = 0; i < 6; i += 1) seen.push(await check());
    stop();
    expect(new Set(seen)).toEqual(new Set(['200']));
  });
});

describe('many clients', () => {
  test('together get no more than the server has, and health is answered', async () => {
    await serve();
    const readers = Array.from({ length: 40 }, (_, client) =>
      Array.from({ length: 32 }, () => slowReader(clientAddress(client))),
    ).flat();
    expect(await counts(readers)).toEqual({ 200: 1024, 429: 256 });
    expect(await probes()).toEqual(['200']);
  });
});

describe('a client', () => {
  test('that stops reading is cut off, and its place is free again', async () => {
    await serve({ sendTimeout: seconds(1), transfersPerClient: 4 });
    const readers = Array.from({ length: 8 }, () => slowReader(clientAddress(0)));
    expect(await counts(readers)).toEqual({ 200: 4, 429: 4 });
    while ((await ask(smallPath, clientAddress(0))) === '429') await sleep(100);
    expect(await ask(smallPath, clientAddress(0))).toBe(sha256(small));
  });

  test('that never finishes its request is cut off', async () => {
    await serve({ requestTimeout: seconds(1) });
    const readers = Array.from({ length: 560 }, () => reader(`GET ${large} HTTP/1.1\r\nHost:`, clientAddress(0)));
    expect(await probes()).toEqual(['200']);
    await Promise.all(readers.map(({ closed }) => closed));
  });

  test('that says nothing loses its connection to one that asks, when connections run out', async () => {
    await serve({ workers: 1, transfers: 16 });
    for (let i = 0; i < 300; i += 1) reader('', clientAddress(0));
    expect(await probes()).toEqual(['200']);
  });

  test('that asks too often is asked to wait', async () => {
    await serve({ requestsPerClient: 5 });
    const statuses = await Promise.all(Array.from({ length: 60 }, () => ask(smallPath, clientAddress(0))));
    expect(statuses.filter((status) => status === '429').length).toBeGreaterThan(20);
    expect(await ask(smallPath, other)).toBe(sha256(small));
  });
});

test('a server that hangs accepts connections and answers no probe', async () => {
  await serve({ workers: 1 });
  const { pid = 0 } = running?.process ?? {};
  const accepted = () =>
    new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port }, () => {
        socket.destroy();
        resolve('connected');
      });
      socket.on('error', ({ message }) => resolve(message));
    });
  process.kill(-pid, 'SIGSTOP');
  expect(await Promise.all([accepted(), ask(weightsServerHealth, kubelet, 500)])).toEqual(['connected', 'timeout']);
  process.kill(-pid, 'SIGCONT');
  expect(await healthy()).toBe('200');
});
