/** The DaemonSet that tunes nodes, on a real control plane: it is taken as rendered, and runs on its pool only. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import type { Manifest } from '../../lib/kubernetes/read';
import { charts, chartOf, rack } from '../charts/support';
import { ControlPlane } from './control-plane/control-plane';
import { waitUntil } from './client/wait';
import { joinNodes, kubeadmNode } from './nodes';

const namespace = 'llm-nodes';
const drawn = charts({
  ...rack,
  nodePools: {
    ...rack.nodePools,
    cpu: { ...rack.nodePools.cpu, tuning: { settings: ['numa-balancing'], daemonSet: { reason: 'two sockets' } } },
  },
});
const capacity = { cpu: cores(8), memory: gib(32), ephemeralStorage: gib(100), pods: 110 };

let plane: ControlPlane;
beforeAll(async () => {
  plane = await ControlPlane.start();
  const { client } = plane;
  await client.apply(chartOf(drawn, 'namespaces'));
  await client.apply(chartOf(drawn, 'cluster').filter(({ kind }) => kind === 'PriorityClass'));
  await joinNodes(
    client,
    ['cpu-1', 'cpu-2', 'gpu-1'].map((name) => kubeadmNode({ name, capacity })),
  );
}, 20 * 60_000);
afterAll(() => plane.stop());

test('the server takes every field, and a pod runs on each node of the pool and on no other', async () => {
  const { client } = plane;
  const { warnings } = await client.apply(chartOf(drawn, 'node-tuning'));
  expect(warnings).toEqual([]);
  await client.waitFor('runs', 'DaemonSet', 'tune-cpu', namespace, ({ status }) => status?.numberReady === 2);
  const pods = await client.list('Pod', { namespace });
  expect(pods.map(({ spec }) => spec?.nodeName ?? '').sort()).toEqual(['cpu-1', 'cpu-2']);
});

test('the namespaces of engines do not admit it', async () => {
  const { client } = plane;
  const moved = chartOf(drawn, 'node-tuning').map((manifest): Manifest => ({
    ...manifest,
    metadata: { ...manifest.metadata, namespace: 'llm-serving' },
  }));
  const { warnings } = await client.apply(moved);
  expect(warnings.join()).toMatch(/would violate PodSecurity "restricted:v1.36": privileged/);
  const events = await waitUntil(
    'its pods are refused',
    () => client.list('Event', { namespace: 'llm-serving' }),
    (seen) => seen.some(({ message = '' }) => message.includes('violates PodSecurity')),
    { seconds: 180 },
  );
  expect(events.length).toBeGreaterThan(0);
  expect(await client.list('Pod', { namespace: 'llm-serving' })).toEqual([]);
});
