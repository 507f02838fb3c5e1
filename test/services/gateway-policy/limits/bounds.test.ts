import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import type { Limits } from '../../../../services/gateway-policy/src/limits/shares';
import { runs } from '../../../generators/runs';
import { Gateway, randomOf, type Network } from './simulation';

const numRuns = runs(6);

const unlimited: Limits = { requests: Infinity, concurrent: Infinity, tokens: Infinity };

/** Mostly fast, sometimes as slow as a packet that is sent again. */
const network = (random: () => number): Network => ({
  delay: () => (random() < 0.02 ? 200 * random() : 0.2 + 2 * random()),
  lost: () => false,
});

interface Plan {
  readonly seed: number;
  readonly pods: number;
  readonly kills: number;
  readonly joins: number;
}

const plans = fc.record<Plan>({
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
  pods: fc.integer({ min: 2, max: 6 }),
  kills: fc.integer({ min: 0, max: 5 }),
  joins: fc.integer({ min: 0, max: 2 }),
});

/** Pods that start, requests in bursts and in a stream, kills and joins at random moments; then all decisions. */
const play = async (
  { seed, pods, kills, joins }: Plan,
  limits: Limits,
  load: { seconds: number; requests: number; tokens: number; streamMs: number },
  look: (gateway: Gateway) => void = () => {},
): Promise<Gateway> => {
  const random = randomOf(seed);
  const gateway = new Gateway(limits, network(random), random);
  for (let pod = 0; pod < pods; pod += 1) gateway.start();
  await gateway.time.run(3000);
  const { time } = gateway;
  const ask = (pod?: string) => {
    const ready = gateway.ready();
    const address = pod ?? ready[Math.floor(random() * ready.length)];
    if (address === undefined) return;
    const tokens = Math.ceil(load.tokens * random());
    gateway.ask(address, tokens, Math.floor(tokens * random()), load.streamMs * random());
    look(gateway);
  };
  for (let sent = 0; sent < load.requests;) {
    const at = random() * load.seconds * 1000;
    // A burst goes to one pod, or to all of them at the same moment.
    const burst = random() < 0.3 ? Math.ceil(random() * load.requests * 0.3) : 1;
    const one = random() < 0.5;
    time.after(at, () => {
      const ready = gateway.ready();
      const pod = one ? ready[Math.floor(random() * ready.length)] : undefined;
      for (let each = 0; each < burst; each += 1) ask(pod);
    });
    sent += burst;
  }
  for (let kill = 0; kill < kills; kill += 1)
    time.after(random() * load.seconds * 1000, () => {
      const ready = gateway.ready();
      if (ready.length > 1) gateway.kill(ready[Math.floor(random() * ready.length)]!);
    });
  for (let join = 0; join < joins; join += 1) time.after(random() * load.seconds * 1000, () => gateway.start());
  await time.run(load.seconds * 1000 + 2000);
  return gateway;
};

const admittedTimes = (gateway: Gateway) =>
  gateway.decided.flatMap(({ at, decision }) => ('admission' in decision ? [at] : [])).sort((a, b) => a - b);

/** The most admissions of any minute. */
const mostOfAMinute = (times: readonly number[]) => {
  let first = 0;
  let most = 0;
  for (const [index, at] of times.entries()) {
    while (times[first]! <= at - 60_000) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

test('requests of a minute: at most 1.1 of the limit, and none refused before 0.9 of it is used', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 1, max: 200 }), async (plan, limit) => {
      const load = { seconds: 130, requests: 5 * limit + 20, tokens: 10, streamMs: 1000 };
      const gateway = await play(plan, { ...unlimited, requests: limit }, load);
      const times = admittedTimes(gateway);
      expect(mostOfAMinute(times)).toBeLessThanOrEqual(Math.floor(1.1 * limit));
      for (const { at, decision } of gateway.decided) {
        if ('admission' in decision) continue;
        expect(decision.refused).toBe('requests');
        const used = times.filter((each) => each > at - 61_000 && each <= at).length;
        const killed = gateway.reservedByKilled.filter((each) => each.at > at - 61_000 && each.at <= at);
        const maybe = killed.reduce((sum, each) => sum + each.requests, 0);
        expect(used + maybe).toBeGreaterThanOrEqual(0.9 * limit);
      }
    }),
    { numRuns },
  );
});

test('requests at the same time: at most the limit plus one per pod', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 1, max: 60 }), async (plan, limit) => {
      const load = { seconds: 40, requests: 8 * limit + 40, tokens: 10, streamMs: 8000 };
      const most = limit + plan.pods + plan.joins;
      const gateway = await play(plan, { ...unlimited, concurrent: limit }, load, (each) =>
        expect(each.inFlight()).toBeLessThanOrEqual(most),
      );
      for (const { decision } of gateway.decided)
        if ('refused' in decision) expect(decision).toEqual({ refused: 'concurrent', retryAfterSeconds: 1 });
      await gateway.time.run(10_000);
      expect(gateway.inFlight()).toBe(0);
    }),
    { numRuns },
  );
});

test('tokens of a day: at most a hundredth over, whatever the engines report', async () => {
  await fc.assert(
    fc.asyncProperty(plans, fc.integer({ min: 1000, max: 500_000 }), async (plan, limit) => {
      const load = { seconds: 40, requests: 300, tokens: limit / 40, streamMs: 2000 };
      const gateway = await play(plan, { ...unlimited, tokens: limit }, load);
      expect(gateway.charged()).toBeLessThanOrEqual(1.01 * limit);
      for (const { at, tokens, decision } of gateway.decided) {
        if ('admission' in decision) continue;
        expect(decision.refused).toBe('tokens');
        expect(decision.retryAfterSeconds).toBeGreaterThan(11 * 3600);
        expect(gateway.charged(at) + tokens).toBeGreaterThanOrEqual(0.9 * limit);
      }
    }),
    { numRuns },
  );
});
