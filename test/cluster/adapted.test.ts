/**
 * An environment with everything that a user can add, on a control plane: each addition is applied with strict
 * validation, kept as it was sent, and the pods are placed on the nodes that the plan counts on.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seconds, type EnvironmentInput } from '../../lib';
import type { Json } from '../../lib/kubernetes/read/manifest';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { adapted, chat, cpu, gpu } from '../docs/adapt-base';
import { deliver, type Delivered } from './world/deliver';
import { lost } from './world/read-back';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const zone = 'example.org/zone';
const taint = { key: 'example.org/team', value: 'ml', effect: 'NoSchedule' } as const;

const input: EnvironmentInput = {
  ...adapted,
  pods: {
    env: { TZ: 'UTC', TEAM: { configMap: 'team', key: 'name' }, TOKEN: { secret: 'team', key: 'token' } },
    volumes: { '/mnt/templates': { configMap: 'templates' }, '/mnt/tokens': { secret: 'tokens' } },
    labels: { 'example.org/team': 'ml' },
    annotations: { 'example.org/owner': 'ml' },
    imagePullSecrets: ['mirror'],
    tolerations: [
      taint,
      { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', seconds: seconds(60) },
      { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', seconds: seconds(60) },
    ],
  },
  objects: { labels: { 'example.org/team': 'ml' }, annotations: { 'example.org/owner': 'ml' } },
  imageMirrors: { 'ghcr.io': 'mirror.example/ghcr', 'docker.io': 'mirror.example/hub' },
  nodePools: {
    gpu: { ...gpu, labels: { ...gpu.labels, [zone]: 'a' }, taints: [taint], pods: { labels: { pool: 'gpu' } } },
    other: { ...gpu, labels: { 'example.org/pool': 'other', [zone]: 'b' } },
    cpu: { ...cpu, labels: { ...cpu.labels, [zone]: 'a' } },
  },
  models: {
    chat: {
      ...chat,
      pools: ['gpu', 'other'],
      pods: { nodeSelector: { [zone]: 'a' }, nodeRemoval: 'prevented', env: { TZ: 'Europe/Berlin' } },
      objects: { labels: { 'example.org/team': 'search' } },
    },
  },
};

let world: World;
let delivered: Delivered;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(input);
  delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
}, 15 * minutes);
afterAll(() => world.end());

test('all of it is applied with strict validation, no warning, and kept as it was sent', () => {
  expect(delivered.warnings).toEqual([]);
  const differences = delivered.sent.flatMap((sent, i) =>
    lost(sent as unknown as Json, delivered.kept[i] as unknown as Json).map(
      (difference) => `${sent.kind} ${sent.metadata.name} ${difference}`,
    ),
  );
  expect(differences).toEqual([]);
});

test('pods are admitted, and run on the nodes that the selector leaves', async () => {
  await scaleTo('min', world);
  const pods = await podsOf(world);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
  const chats = pods.filter(({ metadata }) => metadata?.labels?.['app.kubernetes.io/instance'] === 'chat');
  expect(chats).toHaveLength(2);
  const nodes = (world.machines.get('gpu') ?? []).map(({ metadata }) => metadata?.name);
  for (const { spec } of chats) expect(nodes).toContain(spec?.nodeName);
});
