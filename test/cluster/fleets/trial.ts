/**
 * Puts what the plan says of an environment to the test on a scheduler. Every way in which the two differ is told as a
 * sentence.
 */
import type { IPod } from 'kubernetes-models/v1';
import type { EnvironmentInput, RenderedChart } from '../../../lib';
import { unschedulable } from '../client/conditions';
import type { ControlPlane } from '../control-plane/control-plane';
import { drainAndReturn, inUse, poolOf } from '../environment/drains';
import { outageOf } from '../environment/promised';
import { rollOut } from '../environment/rollouts';
import { instanceOf, isOf, misplaced, podsOf, refusals } from '../world/roll-call';
import { prepare } from '../world/world';
import { arrive, enginesOf, layGround, leave, workloadOf } from './arrival';
import { plotOf, type Plot } from './plot';
import type { Verdict } from './verdict';

/** What was seen of one environment. */
export interface Outcome {
  /** Where the scheduler does not do what the plan says. */
  readonly disagreements: readonly string[];
  readonly orders: number;
  /** Orders in which pods were left without a node. */
  readonly stuckOrders: number;
  readonly drained: number;
}

/**
 * A pod's place takes this long to load and to leave: longer than a controller's step, so that pods overlap as they do
 * in a cluster.
 */
const pace = { readyAfter: '100ms', goneAfter: '100ms' };

const told = (pods: readonly IPod[]): string =>
  pods.map((pod) => `${pod.metadata?.name}: ${unschedulable(pod)}`).join('; ');

type Shuffle = (charts: readonly RenderedChart[]) => readonly RenderedChart[];

/** Fits in every order: is ready in several, rolls and drains as said. */
async function fitting(plot: Plot, shuffle: Shuffle): Promise<Outcome> {
  const disagreements: string[] = [];
  const orders = [shuffle(enginesOf(plot)), shuffle(enginesOf(plot))];
  let stuckOrders = 0;
  for (const [i, order] of orders.entries()) {
    if (i > 0) await leave(plot);
    const waiting = await arrive(plot, order, i === 1);
    if (waiting.length > 0) {
      stuckOrders += 1;
      disagreements.push(
        `fits in every order, and as ${order.map(workloadOf).join(', ')} arrived these waited: ${told(waiting)}`,
      );
    }
  }
  const refused = await refusals(plot);
  disagreements.push(...misplaced(await podsOf(plot), plot), ...refused);
  if (disagreements.length > 0) return { disagreements, orders: orders.length, stuckOrders, drained: 0 };
  const complaints = await rollOut(plot, 'maximum', 1, pace);
  disagreements.push(
    ...Object.entries(complaints).flatMap(([what, found]) =>
      (found as readonly string[]).map((text) => `rollout, ${what}: ${text}`),
    ),
  );
  const nodes = await onePerPool(plot);
  for (const node of nodes) {
    const { short, preempted } = await drainAndReturn(plot, node);
    const outage = outageOf(plot.plan, poolOf(plot, node));
    const surprises = preempted.filter((text) => !isOf(text, outage));
    disagreements.push(
      ...short.map((text) => `drain of ${node}: ${text}`),
      ...surprises.map((text) => `drain of ${node}: ${text}`),
    );
  }
  return { disagreements, orders: orders.length, stuckOrders, drained: nodes.length };
}

/** A node in use of each pool. */
async function onePerPool(plot: Plot): Promise<readonly string[]> {
  const nodes = await inUse(plot);
  return [...new Map(nodes.map((node) => [poolOf(plot, node), node])).values()];
}

/** `Insufficient nvidia.com/gpu` → `nvidia.com/gpu`; cores are called so in sentences. */
const lackedBy = (pod: IPod): readonly string[] =>
  [...(unschedulable(pod) ?? '').matchAll(/Insufficient (\S+?)[,.]?(?=\s|$)/g)].map(([, resource = '']) =>
    resource === 'cpu' ? 'cores' : resource,
  );

const words = (text: string): ReadonlySet<string> => new Set(text.split(/[\s:,;()]+/));

/** Never fits: some pod that the sentence names waits for what the sentence says is short. */
async function neverFitting(plot: Plot, { faults }: Verdict): Promise<Outcome> {
  const waiting = await arrive(plot, enginesOf(plot), false);
  const disagreements = faults
    .filter(({ code }) => code === 'NeverFits')
    .flatMap(({ found }) => {
      const said = words(found);
      const named = waiting.filter((pod) => said.has(instanceOf(pod)));
      return named.some((pod) => lackedBy(pod).some((resource) => said.has(resource)))
        ? []
        : [`never fits: ${found}; and these wait: ${told(waiting)}`];
    });
  return { disagreements, orders: 1, stuckOrders: waiting.length > 0 ? 1 : 0, drained: 0 };
}

/** Fits in some order: those that may be stuck arrive last, one by one, and once all arrive at once. */
async function sometimesFitting(plot: Plot, { faults }: Verdict, shuffle: Shuffle): Promise<Outcome> {
  const stuck = (chart: RenderedChart): boolean => faults.some(({ at }) => at.includes(`['${workloadOf(chart)}']`));
  const engines = enginesOf(plot);
  const last = [...engines.filter((chart) => !stuck(chart)), ...engines.filter(stuck)];
  let stuckOrders = 0;
  const orders = [last, shuffle(engines)];
  for (const [i, order] of orders.entries()) {
    if (i > 0) await leave(plot);
    if ((await arrive(plot, order, i === 0)).length > 0) stuckOrders += 1;
  }
  return { disagreements: [], orders: orders.length, stuckOrders, drained: 0 };
}

/** Tries an environment whose name no other of the control plane has. */
export async function tryOut(
  input: EnvironmentInput,
  verdict: Verdict,
  plane: ControlPlane,
  shuffle: Shuffle,
): Promise<Outcome> {
  const plot = plotOf(input, verdict, plane);
  await prepare(plot);
  await layGround(plot);
  switch (verdict.fits) {
    case 'in every order':
      return fitting(plot, shuffle);
    case 'never':
      return neverFitting(plot, verdict);
    case 'in some order':
      return sometimesFitting(plot, verdict, shuffle);
    case 'unproven':
      return { disagreements: [], orders: 0, stuckOrders: 0, drained: 0 };
  }
}
