/**
 * One of two engines is gone, and Envoy does not know it yet: names list it, and its last health check passed. The other
 * is busy, so that the one that is gone seems to be the better choice for each request.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayCluster } from '../../lib';
import { freePort } from '../components/ports';
import { Machine } from '../engines/support/pod';
import { ask } from './support/client';
import { type Behaviour, answers, FakeEngine } from './support/fake-engine';
import { Gateway, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';
import { Relay } from './support/relay';
import { until } from './support/until';

const key = newKey('team');
const affinities = ['least-requests', 'session'] as const;
/** The second one goes. */
const addresses = ['127.0.0.2', '127.0.0.3'];

const answersLater: Behaviour = async (request, response) => {
  await sleep(50);
  answers(request, response);
};

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let gateway: Gateway;
const opened: Relay[] = [];
const ports: Record<string, number> = {};
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answersLater, false);
  const clusters: Record<string, GatewayCluster> = {};
  for (const affinity of affinities) {
    names.set(`${affinity}.test.`, addresses);
    const port = await freePort();
    ports[affinity] = port;
    clusters[affinity] = {
      host: `${affinity}.test.`,
      port,
      healthPath: '/health',
      affinity,
      maxRequests: 1000,
      maxPending: 1000,
    };
  }
  gateway = await Gateway.start(machine, names, {
    models: { models: Object.fromEntries(affinities.map((name) => [name, model(name)])), clusters },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
  });
});
afterAll(async () => {
  await machine.stop();
  names.stop();
  engine.stop();
  for (const relay of opened) relay.close();
});

test.each(affinities)('none of a thousand requests fails: %s', async (name) => {
  const relays = await Promise.all(addresses.map((address) => Relay.open(address, ports[name] ?? 0, engine.port)));
  opened.push(...relays);
  const healthy = async (): Promise<number> =>
    [...(await gateway.admin(`/clusters?filter=^${name}$`)).matchAll(/health_flags::healthy/g)].length;
  await until('both are healthy', async () => (await healthy()) === 2);
  const chat = (each: number) => ({
    path: '/v1/chat/completions',
    key: key.text,
    body: { model: name, messages: [{ role: 'user', content: 'hello' }] },
    headers: { 'x-session-id': `${each}` },
  });
  relays[1]?.close();
  const statuses = new Map<number, number>();
  const clients = Array.from({ length: 40 }, async (_, client) => {
    for (let each = 0; each < 25; each += 1) {
      const { status } = await ask(gateway.port, chat(100 * client + each));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  await Promise.all(clients);
  expect([...statuses]).toEqual([[200, 1000]]);
});
