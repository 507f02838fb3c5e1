/**
 * Models that are on no hub, on a control plane: loaders that copy from a claim and an image, and one that downloads
 * from two servers, each with its token, through a proxy in pods that asks for a login. Applied with strict validation, kept as they were sent, and each pod placed with its volumes.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EnvironmentInput, Model } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { models } from '../../overlays/models';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { adapted, chat } from '../plan/fixtures/adapted';
import { changedByApply, deliver, type Delivered, lostBy } from './world/deliver';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const model = models['llama-3.1-8b-instruct/Q4_K_M'];
const from = (origin: Model['origin']): Model => ({ ...model, origin });
const reference = `registry.example/llama:1@sha256:${'a'.repeat(64)}`;

/** A claim of others in a namespace that is there already. */
const claimIn = (namespace: string): readonly Manifest[] => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'of-others', namespace },
    spec: {
      accessModes: ['ReadWriteMany'],
      storageClassName: 'local-path',
      resources: { requests: { storage: '100Gi' } },
    },
  },
];

const origins: EnvironmentInput = {
  ...adapted,
  name: 'origins',
  catalog: {
    models: {
      'web/Q4_K_M': {
        ...from({ from: 'web', folder: 'https://files.example:8443/models' }),
        adapters: {
          legal: {
            file: { path: 'legal.gguf', sha256: 'e'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
            origin: { repo: 'example/legal' },
            tensors: { inputBytes: 0, outputBytes: 0, layers: [{ layers: 32, bytes: 640 }], width: 272 },
          },
        },
      },
      'claim/Q4_K_M': from({ from: 'claim', claimName: 'of-others' }),
      'image/Q4_K_M': from({ from: 'image', reference, folder: '/weights' }),
    },
  },
  cluster: {
    ...adapted.cluster,
    downloads: {
      hubToken: { secretName: 'hub', key: 'token' },
      tokens: [{ below: 'https://files.example:8443/models', secretName: 'files', key: 'token' }],
      proxy: {
        url: 'https://squid.egress.svc:443',
        pods: { namespace: 'egress', podLabels: { app: 'squid' }, port: 3129 },
        credentials: { secretName: 'proxy' },
        noProxy: ['files.example'],
      },
    },
  },
  models: {
    web: { ...chat, weights: 'web/Q4_K_M', replicas: 1 },
    claim: { ...chat, weights: 'claim/Q4_K_M', replicas: 1 },
    image: { ...chat, weights: 'image/Q4_K_M', replicas: 1 },
    copied: { ...chat, weights: 'image/Q4_K_M', replicas: 1, local: { kind: 'ephemeral' } },
  },
};

let world: World;
let delivered: Delivered;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(origins);
  await world.plane.client.apply(claimIn('model-store'), { fieldManager: 'data-team' });
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

test('pods are admitted and placed, and mount the claim of others read-only as a whole', async () => {
  await scaleTo('min', world);
  const pods = await podsOf(world);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
  const mounts = pods.flatMap(({ metadata, spec }) =>
    (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) =>
      claim?.claimName === 'of-others'
        ? [{ mount: `${metadata?.labels?.['app.kubernetes.io/name']} of-others`, readOnly: claim.readOnly }]
        : [],
    ),
  );
  expect(mounts.map(({ mount }) => mount).sort()).toEqual(['model-loader of-others']);
  expect(mounts.every(({ readOnly }) => readOnly === true)).toBe(true);
});
