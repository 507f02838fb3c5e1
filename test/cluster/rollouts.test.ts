/**
 * Rollouts where no GPU is spare: what the plan chooses ends, the usual strategy hangs, and a changed loader is a new
 * Job.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { nfsDriver, podMonitor } from '../../overlays/base';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { isRolledOut, unschedulable } from './client/conditions';
import { waitUntil } from './client/wait';
import { podAnnotations } from './control-plane/stages';
import { rollouts } from './environment/rollouts';
import { atPace, nextVersion, type Pace } from './world/change';
import { count } from './claims';
import { deliver } from './world/deliver';
import { objectsIn, wavesOf } from './world/rendered';
import { podsOf, preempted } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';
import { llamaServersOf, rolloutOf } from '../plan/fixtures/servers';
import { byAdapter } from '../scaling/by-adapter';

const minutes = 60_000;
const serving = 'llm-serving';
const pace: Pace = { readyAfter: '300ms', goneAfter: '200ms' };

const adapted = byAdapter(production);
const { h100, l40s } = adapted.nodePools;
const { 'llama-3-70b': llama, 'qwen-2-5-32b': qwen, 'gpt-oss-20b': gptOss } = adapted.models ?? {};
if (h100?.on !== 'metal' || l40s?.on !== 'metal' || llama === undefined || qwen === undefined || gptOss === undefined)
  throw new Error('production has other pools and models than this test');

/** Production without a GPU to spare: at the maxima every GPU of both pools is taken. */
const packed: EnvironmentInput = {
  ...adapted,
  name: 'packed',
  ollama: {},
  nodePools: {
    ...adapted.nodePools,
    h100: { ...h100, nodes: ['gpu-h100-1'] },
    l40s: { ...l40s, nodes: ['gpu-l40s-1', 'gpu-l40s-2'] },
  },
  models: {
    ...adapted.models,
    'llama-3-70b': { ...llama, replicas: { min: 1, max: 4 } },
    'qwen-2-5-32b': { ...qwen, replicas: { min: 3, max: 5 } },
    'gpt-oss-20b': { ...gptOss, replicas: 3 },
  },
};

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

describe('a cluster without a spare GPU', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld(packed);
    await deliver(world.plane.client, wavesOf(world.rendered.charts));
    await scaleTo('max', world);
  });
  afterAll(() => world.end());

  test('is full', async () => {
    const gpus = (await podsOf(world))
      .flatMap(({ spec }) => spec?.containers ?? [])
      .reduce((sum, { resources }) => sum + Number(resources?.limits?.['nvidia.com/gpu'] ?? 0), 0);
    expect(gpus).toBe(12);
  });

  rollouts(
    'maximum',
    1,
    () => world,
    () => undefined,
  );

  test('the strategy of most charts, one pod more and none less, hangs there', async () => {
    const { client } = world.plane;
    const next = nextVersion(packed, 2, pace)
      .flat()
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'gpt-oss-20b');
    if (next === undefined) throw new Error('nothing is called gpt-oss-20b');
    const hasty: Manifest = {
      ...next,
      spec: {
        ...(next['spec'] as object),
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      },
    };
    await client.apply([hasty]);
    const stuck = await waitUntil(
      'a pod is found to have no node',
      () => client.list('Pod', { namespace: serving, labels: { 'app.kubernetes.io/instance': 'gpt-oss-20b' } }),
      (pods) => pods.some((pod) => (unschedulable(pod) ?? '').includes('Insufficient nvidia.com/gpu')),
    );
    expect(stuck).toHaveLength(4);
    const hanging = { replicas: 4, updatedReplicas: 1, availableReplicas: 3, unavailableReplicas: 1 };
    await client.waitFor('hangs', 'Deployment', 'gpt-oss-20b', serving, ({ status }) =>
      Object.entries(hanging).every(([key, value]) => status?.[key as keyof typeof hanging] === value),
    );
    // And goes on hanging, for longer than a rollout takes.
    await sleep(3_000);
    expect((await client.get('Deployment', 'gpt-oss-20b', serving)).status).toMatchObject(hanging);
    await client.apply([next]);
    await client.waitFor('ends with the strategy of the plan', 'Deployment', 'gpt-oss-20b', serving, isRolledOut);
    count('packed', { 'GPUs, all taken': 12, 'rollout that finishes': 1, 'rollout that never finishes': 1 });
  });

  test('a changed loader is a new Job beside the former, since a Job cannot change', async () => {
    const jobs = (manifests: readonly Manifest[]) =>
      manifests
        .filter(({ kind }) => kind === 'Job')
        .map(({ metadata }) => metadata.name)
        .sort();
    const first = jobs(objectsIn(world.rendered.charts));
    const second = jobs(nextVersion(packed, 1, pace).flat());
    expect(second).toHaveLength(first.length);
    expect(second.filter((name) => first.includes(name))).toEqual([]);
    const stored = (await world.plane.client.list('Job', { namespace: 'model-store' })).map(({ metadata, status }) => [
      metadata?.name,
      status?.succeeded,
    ]);
    expect(stored).toEqual(expect.arrayContaining([...first, ...second].map((name) => [name, 1])));
    const [job] = objectsIn(world.rendered.charts).filter(({ kind }) => kind === 'Job');
    if (job === undefined) throw new Error('nothing is loaded');
    await expect(world.plane.client.apply([withOneArgumentMore(job)])).rejects.toThrow(
      /spec\.template: Invalid value: .*field is immutable/s,
    );
  });
});

interface JobSpec {
  readonly template: { readonly spec: { readonly containers: readonly { readonly args?: readonly string[] }[] } };
}

/** A Job with one argument more. */
function withOneArgumentMore(job: Manifest): Manifest {
  const spec = job['spec'] as JobSpec;
  const containers = spec.template.spec.containers.map((container) => ({
    ...container,
    args: [...(container.args ?? []), '--changed'],
  }));
  return { ...job, spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } } };
}

describe('eight GPUs that people who wait share with work that is not so urgent', () => {
  const slow: Pace = { readyAfter: '300ms', goneAfter: '1500ms' };
  const shared = (urgent: number, other: number): EnvironmentInput => ({
    ...packed,
    name: 'shared',
    gateway: undefined,
    backup: undefined,
    databases: undefined,
    caches: undefined,
    monitoring: undefined,
    prerequisites: [nfsDriver, podMonitor],
    nodePools: { l40s: { ...l40s, nodes: ['gpu-l40s-1', 'gpu-l40s-2'] } },
    models: {
      qwen: { ...qwen, affinity: undefined, replicas: urgent },
      'gpt-oss': { ...gptOss, priority: 'standard', replicas: other },
    },
  });
  const begin = async (input: EnvironmentInput): Promise<World> => {
    const world = await startWorld(input);
    await deliver(
      world.plane.client,
      wavesOf(world.rendered.charts).map((wave) => wave.map((manifest) => atPace(manifest, slow))),
    );
    return world;
  };
  const displacedBy = ({ plan }: World, name: string) =>
    plan.placement.rollouts.find(({ workload }) => workload === name)?.displaces;

  describe('with room for a spare and for all that still ends', () => {
    const input = shared(3, 2);
    let world: World;

    beforeAll(async () => {
      world = await begin(input);
    });
    afterAll(() => world.end());

    test('the plan gives the spare to the former, and promises that nobody is pushed out', () => {
      expect(
        Object.fromEntries(llamaServersOf(world.plan).map((server) => [server.workload.name, rolloutOf(server).value])),
      ).toEqual({
        qwen: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 },
        'gpt-oss': { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 },
      });
      expect([displacedBy(world, 'qwen'), displacedBy(world, 'gpt-oss')]).toEqual([[], []]);
    });

    test('nobody is, while both roll out and former pods still hold their GPUs', async () => {
      await deliver(world.plane.client, nextVersion(input, 1, slow));
      await deliver(world.plane.client, nextVersion(input, 2, slow));
      expect(await preempted(world)).toEqual([]);
    });

    test('somebody is, where a pod need not have been ready for as long as the former one ends', async () => {
      const { client } = world.plane;
      for (const { metadata } of await podsOf(world)) {
        await client.patch('Pod', metadata?.name ?? '', metadata?.namespace, {
          metadata: { annotations: { [podAnnotations.goneAfter]: '15s' } },
        });
      }
      const hasty = (manifest: Manifest): Manifest =>
        manifest.kind === 'Deployment'
          ? { ...manifest, spec: { ...(manifest['spec'] as object), minReadySeconds: 0 } }
          : manifest;
      const next = nextVersion(input, 3, slow)
        .flat()
        .filter(({ kind }) => kind === 'Deployment')
        .map(hasty);
      // The lower class first: with its former pods that still end there is a GPU for one spare, and none for a second.
      for (const name of ['gpt-oss', 'qwen'])
        await deliver(client, [next.filter(({ metadata }) => metadata.name === name)]);
      expect(await preempted(world)).toContainEqual(expect.stringMatching(/^gpt-oss-/));
    });
  });

  describe('with room for no pod that still ends', () => {
    const input = shared(4, 4);
    let world: World;

    beforeAll(async () => {
      world = await begin(input);
    });
    afterAll(() => world.end());

    test('the rollout ends, and preempts the workloads that the plan names and no others', async () => {
      expect([displacedBy(world, 'qwen'), displacedBy(world, 'gpt-oss')]).toEqual([['gpt-oss'], []]);
      await deliver(world.plane.client, nextVersion(input, 1, slow));
      const pushed = await preempted(world);
      expect(pushed.length).toBeGreaterThan(0);
      expect(pushed.filter((text) => !text.startsWith('gpt-oss-'))).toEqual([]);
    });
  });
});
