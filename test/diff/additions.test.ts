/** What an addition restarts: labels of objects nothing, additions to pods the pods that they reach. */
import { expect, test } from '@jest/globals';
import { difference, synthesise, type EnvironmentInput } from '../../lib';
import { adapted, chat } from '../plan/fixtures/adapted';

const sideOf = (change: Partial<EnvironmentInput>) => {
  const { name, charts } = synthesise({ ...adapted, ...change });
  return { name, charts };
};
const compared = (change: Partial<EnvironmentInput>) => difference(sideOf({}), sideOf(change));
const restartsOf = (change: Partial<EnvironmentInput>) =>
  compared(change).restarts.map(({ workload, because }) => [workload.replace(/-[0-9a-f]{8}$/, ''), because]);

test('labels and annotations of objects change objects and restart nothing', () => {
  const { objects, restarts } = compared({ objects: { labels: { team: 'ml' }, annotations: { owner: 'ml' } } });
  expect(objects.changed.length).toBeGreaterThan(20);
  expect([objects.added, objects.removed, restarts]).toEqual([[], [], []]);
});

test('what a workload adds to its pods restarts only them', () => {
  expect(restartsOf({ models: { chat: { ...chat, pods: { env: { TZ: 'UTC' } } } } })).toEqual([
    ['Deployment llm-serving/chat', ["spec.containers['llama-server'].env.TZ"]],
  ]);
});

test('what the environment adds to pods restarts the pods beside the engines as well', () => {
  expect(restartsOf({ pods: { labels: { team: 'ml' } } }).map(([workload]) => workload)).toEqual(
    expect.arrayContaining(['Deployment llm-serving/chat', 'Deployment model-store/weights-server']),
  );
});
