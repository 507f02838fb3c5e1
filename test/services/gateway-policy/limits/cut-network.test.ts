/**
 * A network that is cut between pods that both go on. Two halves keep to the limit together. The greater part goes on
 * with the whole limit, and the smaller part adds the share of its pods.
 */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { runs } from '../../../generators/runs';
import { Gateway, randomOf } from './simulation';

const unlimited = { requests: Infinity, concurrent: Infinity, tokens: Infinity };

interface Cut {
  readonly seed: number;
  readonly pods: number;
  /** Pods on the other side. */
  readonly away: number;
  readonly from: number;
  readonly to: number;
}

const cuts = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 }),
    pods: fc.integer({ min: 2, max: 6 }),
    away: fc.integer({ min: 1, max: 5 }),
    from: fc.integer({ min: 0, max: 60_000 }),
    lasts: fc.integer({ min: 100, max: 100_000 }),
  })
  .map(({ away, pods, from, lasts, ...rest }): Cut => ({
    ...rest,
    pods,
    away: Math.min(away, pods - 1),
    from,
    to: from + lasts,
  }));

/** What both sides may use together, as a part of the limit. */
const together = ({ pods, away }: Cut): number => 1 + (2 * away === pods ? 0 : Math.min(away, pods - away) / pods);

/** Requests to every pod for two minutes, twice as many as fit, while the network is cut for some time. */
async function play({ seed, pods, away, from, to }: Cut, limits: typeof unlimited, requests: number): Promise<Gateway> {
  const random = randomOf(seed);
  let start = Infinity;
  const isAway = (address: string): boolean => Number(address) <= away;
  const gateway = new Gateway(
    limits,
    {
      delay: () => 0.2 + 2 * random(),
      lost: (one, other) => {
        const passed = gateway.time.now() - start;
        return isAway(one) !== isAway(other) && passed >= from && passed < to;
      },
    },
    random,
  );
  for (let pod = 0; pod < pods; pod += 1) gateway.start();
  await gateway.time.run(3000);
  start = gateway.time.now();
  for (let sent = 0; sent < requests; sent += 1)
    gateway.time.after(random() * 120_000, () => {
      const ready = gateway.ready();
      gateway.ask(ready[Math.floor(random() * ready.length)] ?? '', 100, 100, 1000 * random());
    });
  await gateway.time.run(130_000);
  return gateway;
}

test('requests of any minute: at most a tenth more than what both sides may use together', async () => {
  await fc.assert(
    fc.asyncProperty(cuts, fc.integer({ min: 20, max: 200 }), async (cut, limit) => {
      const { decided } = await play(cut, { ...unlimited, requests: limit }, 4 * limit);
      const times = decided.flatMap(({ at, decision }) => ('admission' in decision ? [at] : []));
      for (const end of times)
        expect(times.filter((at) => at > end - 60_000 && at <= end).length).toBeLessThanOrEqual(
          Math.floor((0.1 + together(cut)) * limit),
        );
    }),
    { numRuns: runs(8) },
  );
});

test('tokens of a day: at most a hundredth more than what both sides may use together', async () => {
  await fc.assert(
    fc.asyncProperty(cuts, fc.integer({ min: 400, max: 2000 }), async (cut, requests) => {
      const gateway = await play(cut, { ...unlimited, tokens: 20_000 }, requests);
      expect(gateway.charged()).toBeLessThanOrEqual((0.01 + together(cut)) * 20_000);
    }),
    {
      numRuns: runs(8),
      // Pods of one side notice the cut one after the other, while their neighbours admit.
      examples: [
        [{ seed: 1, pods: 6, away: 3, from: 0, to: 59_201 }, 400],
        [{ seed: 49, pods: 4, away: 2, from: 0, to: 12_000 }, 2000],
      ],
    },
  );
});
