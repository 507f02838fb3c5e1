/** The autoscaler of a llama-server: on its queue, one pod at a time, slow to let go. */
import { describe, expect, test } from '@jest/globals';
import { queueAutoscaler } from '../../lib/constructs/serving/queue-autoscaler';
import { derived } from '../../lib/core/derived';
import { minutes, seconds } from '../../lib/core/duration';
import { llamaServerQueue } from '../../lib/engines/llama-server/queue';
import { llamaServerContract } from '../../lib/engines/llama-server/llama-server';
import { autoscalingOf } from '../../lib/sizing/time/pod-budgets';
import type { Autoscaling } from '../../lib/workload/pod';
import { draw, fieldOf } from './support/drawn';
import { everyProp } from './support/every-prop';
import { budgets } from './support/props';

const owner = { component: 'llama-server', instance: 'qwen' };
const usual = autoscalingOf(budgets, 4);
const add = (chart: Parameters<typeof queueAutoscaler>[0], autoscaling: Autoscaling) =>
  queueAutoscaler(chart, 'serving', owner, { min: 1, max: 4 }, autoscaling, llamaServerQueue);
const manifests = draw((chart) => add(chart, usual));
const spec = 'HorizontalPodAutoscaler serving/qwen: spec';
const field = (path: string) => fieldOf(manifests, `${spec}.${path}`);

test('it moves the Deployment of its name within the range', () => {
  expect([field('scaleTargetRef'), field('minReplicas'), field('maxReplicas')]).toEqual([
    { apiVersion: 'apps/v1', kind: 'Deployment', name: 'qwen' },
    1,
    4,
  ]);
});

test('it reads metrics that the engine has, per pod: what waits, and what is at work', () => {
  const metrics = field('metrics') as { type: string; pods: { metric: { name: string }; target: object } }[];
  expect(metrics.map(({ type, pods }) => [type, pods.metric.name, pods.target])).toEqual([
    ['Pods', 'llamacpp:requests_deferred', { type: 'AverageValue', averageValue: '1' }],
    ['Pods', 'llamacpp:requests_processing', { type: 'AverageValue', averageValue: '4' }],
  ]);
  const names: readonly string[] = llamaServerContract.metrics.names;
  expect(metrics.every(({ pods }) => names.includes(pods.metric.name))).toBe(true);
});

test('it adds a pod after a minute of waiting, no faster than one loads, and takes one away after ten', () => {
  expect(field('behavior.scaleUp')).toEqual({
    stabilizationWindowSeconds: 60,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }],
  });
  expect(field('behavior.scaleDown')).toEqual({
    stabilizationWindowSeconds: 600,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }],
  });
});

describe('each number shows, with its reason', () => {
  const because = (name: string) =>
    `HorizontalPodAutoscaler serving/qwen: metadata.annotations['corral.dev/because.${name}']`;
  everyProp<Autoscaling>(add, usual, {
    deferredPerPod: { to: 2, shows: { [`${spec}.metrics[0].pods.target.averageValue`]: '2' } },
    processingPerPod: {
      to: derived(3, 'three'),
      shows: { [`${spec}.metrics[1].pods.target.averageValue`]: '3', [because('processing-per-pod')]: 'three' },
    },
    scaleUpWindow: {
      to: derived(seconds(90), 'longer'),
      shows: {
        [`${spec}.behavior.scaleUp.stabilizationWindowSeconds`]: 90,
        [because('scale-up')]: expect.stringMatching(/^longer; /),
      },
    },
    scaleUpPeriod: {
      to: derived(minutes(5), 'slow'),
      shows: {
        [`${spec}.behavior.scaleUp.policies[0].periodSeconds`]: 300,
        [because('scale-up')]: expect.stringMatching(/; slow$/),
      },
    },
    scaleDownWindow: {
      to: derived(minutes(20), 'patient'),
      shows: {
        [`${spec}.behavior.scaleDown.stabilizationWindowSeconds`]: 1200,
        [because('scale-down')]: expect.stringMatching(/^patient; /),
      },
    },
    scaleDownPeriod: {
      to: derived(minutes(6), 'rare'),
      shows: {
        [`${spec}.behavior.scaleDown.policies[0].periodSeconds`]: 360,
        [because('scale-down')]: expect.stringMatching(/; rare$/),
      },
    },
  });
});
