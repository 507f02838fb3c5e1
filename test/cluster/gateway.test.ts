/**
 * An environment with a gateway on a real API server: every object is taken and kept as it was sent, and its pods run
 * where planned, whatever way clients come.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type EnvironmentInput, synthesise } from '../../lib';
import type { GatewayInput } from '../../lib/environment/gateway/gateway';
import type { Json } from '../../lib/kubernetes/read/manifest';
import { local } from '../../overlays/local';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { changedByApply, deliver, type Delivered, lostBy } from './world/deliver';
import { lost } from './world/read-back';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const inside: GatewayInput = { tls: 'none', expose: { by: 'cluster' }, clients: { default: { models: 'all' } } };
const withGateway = (gateway: Partial<GatewayInput> = {}): EnvironmentInput => ({
  ...local,
  gateway: { ...inside, ...gateway },
});

let world: World;
let delivered: Delivered;

beforeAll(async () => {
  await ensureTools(controlPlaneTools);
  world = await startWorld(withGateway());
}, 15 * minutes);
afterAll(() => world.end());

test('applies wave by wave with strict validation and no warning, and is kept as it was sent', async () => {
  delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
  expect(delivered.warnings).toEqual([]);
  expect(lostBy(delivered)).toEqual([]);
});

test('applied again, changes nothing', async () => {
  expect(await changedByApply(world.plane.client, delivered.sent)).toEqual([]);
});

test('every pod is admitted by the level `restricted`, is on a pool that the plan allows, and is ready', async () => {
  const pods = await podsOf(world);
  expect(pods.filter(({ metadata }) => metadata?.namespace === 'llm-gateway')).toHaveLength(2);
  expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
    misplaced: [],
    idle: [],
    refused: [],
  });
});

const host = 'llm.example.org';
const tls = { secretName: 'mine' } as const;

describe('clients come', () => {
  test.each<[string, Partial<GatewayInput>]>([
    ['by an Ingress', { host, tls, expose: { by: 'ingress', className: 'traefik' } }],
    [
      'by a load balancer',
      {
        host,
        tls,
        expose: { by: 'load-balancer', sourceRanges: ['192.0.2.0/24'], annotations: { 'lb.example/tier': 'one' } },
      },
    ],
    ['by a port of nodes', { tls, expose: { by: 'node-port', port: 30_443 } }],
    [
      'from stated pods, to a range of replicas',
      { from: [{ namespace: 'web', anyPod: true }], replicas: { min: 1, max: 2 } },
    ],
  ])('%s: the server takes each object with strict validation, and keeps it as it was sent', async (_, change) => {
    const sent = synthesise(withGateway(change)).charts.find(({ name }) => name === 'gateway')?.manifests ?? [];
    const { objects, warnings } = await world.plane.client.apply(sent, { dryRun: true, force: true });
    expect(warnings).toEqual([]);
    expect(sent.flatMap((each, i) => lost(each as unknown as Json, objects[i] as unknown as Json))).toEqual([]);
  });
});
