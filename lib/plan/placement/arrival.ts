/**
 * Whether pods fit whatever the order in which they arrive. kube-scheduler is greedy and spreads: it may leave every node with
 * too little for the next pod although a packing exists. So it is not enough that a packing exists; no arrangement of the
 * others may shut a pod out of every node.
 */
import type { NodePool } from '../environment/node-pool';
import { lacking, nodeAmounts, type Amounts, type PodGroup } from './demand';

/** A group with the number of pods for which it is asked. */
export interface Crowd {
  readonly group: PodGroup;
  readonly count: number;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Pods of these groups could stand in the way of a pod: all that it cannot push out, its own kind less itself. */
function inTheWay(crowds: readonly Crowd[], pod: PodGroup): readonly Crowd[] {
  return crowds
    .filter(({ group }) => !(pod.preempts && group.priority < pod.priority))
    .map(({ group, count }) => ({ group, count: group === pod ? count - 1 : count }))
    .filter(({ count }) => count > 0);
}

/**
 * The largest part of one node that one pod of `other` helps to shut to `pod`. A node is shut by a resource once more than
 * `offer - wanted` of it is taken; amounts are multiples of the greatest common divisor of all pods' amounts, so the smallest
 * amount that shuts it is the next multiple.
 */
function shutting(other: Amounts, pod: Amounts, node: Amounts, steps: Amounts): number {
  return Math.max(...Object.entries(pod).map(([resource, wanted]) => {
    const taken = other[resource] ?? 0;
    const step = steps[resource] ?? 1;
    const needed = (Math.floor(((node[resource] ?? 0) - wanted) / step) + 1) * step;
    return taken / needed;
  }));
}

/** Greatest common divisor of each resource's amounts over several pods. */
function commonSteps(pods: readonly Amounts[]): Amounts {
  const steps: Record<string, number> = {};
  for (const pod of pods) for (const [resource, amount] of Object.entries(pod)) steps[resource] = gcd(steps[resource] ?? 0, amount);
  return steps;
}

const subsets = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.reduce<readonly (readonly T[])[]>((all, item) => [...all, ...all.map((subset) => [...subset, item])], [[]]).filter((subset) => subset.length > 0);

/**
 * Whether a pod of the group always finds a node, whatever the others did before. Sufficient, never optimistic: a node is shut
 * when the pods on it add up to one in `shutting`, so the others cannot shut more nodes than their parts add up to.
 */
export function alwaysFits(pod: PodGroup, crowds: readonly Crowd[], pools: Readonly<Record<string, NodePool>>): boolean {
  const usable = pod.pools.flatMap((name) => {
    const pool = pools[name];
    return pool !== undefined && lacking(pod.amounts, nodeAmounts(pool)).length === 0 ? [pool] : [];
  });
  const others = inTheWay(crowds, pod);
  return subsets(usable).some((within) => {
    const near = others.filter(({ group }) => within.some(({ name }) => group.pools.includes(name)));
    const steps = commonSteps(near.map(({ group }) => group.amounts));
    const shut = near.reduce((sum, { group, count }) => {
      const parts = within.filter(({ name }) => group.pools.includes(name)).map((pool) => shutting(group.amounts, pod.amounts, nodeAmounts(pool), steps));
      return sum + count * Math.max(...parts);
    }, 0);
    const nodes = within.reduce((sum, pool) => sum + pool.nodes.max, 0);
    return shut < nodes - 1e-9;
  });
}

/** The groups of which a pod may stay without a node in some order of arrival; empty when all fit in every order. */
export const stuckInSomeOrder = (crowds: readonly Crowd[], pools: Readonly<Record<string, NodePool>>): readonly PodGroup[] =>
  crowds.filter(({ group, count }) => count > 0 && !alwaysFits(group, crowds, pools)).map(({ group }) => group);
