/** What the plan says of random fleets is what the scheduler does, in shuffled orders of arrival. `FLEETS=200` asks for more. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest } from '../../lib/kubernetes/manifest';
import type { Crowd } from '../../lib/plan/placement/demand';
import { judgePlacement } from '../../lib/plan/placement/verdict';
import { ensureTools } from '../../scripts/toolchain/tools';
import { unschedulable } from './client/conditions';
import { waitUntil } from './client/wait';
import { ControlPlane, controlPlaneTools } from './control-plane/control-plane';
import { joinNodes, kubeadmNode } from './nodes';
import { Report } from './report';
import { fleets, gpuResource, nodeSize, podCpu, type Fleet } from './world/fleet';

const minutes = 60_000;
const count = Number(process.env['FLEETS'] ?? 12);
const seed = Number(process.env['SEED'] ?? 20261121);
const ordersEach = 2;
/** Pods rest when nothing has changed for so long; a preemption takes less. */
const quietMilliseconds = 1_000;

const report = new Report('Random fleets: the plan against the scheduler', 'verdict');
let plane: ControlPlane;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  plane = await ControlPlane.start();
  await plane.client.apply([0, 1, 2].map((rank) => ({
    apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: `rank-${rank}` }, value: rank, preemptionPolicy: rank > 0 ? 'PreemptLowerPriority' : 'Never',
  })));
}, 15 * minutes);
afterAll(async () => {
  report.print();
  await plane.stop();
});

const isPlaced = ({ spec }: IPod): boolean => spec?.nodeName !== undefined;

function deployment({ group: { workload, pools, amounts, priority }, count: replicas }: Crowd, namespace: string): Manifest {
  const gpus = String(amounts[gpuResource] ?? 0);
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: workload, namespace },
    spec: {
      replicas, selector: { matchLabels: { workload } },
      template: {
        metadata: { labels: { workload } },
        spec: {
          priorityClassName: `rank-${priority}`,
          affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [
            { key: 'corral.test/fleet', operator: 'In', values: [namespace] }, { key: 'corral.test/pool', operator: 'In', values: [...pools] },
          ] }] } } },
          containers: [{ name: 'a', image: 'registry.example/a:1', resources: { requests: { cpu: `${podCpu}m`, [gpuResource]: gpus }, limits: { [gpuResource]: gpus } } }],
        },
      },
    },
  };
}

/** Applies a fleet in one order and returns its pods at rest. */
async function arrive({ supplies }: Fleet, order: readonly Crowd[], namespace: string): Promise<readonly IPod[]> {
  const { client } = plane;
  await client.apply([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }]);
  await joinNodes(client, [...supplies.values()].flatMap(({ name, nodes, offers }) => Array.from({ length: nodes }, (_, i) => kubeadmNode({
    name: `${namespace}-${name}-${i}`, capacity: nodeSize, gpus: { product: 'NVIDIA-L40S', count: offers[gpuResource] ?? 0, memoryMib: 46068 },
    labels: { 'corral.test/fleet': namespace, 'corral.test/pool': name },
  }))));
  await client.waitFor('exists', 'ServiceAccount', 'default', namespace, () => true);
  await client.apply(order.map((crowd) => deployment(crowd, namespace)));
  const wanted = order.reduce((sum, crowd) => sum + crowd.count, 0);
  let seen = '';
  let since = Date.now();
  return waitUntil(`fleet ${namespace} rests`, () => client.list('Pod', { namespace }), (pods) => {
    const now = pods.map((pod) => `${pod.metadata?.name} ${pod.spec?.nodeName} ${unschedulable(pod) !== undefined}`).sort().join();
    if (now !== seen) [seen, since] = [now, Date.now()];
    if (pods.length === wanted && pods.every(isPlaced)) return true;
    return pods.length === wanted && pods.every((pod) => isPlaced(pod) || unschedulable(pod) !== undefined) && Date.now() - since > quietMilliseconds;
  }, { describe: (pods) => (pods as readonly IPod[]).map(({ metadata, spec, status }) => [metadata?.name, spec?.nodeName, status?.phase]) });
}

const median = (numbers: readonly number[]): number => [...numbers].sort((x, y) => x - y)[Math.floor(numbers.length / 2)] ?? 0;

test(`${count} fleets of seed ${seed}, each in ${ordersEach} orders`, async () => {
  const sample = fc.sample(fleets, { numRuns: count, seed });
  const disagreements: string[] = [];
  const tally = new Map<string, { fleets: number; stuckOrders: number; orders: number }>();
  for (const [i, fleet] of sample.entries()) {
    const { fits } = judgePlacement(fleet.crowds, fleet.supplies);
    const orders = [fleet.crowds, ...fc.sample(fc.shuffledSubarray([...fleet.crowds], { minLength: fleet.crowds.length }), { numRuns: ordersEach - 1, seed: seed + i })];
    const row = tally.get(fits) ?? { fleets: 0, stuckOrders: 0, orders: 0 };
    for (const [j, order] of orders.entries()) {
      const waiting = (await arrive(fleet, order, `fleet-${i}-${j}`)).filter((pod) => !isPlaced(pod));
      row.orders += 1;
      if (waiting.length > 0) row.stuckOrders += 1;
      const agrees = fits === 'in every order' ? waiting.length === 0 : fits === 'never' ? waiting.length > 0 : true;
      const asked = order.map(({ group, count: pods }) => `${group.workload} ${pods} × ${group.amounts[gpuResource]} GPUs on ${group.pools.join('+')} rank ${group.priority}`).join(', ');
      if (!agrees) disagreements.push(`fleet ${i}, order ${j}: ${fits}, and ${waiting.length} pods wait: ${asked} on ${[...fleet.supplies.values()].map(({ name, nodes, offers }) => `${name} ${nodes} × ${offers[gpuResource]}`).join(', ')}`);
    }
    row.fleets += 1;
    tally.set(fits, row);
  }
  for (const [verdict, row] of tally) {
    report.note(verdict, 'fleets', row.fleets);
    report.note(verdict, 'orders with pods that wait', `${row.stuckOrders} of ${row.orders}`);
  }
  const use = median(sample.map((fleet) => fleet.use));
  const nearlyFull = sample.filter((fleet) => fleet.use <= 1 && [...fleet.supplies.values()].reduce((sum, { nodes, offers }) => sum + nodes * (offers[gpuResource] ?? 0), 0) * (1 - fleet.use) <= 1.001).length / sample.length;
  report.note('all', 'fleets', sample.length);
  report.note('all', 'median GPU use', `${Math.round(use * 100)} %`);
  report.note('all', 'within one GPU of full', `${Math.round(nearlyFull * 100)} %`);
  expect(disagreements).toEqual([]);
  expect(use).toBeGreaterThanOrEqual(0.8);
  expect(nearlyFull).toBeGreaterThanOrEqual(0.2);
}, 30 * minutes);
