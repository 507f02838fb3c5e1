/**
 * How fast `pulumi up` is beside kubectl: the same objects, the same kind of control plane, the same run; as ratios,
 * since machines differ. Models load for a quarter of what their startup probes allow, some sixteen seconds, which is
 * quick for a real node.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { dev } from '../../overlays/dev';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools, pulumiTools } from '../components/sets';
import { objectsIn } from '../cluster/world/rendered';
import { waitUntilAllSettled } from '../cluster/world/settled';
import { startWorld, type World } from '../cluster/world/world';
import { Pulumi } from './support/pulumi';

const minutes = 60_000;

/** Most that a stack may take of the time of kubectl. */
const most = { ready: 2, unchanged: 1.5 };
/** The fastest of several says what it costs; the others, what else the machine had to do. */
const repetitions = 2;

let pulumi: Pulumi;

beforeAll(async () => {
  await ensureTools([...controlPlaneTools, ...pulumiTools]);
  pulumi = await Pulumi.install();
}, 20 * minutes);
afterAll(() => pulumi.remove());

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function fastest(work: () => Promise<unknown>): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < repetitions; i += 1) least = Math.min(least, await milliseconds(work));
  return least;
}

interface Times {
  readonly ready: number;
  readonly unchanged: number;
}

/** From the command until every object is as it should be, then the command that finds nothing to do. */
async function timesOf(
  environment: EnvironmentInput,
  commands: (
    world: World,
  ) => Promise<{ readonly make: () => Promise<unknown>; readonly compare: () => Promise<unknown> }>,
): Promise<Times> {
  const world = await startWorld(environment, { loadFor: 1 / 4 });
  try {
    const { make, compare } = await commands(world);
    const ready = await milliseconds(async () => {
      await make();
      await waitUntilAllSettled(world.plane.client, objectsIn(world.rendered.charts));
    });
    return { ready, unchanged: await fastest(compare) };
  } finally {
    await world.end();
  }
}

const byKubectl = (environment: EnvironmentInput): Promise<Times> =>
  timesOf(environment, ({ plane: { kubectl }, rendered: { folder } }) =>
    Promise.resolve({
      make: () => kubectl.run(['apply', '-k', folder]),
      // It ends with 1 where defaults show as differences.
      compare: () => kubectl.try(['diff', '-k', folder]),
    }),
  );

const byPulumi = (environment: EnvironmentInput): Promise<Times> =>
  timesOf(environment, async ({ plane: { kubeconfig } }) => {
    const { name } = environment;
    const stack = await pulumi.projectWith('by-stacks', name);
    await stack.setConfig('kubeconfig', { value: kubeconfig });
    const up = (): Promise<void> => pulumi.upByCommand('by-stacks', name);
    return { make: up, compare: up };
  });

describe.each([dev, production])('$name', (environment) => {
  test('a stack is about as fast as kubectl', async () => {
    const kubectl = await byKubectl(environment);
    const stack = await byPulumi(environment);
    const seconds = (time: number): string => `${(time / 1000).toFixed(1)} s`;
    for (const what of ['ready', 'unchanged'] as const) {
      console.log(
        `${environment.name}, ${what}: stack ${seconds(stack[what])}, kubectl ${seconds(kubectl[what])}, ratio ${(stack[what] / kubectl[what]).toFixed(2)} (at most ${most[what]})`,
      );
    }
    expect(stack.ready / kubectl.ready).toBeLessThanOrEqual(most.ready);
    expect(stack.unchanged / kubectl.unchanged).toBeLessThanOrEqual(most.unchanged);
  });
});
