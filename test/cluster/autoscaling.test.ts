/**
 * Autoscalers on a real controller: up while requests wait, down long after, never against the manifests; and the
 * handover to one.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { synthesise, type EnvironmentInput } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { isRolledOut } from './client/conditions';
import { waitUntil } from './client/wait';
import { scaleTime } from './scale-time';
import { count } from './claims';
import { deliver } from './world/deliver';
import { startMetricsApi, type MetricsApi } from './world/metrics-api';
import { objectsIn, wavesOf } from './world/rendered';
import { fewestEndpoints } from './world/service-watch';
import { startWorld, type World } from './world/world';
import { llamaServersOf } from '../plan/fixtures/servers';
import { byAdapter } from '../scaling/by-adapter';

const minutes = 60_000;
const serving = 'llm-serving';
/** Windows of ten minutes become five seconds. */
const factor = 120;

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

const adapted = byAdapter(production);

describe('on production, scaled by prometheus-adapter', () => {
  let world: World;
  let metrics: MetricsApi;
  /** Requests that wait, by workload. */
  const waiting = new Map<string, number>();

  beforeAll(async () => {
    world = await startWorld(adapted);
    metrics = await startMetricsApi(world.plane, (workload, metric) =>
      metric.endsWith('deferred') ? (waiting.get(workload) ?? 0) : 0,
    );
    await deliver(
      world.plane.client,
      wavesOf(world.rendered.charts).map((wave) => scaleTime(wave, factor)),
    );
  });
  afterAll(async () => {
    await metrics.stop();
    await world.end();
  });

  const replicas = async (name: string): Promise<number> =>
    (await world.plane.client.get('Deployment', name, serving)).spec?.replicas ?? 0;

  test('the metrics are read, and without a queue every workload stays at its minimum', async () => {
    const { client } = world.plane;
    for (const {
      workload,
      replicas: { min, max },
    } of llamaServersOf(world.plan).filter(({ replicas: { min, max } }) => min < max)) {
      await client.waitFor(
        'reads its metrics',
        'HorizontalPodAutoscaler',
        workload.name,
        serving,
        ({ status }) =>
          status?.conditions?.some(({ type, status: value }) => type === 'ScalingActive' && value === 'True') ?? false,
      );
      expect({ name: workload.name, max, replicas: await replicas(workload.name) }).toEqual({
        name: workload.name,
        max,
        replicas: min,
      });
    }
  });

  test('a queue adds one pod at a time, an apply takes none away, and an empty queue removes them one at a time', async () => {
    const { client } = world.plane;
    const { autoscaling } = llamaServersOf(world.plan).find(({ workload }) => workload.name === 'legal') ?? {};
    waiting.set('legal', 4 * (autoscaling?.deferredPerPod ?? 0));
    await waitUntil(
      'two pods are added',
      () => replicas('legal'),
      (count) => count === 4,
    );
    await client.apply(scaleTime(objectsIn(world.rendered.charts), factor));
    expect(await replicas('legal')).toBe(4);
    const emptied = Date.now();
    waiting.set('legal', 0);
    await waitUntil(
      'the minimum is reached',
      () => replicas('legal'),
      (count) => count === 2,
    );
    const window = autoscaling?.scaleDownWindow.value ?? 0;
    expect(Date.now() - emptied).toBeGreaterThan(1000 * (window / factor) - 1000);
    // Looking at replicas would miss one of two quick steps; the autoscaler says each of them, a moment after it took
    // it.
    const steps = async () => {
      const events = await client.list('Event', {
        namespace: serving,
        fields: { 'involvedObject.name': 'legal', reason: 'SuccessfulRescale' },
      });
      const sizes = (direction: RegExp) =>
        events
          .flatMap(({ message = '' }) =>
            direction.test(message) ? [Number(/New size: (\d+)/.exec(message)?.[1])] : [],
          )
          .sort((a, b) => a - b);
      return { up: sizes(/above target/), down: sizes(/below target/) };
    };
    const { up, down } = await waitUntil('every step is told', steps, (told) => told.down.includes(2));
    expect({ up, down }).toEqual({ up: [3, 4], down: [2, 3] });
    count('autoscaling', { 'steps up': up.length, 'steps down': down.length });
  });
});

describe('from fixed replicas to an autoscaler', () => {
  const legal = adapted.models?.['legal'];
  if (legal === undefined) throw new Error('production has no model legal');
  const withReplicas = (replicas: typeof legal.replicas): EnvironmentInput => ({
    ...adapted,
    ollama: {},
    models: { legal: { ...legal, replicas } },
    gateway: undefined,
  });
  let world: World;
  let ranged: readonly Manifest[];

  beforeAll(async () => {
    world = await startWorld(withReplicas(3));
    await deliver(
      world.plane.client,
      wavesOf(world.rendered.charts).map((wave) => scaleTime(wave, factor)),
    );
    ranged = scaleTime(objectsIn(synthesise(withReplicas({ min: 2, max: 8 })).charts), factor);
  });
  afterAll(() => world.end());

  test('an apply alone takes pods away: the number that nobody owns any more falls to one', async () => {
    const { objects } = await world.plane.client.apply(
      ranged.filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'legal'),
      { dryRun: true },
    );
    expect(objects[0]?.['spec']).toMatchObject({ replicas: 1 });
  });

  test('handed over first, as docs/how-to/change-replicas-to-a-range.md says, not one pod is lost', async () => {
    const { client, kubectl } = world.plane;
    const handover = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'legal', namespace: serving },
      spec: { replicas: 3 },
    };
    await kubectl.run(['apply', '--server-side', '--field-manager=autoscaler', '-f', '-'], {
      input: JSON.stringify(handover),
    });
    // Other budgets come with more replicas, so the pods are replaced as well: a spare first, as in every rollout.
    const fewest = await fewestEndpoints(client, [serving], async () => {
      await client.apply(ranged);
      await client.waitFor('is rolled out', 'Deployment', 'legal', serving, isRolledOut);
    });
    expect(fewest.get('legal')).toBe(3);
    await client.apply(ranged);
    expect((await client.get('Deployment', 'legal', serving)).spec?.replicas).toBe(3);
    count('autoscaling', { handovers: 1 });
  });
});
