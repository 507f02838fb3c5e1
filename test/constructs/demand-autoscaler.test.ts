/** A workload that KEDA scales: what it asks, when it wakes and sleeps, what it does while it knows nothing. */
import { describe, expect, test } from '@jest/globals';
import { type Demand, demandAutoscaler } from '../../lib/constructs/scaling/demand-autoscaler';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import { autoscalingOf, demandScalingOf } from '../../lib/sizing/time/pod-budgets';
import type { ScheduleWindow } from '../../lib/workload/schedule';
import { draw, fieldOf } from './support/drawn';
import { everyProp } from './support/every-prop';
import { budgets } from './support/props';

const owner = { component: 'llama-server', instance: 'qwen' };
const replicas = { min: 0, max: 4 };
const usual: Demand = {
  ...demandScalingOf(budgets, replicas, true, []),
  prometheus: 'http://prometheus:9090',
  queries: { asked: 'asked', requests: 'requests', waiting: 'waiting', working: 'working' },
};
const add = (chart: Parameters<typeof demandAutoscaler>[0], demand: Demand) =>
  demandAutoscaler(chart, 'serving', owner, replicas, autoscalingOf(budgets, 4), demand);
const manifests = draw((chart) => add(chart, usual));
const spec = 'ScaledObject serving/qwen: spec';
const field = (path: string, of = manifests) => fieldOf(of, `${spec}.${path}`);
const because = (name: string) => `ScaledObject serving/qwen: metadata.annotations['corral.dev/because.${name}']`;

test('it moves the Deployment of its name within the range, and the autoscaler of that name is its own', () => {
  expect([field('scaleTargetRef'), field('minReplicaCount'), field('maxReplicaCount')]).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'qwen' },
    0,
    4,
  ]);
  expect(field('advanced.horizontalPodAutoscalerConfig.name')).toBe('qwen');
  expect(
    fieldOf(
      manifests,
      "ScaledObject serving/qwen: metadata.annotations['scaledobject.keda.sh/transfer-hpa-ownership']",
    ),
  ).toBe('true');
});

test('each question needs an answer: none is no zero', () => {
  const triggers = field('triggers') as { name: string; metricType: string; metadata: Record<string, string> }[];
  expect(triggers.map(({ name, metricType, metadata }) => [name, metricType, metadata['threshold']])).toEqual([
    ['asked', 'AverageValue', '1'],
    ['requests', 'AverageValue', '4'],
    ['waiting', 'AverageValue', '1'],
    ['working', 'AverageValue', '4'],
  ]);
  for (const { metadata } of triggers)
    expect(metadata).toMatchObject({
      serverAddress: 'http://prometheus:9090',
      activationThreshold: '0',
      ignoreNullValues: 'false',
    });
});

test('the last pod stays for longer than a pod needs until it answers, also after a hand-over', () => {
  const { startup, staging } = budgets;
  const needs = minutes(20) + startup.value + staging.value;
  expect(field('cooldownPeriod')).toBeGreaterThanOrEqual(needs + minutes(5));
  expect(field('initialCooldownPeriod')).toBe(field('cooldownPeriod'));
  expect(fieldOf(manifests, because('cooldown'))).toMatch(
    /^\d+ min.*: 10 min to make a node, 10 min to pull and unpack the image, .* of staging, .* to start, 5 min for the next request$/,
  );
  const onNodes = demandScalingOf(budgets, replicas, false, []);
  expect(usual.cooldown.value - onNodes.cooldown.value).toBe(minutes(10));
});

test('while Prometheus does not answer, as many pods run as before, and never none', () => {
  expect(field('fallback')).toEqual({ failureThreshold: 3, replicas: 1, behavior: 'currentReplicasIfHigher' });
  expect(demandScalingOf(budgets, { min: 2, max: 4 }, false, []).fallback.value).toBe(2);
});

describe('windows', () => {
  const window: ScheduleWindow = {
    days: ['mon', 'tue', 'wed', 'thu', 'fri'],
    from: '07:00',
    to: '19:30',
    timeZone: 'Europe/Berlin',
    replicas: 2,
  };
  const cronOf = (of: Partial<ScheduleWindow>) =>
    (
      field(
        'triggers',
        draw((chart) => add(chart, { ...usual, windows: [{ ...window, ...of }] })),
      ) as { metadata: Record<string, string> }[]
    )[4]?.metadata;

  test.each([
    ['a day', {}, '0 7 * * 1,2,3,4,5', '30 19 * * 1,2,3,4,5'],
    ['a night ends on the next day', { from: '22:00', to: '06:05' }, '0 22 * * 1,2,3,4,5', '5 6 * * 2,3,4,5,6'],
    ['that of a Saturday on Sunday', { days: ['sat'], from: '22:00', to: '00:00' }, '0 22 * * 6', '0 0 * * 0'],
    [
      'every day',
      { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:15' },
      '15 8 * * *',
      '30 19 * * *',
    ],
  ] as const)('%s', (_, of, start, end) => {
    expect(cronOf(of)).toEqual({ timezone: 'Europe/Berlin', start, end, desiredReplicas: '2' });
  });
});

describe('each number shows, with its reason', () => {
  everyProp<Demand>(add, usual, {
    pollingInterval: { to: derived(seconds(7), 'often'), shows: { [`${spec}.pollingInterval`]: 7 } },
    cooldown: {
      to: derived(minutes(90), 'slow'),
      shows: { [`${spec}.cooldownPeriod`]: 5400, [because('cooldown')]: '1 h 30 min: slow' },
    },
    fallback: {
      to: derived(3, 'three'),
      shows: { [`${spec}.fallback.replicas`]: 3, [because('fallback')]: 'three' },
    },
    windows: {
      to: [{ days: ['sun'], from: '01:00', to: '02:00', timeZone: 'UTC', replicas: 3 }],
      shows: { [`${spec}.triggers[4].metadata.desiredReplicas`]: '3' },
    },
    prometheus: { to: 'http://other', shows: { [`${spec}.triggers[0].metadata.serverAddress`]: 'http://other' } },
    queries: {
      to: { ...usual.queries, waiting: 'other' },
      shows: { [`${spec}.triggers[2].metadata.query`]: 'other' },
    },
  });
});
