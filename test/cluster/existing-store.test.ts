/**
 * A claim of others as the store, on a control plane: read in place by the engines, and staged from. Everything is
 * admitted, the verifiers end, and the pods mount the claim read-only as a whole.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gib, mib, type EnvironmentInput } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { adapted, chat } from '../plan/fixtures/adapted';
import { isComplete } from './client/conditions';
import { changedByApply, deliver, type Delivered, lostBy } from './world/deliver';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
/** A class whose volumes every node can mount: on one whose volumes are on a node, pods of others would wait for ever. */
const storageClassName = 'shared';
const claim = {
  kind: 'existing',
  claimName: 'of-others',
  layout: 'paths',
  folder: 'models',
  capacity: gib(100),
} as const;
const onClaim = { ...claim, bandwidth: mib(500) };

/** The claim, and the class that it is of: both were there before the environment. */
const ofOthers = (namespace: string): readonly Manifest[] => [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: storageClassName },
    provisioner: 'rook-ceph.cephfs.csi.ceph.com',
    volumeBindingMode: 'Immediate',
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'of-others', namespace },
    spec: { accessModes: ['ReadWriteMany'], storageClassName, resources: { requests: { storage: '100Gi' } } },
  },
];

const on = (weights: EnvironmentInput['cluster']['weights'], further: Partial<EnvironmentInput>): EnvironmentInput => ({
  ...adapted,
  name: 'existing',
  cluster: { ...adapted.cluster, weights },
  prerequisites: [],
  models: { chat, other: { ...chat, weights: 'qwen3-8b/Q4_K_M', replicas: 1 } },
  ...further,
});

describe.each([
  {
    name: 'read in place',
    namespace: 'llm-serving',
    input: on(
      {
        ...onClaim,
        read: 'in-place',
        proofsClass: storageClassName,
        reason: 'the filer is as available as the cluster',
      },
      { prerequisites: [{ kind: 'StorageClass', name: storageClassName, providedBy: 'rook' }] },
    ),
    readers: ['llama-server', 'llama-server', 'llama-server', 'model-verifier', 'model-verifier'],
  },
  {
    name: 'staged',
    namespace: 'model-store',
    input: on({ ...onClaim, read: 'staged' }, {}),
    readers: ['model-verifier', 'model-verifier', 'weights-server', 'weights-server'],
  },
])('$name', ({ namespace, input, readers }) => {
  let world: World;
  let delivered: Delivered;

  beforeAll(async () => {
    await ensureTools(controlPlaneTools);
    world = await startWorld(input);
    await world.plane.client.apply(ofOthers(namespace), { fieldManager: 'data-team' });
    delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
  }, 15 * minutes);
  afterAll(() => world.end());

  test('all of it is applied with strict validation, no warning, and kept as it was sent', () => {
    expect(delivered.warnings).toEqual([]);
    expect(lostBy(delivered)).toEqual([]);
  });

  test('applied again, changes nothing', async () => {
    expect(await changedByApply(world.plane.client, delivered.sent)).toEqual([]);
  });

  test('a verifier for each model ends, where the claim is', async () => {
    const jobs = await world.plane.client.list('Job', { namespace });
    const names = jobs.filter(isComplete).map(({ metadata }) => metadata?.name?.replace(/-[^-]+$/, '') ?? '');
    expect(names.sort()).toEqual(['verify-llama-3-1-8b-instruct-q4-k-m', 'verify-qwen3-8b-q4-k-m']);
  });

  test('pods are admitted and placed, and mount the claim of others read-only as a whole', async () => {
    await scaleTo('min', world);
    const pods = await podsOf(world);
    expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
      misplaced: [],
      idle: [],
      refused: [],
    });
    const mounts = pods.flatMap(({ metadata, spec }) =>
      (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: volume }) =>
        volume?.claimName === 'of-others'
          ? [{ reader: metadata?.labels?.['app.kubernetes.io/name'] ?? '', readOnly: volume.readOnly }]
          : [],
      ),
    );
    expect(mounts.map(({ reader }) => reader).sort()).toEqual(readers);
    expect(mounts.every(({ readOnly }) => readOnly === true)).toBe(true);
  });

  test('the claim of others is as it was', async () => {
    const [of] = await world.plane.client.list('PersistentVolumeClaim', {
      namespace,
      fields: { 'metadata.name': 'of-others' },
    });
    expect(of?.spec).toMatchObject({
      accessModes: ['ReadWriteMany'],
      storageClassName,
      resources: { requests: { storage: '100Gi' } },
    });
    expect(of?.metadata?.labels).toBeUndefined();
  });
});
