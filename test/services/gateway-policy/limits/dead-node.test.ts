/** A pod whose node has died is listed until its object is deleted: to its peers it looks like a network that is cut. */
import { expect, test } from '@jest/globals';
import type { Limits } from '../../../../services/gateway-policy/src/limits/shares';
import { Gateway } from './simulation';

const limit = 100;

const unlimited = { requests: Infinity, concurrent: Infinity, tokens: Infinity };

/** Two pods, and a call that ends one of them together with its network. */
async function twoPods(limits: Limits, listedMs: number): Promise<{ gateway: Gateway; one: string; end: () => void }> {
  const dead = new Set<string>();
  const network = { delay: () => 1, lost: (from: string, to: string) => dead.has(from) || dead.has(to) };
  const gateway = new Gateway(limits, network, () => 0.5, listedMs);
  const one = gateway.start();
  const other = gateway.start();
  await gateway.time.run(3000);
  const end = (): void => {
    dead.add(other);
    gateway.kill(other);
  };
  return { gateway, one, end };
}

/** Two pods of which the node of one has died a while ago, and nothing of it is deleted. */
async function withDeadNode(): Promise<Gateway> {
  const { gateway, end } = await twoPods({ ...unlimited, requests: limit }, Infinity);
  end();
  await gateway.time.run(12_000);
  return gateway;
}

/** Twice the limit within ten seconds, by every pod that is ready. */
async function askTooOften(gateway: Gateway): Promise<void> {
  for (let each = 0; each < 2 * limit; each += 1) {
    const ready = gateway.ready();
    gateway.ask(ready[each % ready.length] ?? '', 1, 1, 10);
    await gateway.time.run(50);
  }
}

const admitted = ({ decided }: Gateway): number => decided.filter(({ decision }) => 'admission' in decision).length;

test('of two pods, the one that is left admits half of the limit, and not less', async () => {
  const gateway = await withDeadNode();
  await askTooOften(gateway);
  expect(admitted(gateway)).toBeGreaterThanOrEqual(0.9 * (limit / 2));
  expect(admitted(gateway)).toBeLessThanOrEqual(1.1 * (limit / 2));
});

test('with the replacement of the dead pod the whole limit holds, while the dead one is still listed', async () => {
  const gateway = await withDeadNode();
  gateway.start();
  await gateway.time.run(5000);
  await askTooOften(gateway);
  expect(admitted(gateway)).toBeGreaterThanOrEqual(0.9 * limit);
  expect(admitted(gateway)).toBeLessThanOrEqual(1.1 * limit);
});

test('a pod that is deleted together with its network: nothing is refused before 0.9 of the limit is used', async () => {
  const { gateway, end } = await twoPods({ ...unlimited, requests: limit }, 2500);
  const ask = async (requests: number): Promise<void> => {
    for (let each = 0; each < requests; each += 1) {
      const ready = gateway.ready();
      gateway.ask(ready[each % ready.length] ?? '', 1, 1, 10);
      await gateway.time.run(50);
    }
  };
  await ask(0.55 * limit);
  end();
  await ask(2 * limit);
  await gateway.time.run(5000);
  expect(admitted(gateway)).toBeLessThanOrEqual(1.1 * limit);
  const first = gateway.decided.findIndex(({ decision }) => 'refused' in decision);
  const before = gateway.decided.slice(0, first).filter(({ decision }) => 'admission' in decision).length;
  expect(before).toBeGreaterThanOrEqual(0.9 * limit);
});

test('a request that does not fit while a pod is silent and listed is refused three seconds later', async () => {
  const { gateway, one, end } = await twoPods({ ...unlimited, requests: limit }, Infinity);
  for (let each = 0; each < 0.6 * limit; each += 1) gateway.ask(one, 1, 1, 10);
  await gateway.time.run(500);
  end();
  await gateway.time.run(2000);
  const asked = gateway.time.now();
  gateway.ask(one, 1, 1, 10);
  await gateway.time.run(5000);
  const last = gateway.decided.at(-1);
  expect(last?.decision).toMatchObject({ refused: 'requests' });
  expect((last?.at ?? 0) - asked).toBeGreaterThanOrEqual(3000);
  expect((last?.at ?? 0) - asked).toBeLessThan(3500);
});

test('of the tokens of a day, the pod that is left has half of what was left when the other fell silent', async () => {
  const { gateway, one, end } = await twoPods({ ...unlimited, tokens: 10_000 }, Infinity);
  const ask = async (): Promise<void> => {
    gateway.ask(one, 100, 100, 10);
    await gateway.time.run(100);
  };
  for (let each = 0; each < 80; each += 1) await ask();
  end();
  for (let each = 0; each < 200; each += 1) await ask();
  await gateway.time.run(5000);
  expect(gateway.charged()).toBeGreaterThanOrEqual(8900);
  expect(gateway.charged()).toBeLessThanOrEqual(9200);
});
