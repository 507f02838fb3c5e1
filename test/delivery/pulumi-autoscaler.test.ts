/**
 * Replicas of a stack and their autoscaler, with the real provider and the real controller: handed over and back, and
 * never fought about.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Stack } from '@pulumi/pulumi/automation';
import type { EnvironmentInput } from '../../lib';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools, pulumiTools } from '../components/sets';
import { isRolledOut } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { startMetricsApi, type MetricsApi } from '../cluster/world/metrics-api';
import { fewestEndpoints } from '../cluster/world/service-watch';
import { startWorld, type World } from '../cluster/world/world';
import { byAdapter } from '../scaling/by-adapter';
import { changes, preview, Pulumi, up } from './support/pulumi';

const minutes = 60_000;
const serving = 'llm-serving';

const adapted = byAdapter(production);
const legal = adapted.models?.['legal'];
if (legal === undefined) throw new Error('production has no model legal');
type Model = typeof legal;

const withLegal = (changed: Partial<Model>, amendments: EnvironmentInput['amendments'] = []): EnvironmentInput => ({
  ...adapted,
  delivery: 'pulumi',
  ollama: {},
  models: { legal: { ...legal, ...changed } },
  gateway: undefined,
  amendments,
});

const range = { min: 2, max: 8 } as const;
/** The autoscaler decides as always, without the minutes that it would wait before. */
const atOnce: EnvironmentInput['amendments'] = [
  {
    target: `HorizontalPodAutoscaler ${serving}/legal`,
    jsonPatch: [
      {
        op: 'replace',
        path: '/spec/behavior/scaleUp',
        value: {
          selectPolicy: 'Max',
          stabilizationWindowSeconds: 0,
          policies: [{ type: 'Pods', value: 1, periodSeconds: 1 }],
        },
      },
    ],
    reason: 'a test does not wait for minutes',
  },
];
const ranged = withLegal({ replicas: range }, atOnce);

let environment = withLegal({ replicas: 3 });
let waiting = 0;
let pulumi: Pulumi;
let world: World;
let metrics: MetricsApi;
let stack: Stack;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools]);
  pulumi = await Pulumi.install();
  world = await startWorld(environment);
  metrics = await startMetricsApi(world.plane, (_, metric) => (metric.endsWith('deferred') ? waiting : 0));
  stack = await pulumi.stack(() => environment, { kubeconfig: world.plane.kubeconfig });
  await up(stack);
}, 20 * minutes);
afterAll(async () => {
  await metrics.stop();
  await world.end();
  await pulumi.remove();
});

const replicas = async (): Promise<number> =>
  (await world.plane.client.get('Deployment', 'legal', serving)).spec?.replicas ?? 0;

test('from three replicas to an autoscaler, not one pod is lost', async () => {
  expect(await replicas()).toBe(3);
  environment = ranged;
  const { client } = world.plane;
  // Other budgets come with more replicas, so the pods are replaced as well: a spare first, as in every rollout.
  const fewest = await fewestEndpoints(client, [serving], async () => {
    await up(stack);
    await client.waitFor('is rolled out', 'Deployment', 'legal', serving, isRolledOut);
  });
  expect(fewest.get('legal')).toBe(3);
  expect(await replicas()).toBe(3);
});

test('what the autoscaler decides is no change for the stack, not even after a refresh', async () => {
  // One that waits for each pod is what the autoscaler allows.
  waiting = 5;
  await waitUntil('two pods are added', replicas, (count) => count === 5, { seconds: 180 });
  waiting = 0;
  const decided = await replicas();
  expect(changes(await up(stack))).toEqual([]);
  expect(changes(await preview(stack, { refresh: true }))).toEqual([]);
  expect(changes(await up(stack, { refresh: true }))).toEqual([]);
  expect(await replicas()).toBe(decided);
});

test('an up that rolls the model out leaves the number to the autoscaler', async () => {
  const decided = await replicas();
  environment = withLegal(
    { replicas: range, settings: { ...legal.settings, maxOutputLength: legal.settings.maxOutputLength - 8 } },
    atOnce,
  );
  const fewest = await fewestEndpoints(world.plane.client, [serving], () => up(stack));
  expect(fewest.get('legal')).toBe(decided);
  expect(await replicas()).toBe(decided);
});

test("back to a fixed number, it is the stack's again", async () => {
  environment = withLegal({ replicas: 3 });
  await up(stack);
  expect(await replicas()).toBe(3);
  await world.plane.kubectl.run(['scale', 'deployment/legal', '--namespace', serving, '--replicas=1']);
  await up(stack, { refresh: true });
  expect(await replicas()).toBe(3);
});
