/** How long a rollout may take at most: its steps, each as long as its deadline lets it be. */
import { expect, test } from '@jest/globals';
import { creationTime, rolloutTime, stepTime } from '../../lib/plan/disruption/rollout-time';
import type { ServerPlan } from '../../lib/plan/plan';
import type { RolloutStrategy } from '../../lib/workload/pod';
import { rolloutOf } from './fixtures/servers';
import { cpus, l40s, planOf, small } from './fixtures/environment';

const serverOf = (gpus: number, replicas: number) => {
  const [server] = planOf({
    pools: { gpus: l40s(1, gpus), cpu: cpus(2) },
    models: { a: small({ replicas }) },
  }).servers;
  if (server === undefined) throw new Error('one server');
  return server;
};
const steps = (gpus: number, replicas: number): number => {
  const server = serverOf(gpus, replicas);
  return rolloutTime(server).value / stepTime(server);
};

test('a spare goes round, a single pod is recreated, and none spare takes one away each time', () => {
  expect([rolloutOf(serverOf(8, 3)).value.type, steps(8, 3)]).toEqual(['RollingUpdate', 3]);
  expect([rolloutOf(serverOf(1, 1)).value.type, steps(1, 1)]).toEqual(['Recreate', 1]);
  expect(steps(3, 3)).toBe(3);
  expect(rolloutTime(serverOf(8, 3)).because).toMatch(/^3 × .* to replace its pods$/);
});

test('a step waits for the former pod to end, unless that has ended before', () => {
  const server = serverOf(8, 3);
  const { progressDeadline, grace } = server.budgets;
  expect(stepTime(server)).toBe(progressDeadline.value + Math.ceil(grace.value));
  expect(stepTime(serverOf(1, 1))).toBe(serverOf(1, 1).budgets.progressDeadline.value);
});

test('a step that takes two at once halves the steps, and one that takes none is one', () => {
  const server = serverOf(8, 3);
  const rollingBy = (value: RolloutStrategy): ServerPlan => ({
    ...server,
    replacement: { by: 'deployment', rollout: { value, because: '' } },
  });
  const taking = (maxSurge: number, maxUnavailable: number): number =>
    rolloutTime(rollingBy({ type: 'RollingUpdate', maxSurge, maxUnavailable })).value / stepTime(server);
  expect(taking(1, 1)).toBe(2);
  expect(taking(0, 2)).toBe(2);
  expect(taking(1, 2)).toBe(1);
  const recreated = rollingBy({ type: 'Recreate' });
  expect(rolloutTime(recreated).value).toBe(stepTime(recreated));
});

test('a fleet goes by what may be unavailable, and waits for a deadline each time', () => {
  const [fleet] = planOf({
    pools: { gpus: l40s(2, 4), cpu: cpus(2) },
    ollama: {
      o: {
        models: ['llama3.1:8b'],
        settings: { contextLength: 4096, parallel: 1, maxOutputLength: 256 },
        pools: ['gpus'],
        gpus: 1,
        replicas: 4,
      },
    },
  }).servers;
  if (fleet === undefined) throw new Error('one fleet');
  const deadline = fleet.budgets.progressDeadline.value;
  const taking = (value: number): number =>
    rolloutTime({ ...fleet, replacement: { by: 'stateful-set', maxUnavailable: { value, because: '' } } }).value /
    deadline;
  expect([taking(0), taking(1), taking(3), taking(4)]).toEqual([4, 4, 2, 1]);
  expect(creationTime(fleet).value).toBe(deadline);
});
