/**
 * What the policy costs: requests through the gateway, interleaved with requests through the same Envoy without its
 * checks. Medians of five rounds; each figure is a difference or a ratio of its own run.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import { Machine, type Process } from '../engines/support/pod';
import { answers, FakeEngine, streams } from './support/fake-engine';
import { Gateway, type GatewayOptions, model } from './support/gateway';
import { newKey } from './support/keys';
import { Names } from './support/names';

const rounds = 5;
const maxBody = 4_194_304;
const key = newKey('team');
const agent = new Agent({ keepAlive: true, maxSockets: 256 });

let machine: Machine;
let names: Names;
let engine: FakeEngine;
let streaming: FakeEngine;
let options: GatewayOptions;
/** With the policy, and without. */
let gateway: Gateway;
let direct: Gateway;
beforeAll(async () => {
  machine = await Machine.start();
  names = await Names.start();
  engine = await FakeEngine.start(answers, false);
  streaming = await FakeEngine.start(streams(150, 20), false);
  names.set('engine.test.', ['127.0.0.1']);
  const cluster = {
    host: 'engine.test.',
    port: engine.port,
    healthPath: '/health',
    affinity: 'least-requests',
    maxRequests: 1000,
    maxPending: 1000,
  } as const;
  options = {
    models: {
      models: {
        quick: model('quick'),
        slow: model('slow'),
        large: model('large', { contextLength: 2_000_000, maxBody }),
      },
      clusters: { quick: cluster, large: cluster, slow: { ...cluster, port: streaming.port } },
    },
    clients: { team: { models: 'all' } },
    weights: {},
    keys: { [key.id]: key.entry },
  };
  gateway = await Gateway.start(machine, names, options);
  direct = await Gateway.start(machine, names, { ...options, checks: false });
});
afterAll(async () => {
  agent.destroy();
  await machine.stop();
  names.stop();
  engine.stop();
  streaming.stop();
});

const bodyOf = (name: string, content = 'hello'): string =>
  JSON.stringify({ model: name, messages: [{ role: 'user', content }], stream: name === 'slow' });

/** Sends a request, and calls with each piece of its answer. @returns milliseconds until it ended */
const timed = (
  port: number,
  name: string,
  onPiece: () => unknown = () => undefined,
  body: string | Buffer = bodyOf(name),
): Promise<number> => {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/v1/chat/completions',
        method: 'POST',
        agent,
        headers: {
          authorization: `Bearer ${key.text}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-corral-cluster': name,
        },
      },
      (response) => {
        if (response.statusCode !== 200) reject(new Error(`status ${response.statusCode}`));
        response.on('data', onPiece);
        response.on('end', () => resolve(performance.now() - started));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
};

const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], share: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const median = (values: readonly number[]): number => quantile(values, 0.5);
const print = (text: string): unknown => process.stdout.write(`${text}\n`);
const ms = (value: number): string => `${value.toFixed(2)} ms`;

/** Times of requests that begin at a rate. */
async function atRate(port: number, perSecond: number, seconds: number): Promise<readonly number[]> {
  const running: Promise<number>[] = [];
  const started = performance.now();
  for (let each = 0; each < perSecond * seconds; each += 1) {
    const wait = started + (each * 1000) / perSecond - performance.now();
    if (wait > 1) await sleep(wait);
    running.push(timed(port, 'quick'));
  }
  return Promise.all(running);
}

test('the policy adds at most 2 ms to half of the requests, and 15 ms to all but one in a hundred', async () => {
  const added: { p50: number; p99: number }[] = [];
  await atRate(gateway.port, 200, 1);
  await atRate(direct.port, 200, 1);
  for (let round = 0; round < rounds; round += 1) {
    const without = await atRate(direct.port, 200, 2);
    const withPolicy = await atRate(gateway.port, 200, 2);
    added.push({
      p50: quantile(withPolicy, 0.5) - quantile(without, 0.5),
      p99: quantile(withPolicy, 0.99) - quantile(without, 0.99),
    });
  }
  const [p50, p99] = [median(added.map((each) => each.p50)), median(added.map((each) => each.p99))];
  print(`200 requests a second: the policy adds ${ms(p50)} (p50), ${ms(p99)} (p99)`);
  expect(p50).toBeLessThanOrEqual(2);
  expect(p99).toBeLessThanOrEqual(15);
});

/** A hundred streams at once: pieces a second of each from its first one on, and the times between two pieces. */
async function streamed(port: number): Promise<{ readonly rate: number; readonly gaps: readonly number[] }> {
  const gaps: number[] = [];
  const rates = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const times: number[] = [];
      await timed(port, 'slow', () => times.push(performance.now()));
      for (const [i, time] of times.entries()) if (i > 0) gaps.push(time - (times[i - 1] ?? 0));
      return (times.length - 1) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
    }),
  );
  return { rate: median(rates), gaps };
}

test('a hundred streams at fifty tokens a second are as fast as without the policy', async () => {
  const found: { rate: number; gap: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const without = await streamed(direct.port);
    const withPolicy = await streamed(gateway.port);
    found.push({
      rate: withPolicy.rate / without.rate,
      gap: quantile(withPolicy.gaps, 0.99) - quantile(without.gaps, 0.99),
    });
  }
  const [rate, gap] = [median(found.map((each) => each.rate)), median(found.map((each) => each.gap))];
  print(`100 streams at 50 tokens a second: ${rate.toFixed(3)} of the rate, p99 between tokens ${ms(gap)} longer`);
  expect(rate).toBeGreaterThanOrEqual(0.98);
  expect(gap).toBeLessThanOrEqual(20);
});

test('a client with the longest bodies leaves 50 ms at most to all but one in a hundred of the others', async () => {
  const body = Buffer.from(bodyOf('large', 'x'.repeat(maxBody - bodyOf('large', '').length)));
  const p99: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const large = { going: true, sent: 0 };
    const sending = (async () => {
      while (large.going) {
        await timed(gateway.port, 'large', undefined, body);
        large.sent += 1;
      }
    })();
    const others = await atRate(gateway.port, 50, 2);
    large.going = false;
    await sending;
    expect(large.sent).toBeGreaterThan(2);
    p99.push(quantile(others, 0.99));
  }
  print(`beside bodies of ${maxBody} bytes: p99 of the others ${ms(median(p99))}`);
  expect(median(p99)).toBeLessThanOrEqual(50);
});

const residentMib = ({ pid }: Process): number =>
  Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

test('a thousand models take at most 200 MiB of Envoy', async () => {
  const cluster = options.models.clusters.quick;
  if (cluster === undefined) throw new Error('no cluster');
  const all = Array.from({ length: 1000 }, (_, i) => `model-${i}`);
  const many = await Gateway.start(machine, names, {
    ...options,
    models: {
      models: Object.fromEntries(all.map((name) => [name, model(name)])),
      clusters: Object.fromEntries(all.map((name) => [name, cluster])),
    },
  });
  await timed(many.port, 'model-999');
  const mib = many.envoy === undefined ? Number.NaN : residentMib(many.envoy);
  print(`1000 models: Envoy has ${mib.toFixed(0)} MiB`);
  expect(mib).toBeLessThanOrEqual(200);
  await many.envoy?.kill();
  await many.policy?.kill();
});
