/** As many slow connections as this machine has open files for: those who send whole requests are answered meanwhile. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Machine } from '../engines/support/pod';
import { ask } from './support/client';
import { answers, FakeEngine } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { until } from './support/until';

const key = newKey('team');
const path = '/v1/chat/completions';
const body = { model: 'tiny', messages: [{ role: 'user', content: 'a' }] };
/** As every gateway has it. */
const maxConnections = 8192;

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let gateway: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answers, false);
  names.set('engine.test.', ['127.0.0.1']);
  const cluster = {
    host: 'engine.test.',
    port: engine.port,
    healthPath: '/health',
    affinity: 'least-requests',
    maxRequests: 10,
    maxPending: 10,
  } as const;
  gateway = await Gateway.start(machine, names, {
    models: { models: { tiny: model('tiny') }, clusters: { tiny: cluster } },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
    maxConnections,
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  engine.stop();
});

const openFiles = (): number =>
  Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1024);
/** Files that this process and Envoy need beside. */
const spare = 300;

/** Opens connections in steps, so that the backlog of the listener holds them. */
async function opened(count: number, text: string): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const step = Math.min(200, count - sockets.length);
    await Promise.all(
      Array.from({ length: step }, async () => {
        const socket = connect(gateway.port, '127.0.0.1').on('error', () => undefined);
        sockets.push(socket);
        await new Promise((done) => socket.once('connect', done).once('close', done));
        socket.write(text);
      }),
    );
  }
  return sockets;
}

const question = { path, key: key.text, body };

test.each([
  ['headers that do not end', `POST ${path} HTTP/1.1\r\nhost: a\r\nx-slow: `],
  [
    'a body that does not come, with a wrong key',
    `POST ${path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer wrong\r\ncontent-length: 4000000\r\n\r\n{`,
  ],
])('%s', async (what, text) => {
  const count = Math.min(openFiles() - spare, maxConnections - 192);
  const sockets = await opened(count, text);
  const open = sockets.filter(({ destroyed }) => !destroyed).length;
  process.stdout.write(`${count} slow connections (${what}), ${open} still open; ${openFiles()} open files allowed\n`);
  const served = async () => (await ask(gateway.port, question)).status === 200;
  // Each thread of Envoy has its own queue for the policy: one answer says nothing about the other threads.
  const servedByAll = async () => {
    for (let each = 0; each < 10; each += 1) if (!(await served())) return false;
    return true;
  };
  await until('the policy has checked the keys of all that have sent one', servedByAll);
  expect((await ask(gateway.ports.metrics, { path: '/ready' })).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  await sleep(100);
  await until('requests are served', served);
});
