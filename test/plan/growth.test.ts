/** Time of the whole proof as the fleet grows: ratios of one run, no clock times. */
import { expect, test } from '@jest/globals';
import { rollouts } from '../../lib/plan/disruption/rollout';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { gpuFleet, gpuNodes } from './fixtures/fleet';

function time(workloads: number): number {
  const crowds = gpuFleet(workloads, 3);
  const supplies = new Map([['a', gpuNodes(Math.ceil(0.7 * workloads))]]);
  const runs = Array.from({ length: 3 }, () => {
    // Processor time: other work on the machine does not count.
    const start = process.cpuUsage();
    judgePlacement(crowds, supplies);
    rollouts({ crowds, candidates: crowds.map(({ group }) => group), supplies, batch: 1 });
    const { user, system } = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...runs);
}

test('four times the workloads on four times the nodes take little more than four times as long', () => {
  time(60);
  expect(time(240) / time(60)).toBeLessThan(4 * 1.26 * 1.6);
});
