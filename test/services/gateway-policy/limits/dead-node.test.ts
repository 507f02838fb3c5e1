/** A pod whose node has died is listed until its object is deleted: to its peers it looks like a network that is cut. */
import { expect, test } from '@jest/globals';
import { Gateway } from './simulation';

const limit = 100;

/** Two pods of which the node of one has died, and nothing of it is deleted. */
async function withDeadNode(): Promise<Gateway> {
  const dead = new Set<string>();
  const network = { delay: () => 1, lost: (from: string, to: string) => dead.has(from) || dead.has(to) };
  const limits = { requests: limit, concurrent: Infinity, tokens: Infinity };
  const gateway = new Gateway(limits, network, () => 0.5, Infinity);
  gateway.start();
  const other = gateway.start();
  await gateway.time.run(3000);
  dead.add(other);
  gateway.kill(other);
  await gateway.time.run(3000);
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
