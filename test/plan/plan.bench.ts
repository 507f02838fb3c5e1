/** Time of the plan as the fleet grows: ratios of one run. Run by `npm run bench`, which prints the times too. */
import { expect, test } from '@jest/globals';
import { planFaults } from '../../lib/plan/plan-environment';
import { rollouts } from '../../lib/plan/disruption/rollout';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { cpus, environmentOf, l40s, small } from './fixtures/environment';
import { gpuFleet, gpuNodes } from './fixtures/fleet';

/**
 * Most by which four times the fleet may lengthen the work: n log n from 250 to 1000 workloads, and a margin for
 * memory.
 */
const mostGrowth = 4 * 1.26 * 1.6;

/** Seconds of processor time, so that other work on the machine does not count: the fastest of some runs. */
function seconds(work: () => void): number {
  const runs = Array.from({ length: 4 }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return Math.min(...runs);
}

function proof(workloads: number): () => void {
  const podCounts = gpuFleet(workloads, 3);
  const supplies = new Map([['a', gpuNodes(Math.ceil(0.7 * workloads))]]);
  return () => {
    judgePlacement(podCounts, supplies);
    rollouts({ podCounts, candidates: podCounts.map(({ group }) => group), supplies, batch: 1 });
  };
}

/** An environment that fits: models of three classes with one or two replicas, five to a node of eight GPUs. */
function wholePlan(models: number): () => void {
  const priorities = ['interactive', 'standard', 'batch'] as const;
  const environment = environmentOf({
    pools: { gpu: l40s(Math.ceil(models / 5), 8), cpu: cpus(5) },
    models: Object.fromEntries(
      Array.from({ length: models }, (_, i) => [
        `m${i}`,
        small({ pools: ['gpu'], gpus: 1, priority: priorities[i % priorities.length], replicas: i % 4 === 0 ? 2 : 1 }),
      ]),
    ),
  });
  return () => expect(planFaults(environment)).toEqual([]);
}

test.each([
  ['the proof of a random fleet that is nearly full', proof],
  ['the whole plan of an environment', wholePlan],
] as const)(
  '%s takes little more than four times as long for four times the models on four times the nodes',
  (what, workOf) => {
    workOf(60)();
    const [few, many] = [seconds(workOf(250)), seconds(workOf(1000))];
    process.stdout.write(
      `${what}: 250 models ${few.toFixed(2)} s, 1000 models ${many.toFixed(2)} s, growth ${(many / few).toFixed(2)} (at most ${mostGrowth.toFixed(2)})\n`,
    );
    expect(many / few).toBeLessThan(mostGrowth);
  },
);
