import { expect, test } from '@jest/globals';
import { KnownClusters, type ClusterState } from '../../../../services/gateway-policy/src/clusters/known-clusters';
import { clusterStates } from '../../../../services/gateway-policy/src/usage/envoy-admin';
import type { GatewayCluster } from '../../../../lib';

const cluster: GatewayCluster = {
  host: 'qwen.llm-serving.svc.cluster.local.',
  port: 8080,
  healthPath: '/health',
  affinity: 'session',
  maxRequests: 8,
  maxPending: 8,
};
const clusters = new Map([
  ['qwen-main', cluster],
  ['llama', cluster],
]);
const state = (answered: boolean, pods: number, healthy: number): ClusterState => ({ answered, pods, healthy });

/** Looks once at each state, with so many seconds between. @returns whether the pods were known after each look */
async function looks(
  states: readonly (Readonly<Record<string, ClusterState>> | undefined)[],
  seconds = 1,
  configuration = { clusters, complete: true },
) {
  let now = 0;
  const logged: string[] = [];
  const rest = [...states];
  const known = new KnownClusters(
    configuration,
    async () => {
      const next = rest.shift();
      return next && new Map(Object.entries(next));
    },
    (_, message) => void logged.push(message),
    () => now,
  );
  const seen: boolean[] = [];
  for (const _ of states) {
    await known.look();
    seen.push(known.known);
    now += seconds * 1000;
  }
  return { seen, logged };
}

const healthy = state(true, 2, 1);

test('pods are known once every name was answered, and one pod of each model that has pods is healthy', async () => {
  const { seen, logged } = await looks([
    undefined,
    {},
    { 'qwen-main': healthy },
    { 'qwen-main': healthy, llama: state(false, 0, 0) },
    { 'qwen-main': healthy, llama: state(true, 1, 0) },
    { 'qwen-main': healthy, llama: state(true, 1, 1) },
  ]);
  expect(seen).toEqual([false, false, false, false, false, true]);
  expect(logged).toEqual([]);
});

test('before the files are read no pod is known, and the patience has not begun', async () => {
  const { seen } = await looks([{}, {}, {}], 30, { clusters: new Map(), complete: false });
  expect(seen).toEqual([false, false, false]);
});

test('a model that sleeps has no pod to know', async () => {
  expect((await looks([{ 'qwen-main': healthy, llama: state(true, 0, 0) }])).seen).toEqual([true]);
});

test('a model whose pods are all ill keeps the others waiting for twenty seconds', async () => {
  const ill = { 'qwen-main': healthy, llama: state(true, 2, 0) };
  const { seen, logged } = await looks([undefined, ill, ill, ill], 10);
  expect(seen).toEqual([false, false, false, true]);
  expect(logged).toEqual(['clusters: Envoy knows no healthy pod of 1: llama']);
});

test("the states are in Envoy's statistics", () => {
  const stats = [
    'cluster.qwen-main.membership_healthy: 1',
    'cluster.qwen-main.membership_total: 2',
    'cluster.qwen-main.update_success: 3',
    'cluster.llama.membership_healthy: 0',
    'cluster.llama.membership_total: 0',
    'cluster.llama.update_success: 0',
    'server.uptime: 5',
  ].join('\n');
  expect(Object.fromEntries(clusterStates(stats))).toEqual({
    'qwen-main': { answered: true, pods: 2, healthy: 1 },
    llama: { answered: false, pods: 0, healthy: 0 },
  });
});
