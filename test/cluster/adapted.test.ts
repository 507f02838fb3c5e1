/**
 * An environment with everything that a user can add or amend, on a control plane: each addition is applied with strict
 * validation, kept as it was sent, and the pods are placed on the nodes that the plan counts on.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { seconds, type EnvironmentInput } from '../../lib';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { adapted, chat, cpu, gpu } from '../plan/fixtures/adapted';
import { changedByApply, deliver, type Delivered, lostBy } from './world/deliver';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const zone = 'example.org/zone';
const taint = { key: 'example.org/team', value: 'ml', effect: 'NoSchedule' } as const;

const input: EnvironmentInput = {
  ...adapted,
  cluster: {
    ...adapted.cluster,
    downloads: {
      hub: 'https://mirror.example:8443/hub',
      hubToken: { secretName: 'hub', key: 'token' },
      endpoints: [{ cidr: '192.0.2.7/32', port: 8443 }],
      proxy: { url: 'http://proxy.example:3128', addresses: ['10.0.0.7/32'], noProxy: ['mirror.example'] },
      caBundle: { configMap: 'corp-ca', key: 'ca.crt' },
    },
  },
  amendments: [
    {
      target: 'Deployment llm-serving/chat',
      patch: {
        metadata: { annotations: { 'example.org/runbook': 'chat' } },
        spec: { revisionHistoryLimit: 5, template: { metadata: { annotations: { 'example.org/restarted': null } } } },
      },
      reason: 'dashboards show five revisions',
    },
    {
      target: 'Job model-store/load-*',
      patch: {
        spec: {
          template: { spec: { containers: [{ name: 'loader', env: [{ name: 'CURL_HOME', value: '/home' }] }] } },
        },
      },
      reason: 'the mirror counts by user agent',
    },
    {
      target: '* llm-serving/chat',
      jsonPatch: [{ op: 'add', path: '/metadata/labels/example.org~1cost-centre', value: '4711' }],
      reason: 'costs are counted by centre',
    },
    {
      target: 'ConfigMap model-store/program-loader',
      patch: { data: { 'site.conf': 'team=ml' } },
      reason: 'our tools read it',
    },
  ],
  exemptions: [{ rule: 'as-planned', object: 'ConfigMap model-store/program-loader', reason: 'our tools read it' }],
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
  expect(lostBy(delivered)).toEqual([]);
});

test('applied again, changes nothing', async () => {
  expect(await changedByApply(world.plane.client, delivered.sent)).toEqual([]);
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
