/** How many nodes the pods of a group could make unusable at most: the sound half of every claim that pods fit in any order of arrival. */

/** Pods that can stand in the way, alike in what they take. */
export interface Obstacle {
  readonly count: number;
  /** For each column, the part of one node that one pod helps to shut, from 0 to 1. */
  readonly parts: readonly number[];
}

const tolerance = 1e-9;

/**
 * Whether the obstacles cannot shut `nodes[c]` nodes of every column `c` at the same time. By Farkas' lemma weights for
 * which the obstacles, each in its dearest column, are worth less than the nodes prove it; any weights that do are
 * proof enough.
 */
function outweighed(obstacles: readonly Obstacle[], nodes: readonly number[], weights: readonly number[]): number {
  let balance = 0;
  for (const { count, parts } of obstacles) {
    balance += count * parts.reduce((dearest, part, c) => Math.max(dearest, part * (weights[c] ?? 0)), 0);
  }
  return nodes.reduce((left, count, c) => left - count * (weights[c] ?? 0), balance);
}

/** Weights for one column at which another column becomes an obstacle's dearest: the only ones worth trying. */
function breakpoints(obstacles: readonly Obstacle[], weights: readonly number[], column: number): readonly number[] {
  const found = new Set<number>([0]);
  for (const { parts } of obstacles) {
    const own = parts[column] ?? 0;
    const other = Math.max(0, ...parts.map((part, c) => (c === column ? 0 : part * (weights[c] ?? 0))));
    if (own > 0) found.add(Number((other / own).toPrecision(12)));
    if (found.size > 24) break;
  }
  return [...found];
}

const rounds = 3;

/**
 * Whether weights are found that prove that not all of these nodes can be shut, column by column from equal ones.
 * Sufficient, never optimistic.
 */
export function cannotShutAll(obstacles: readonly Obstacle[], nodes: readonly number[]): boolean {
  let weights: readonly number[] = nodes.map(() => 1);
  let best = outweighed(obstacles, nodes, weights);
  for (let round = 0; round < rounds && best >= -tolerance; round += 1) {
    for (const column of nodes.keys()) {
      for (const weight of breakpoints(obstacles, weights, column)) {
        const candidate = weights.map((old, c) => (c === column ? weight : old));
        const value = outweighed(obstacles, nodes, candidate);
        if (value < best) [best, weights] = [value, candidate];
      }
    }
  }
  return best < -tolerance;
}

/** Most nodes of one column that obstacles can shut when they do nothing else. */
export const mostShut = (obstacles: readonly Obstacle[], column: number): number =>
  Math.floor(obstacles.reduce((sum, { count, parts }) => sum + count * (parts[column] ?? 0), 0) + tolerance);
