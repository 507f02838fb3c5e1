/**
 * Every environment on a control plane of its own: what is rendered applies, is kept as sent, runs where planned, rolls
 * and drains.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../overlays';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { isComplete } from './client/conditions';
import { drains } from './environment/drains';
import { maxima } from './environment/maxima';
import { rollouts } from './environment/rollouts';
import { spotLoss } from './environment/spot-loss';
import { count } from './claims';
import { Report } from '../figures/report';
import { changedByApply, deliver, type Delivered, lostBy } from './world/deliver';
import { wavesOf } from './world/rendered';
import { idle, misplaced, podsOf, refusals } from './world/roll-call';
import { scaleTo } from './world/scale';
import { startWorld, type World } from './world/world';

const minutes = 60_000;
const report = new Report('Environments on a control plane', 'environment');

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);
afterAll(() => report.print());

describe.each(environments)('$name', (input) => {
  let world: World;
  let delivered: Delivered;

  beforeAll(async () => {
    world = await startWorld(input);
  });
  afterAll(() => world.end());

  test('applies wave by wave with strict validation and no warning, each wave ready before the next', async () => {
    delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
    expect(delivered.warnings).toEqual([]);
    report.note(input.name, 'nodes', [...world.machines.values()].flat().length);
    report.note(input.name, 'objects', delivered.sent.length);
    report.note(input.name, 'apply ms', delivered.applyMilliseconds);
  });

  test('is kept as it was sent', () => {
    expect(lostBy(delivered)).toEqual([]);
  });

  test('applied again, changes nothing', async () => {
    expect(await changedByApply(world.plane.client, delivered.sent)).toEqual([]);
    count('apply', { environments: 1, objects: delivered.sent.length, seconds: delivered.applyMilliseconds / 1000 });
  });

  test('every pod is admitted, is on a pool that the plan allows, and is ready', async () => {
    await scaleTo('min', world);
    const pods = await podsOf(world);
    expect({ misplaced: misplaced(pods, world), idle: idle(pods), refused: await refusals(world) }).toEqual({
      misplaced: [],
      idle: [],
      refused: [],
    });
    report.note(input.name, 'pods', pods.length);
    count('placed', { pods: pods.length, nodes: [...world.machines.values()].flat().length });
  });

  test('the collector, which comes by the clock, runs to its end when it is called', async () => {
    const {
      plane: { client, kubectl },
      plan: {
        environment: {
          cluster: { namespaces },
        },
      },
    } = world;
    const [cron] = world.rendered.charts.flatMap(({ manifests }) => manifests).filter(({ kind }) => kind === 'CronJob');
    const { name = '', namespace = namespaces.store } = cron?.metadata ?? {};
    await kubectl.run(['create', 'job', 'called', `--from=cronjob/${name}`, `--namespace=${namespace}`]);
    await client.waitFor('is complete', 'Job', 'called', namespace, isComplete);
  });

  const note = (column: string, value: string | number) => report.note(input.name, column, value);
  rollouts('minimum', 1, () => world, note);
  maxima(() => world, note);
  drains(() => world, note);
  rollouts('maximum', 2, () => world, note);
  if (Object.values(input.nodePools).some((pool) => pool.on === 'cloud' && pool.capacity === 'spot'))
    spotLoss(() => world, note);
});
