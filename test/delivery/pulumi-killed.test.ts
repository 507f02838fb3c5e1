/**
 * An `up` that is killed on the way, CLI and plugins at once, and taken up again: nothing is made twice, nothing is
 * missing.
 */
import { once } from 'node:events';
import { copyFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { dev } from '../../overlays/dev';
import { ensureTools } from '../../scripts/toolchain/tools';
import { family } from '../components/processes';
import { controlPlaneTools, pulumiTools } from '../components/sets';
import { idle, podsOf } from '../cluster/world/roll-call';
import { startWorld, type World } from '../cluster/world/world';
import { changes, Pulumi, up } from './support/pulumi';

const minutes = 60_000;
const manifests = synthesise(dev).charts.flatMap((chart) => chart.manifests);

let pulumi: Pulumi;
let world: World;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools]);
  pulumi = await Pulumi.install();
  world = await startWorld(dev);
}, 20 * minutes);
afterAll(async () => {
  await world.end();
  await pulumi.remove();
});

/** Identifiers of the objects that are there. */
async function identifiers(): Promise<ReadonlyMap<Manifest, string>> {
  const objects = await Promise.all(
    manifests.map(async (manifest) => [manifest, await world.plane.client.read(manifest)] as const),
  );
  return new Map(
    objects.flatMap(([manifest, object]) =>
      object === undefined ? [] : [[manifest, (object.metadata as { uid?: string }).uid ?? ''] as const],
    ),
  );
}

/**
 * What the how-to says of a state that is a file: Pulumi writes it after each object, with a copy of the former one
 * beside it, and a kill in the midst of a write leaves that copy.
 */
function mendState(state: string): void {
  try {
    JSON.parse(readFileSync(state, 'utf8'));
  } catch {
    copyFileSync(`${state}.bak`, state);
  }
}

test('a killed up is taken up where it was', async () => {
  const stack = await pulumi.projectWith('at-once', 'dev');
  await stack.setConfig('kubeconfig', { value: world.plane.kubeconfig });
  const killed = pulumi.startUp('at-once', 'dev');
  const ended = once(killed, 'exit');
  while ((await identifiers()).size < 20) await sleep(50);
  for (const pid of family(killed.pid as number)) process.kill(pid, 'SIGKILL');
  await ended;

  const before = await identifiers();
  expect(before.size).toBeLessThan(manifests.length);
  mendState(pulumi.stateFile('dev'));
  await stack.cancel();
  await up(stack);
  const after = await identifiers();
  expect(after.size).toBe(manifests.length);
  for (const [manifest, identifier] of before) expect(after.get(manifest)).toBe(identifier);
  expect(idle(await podsOf(world))).toEqual([]);
  expect(changes(await up(stack))).toEqual([]);
});
