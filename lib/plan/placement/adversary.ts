/**
 * How many nodes other pods can make unusable for a pod at most. The number may be too large, never too small, so that a
 * claim that pods fit in every scheduling order holds.
 */

/** Pods that are alike and can make nodes unusable for another pod. */
export interface Competitor {
  readonly count: number;
  /** For each column, the part of one node that one pod helps to shut, from 0 to 1. */
  readonly parts: readonly number[];
}

const tolerance = 1e-9;

/**
 * Whether the competitors cannot shut `nodes[c]` nodes of every column `c` at the same time. By Farkas' lemma it is
 * proven by weights of the columns for which the competitors, each in the column where it is worth most, are worth less
 * than the nodes. One such set of weights is enough.
 */
function outweighed(competitors: readonly Competitor[], nodes: readonly number[], weights: readonly number[]): number {
  let balance = 0;
  for (const { count, parts } of competitors) {
    balance += count * parts.reduce((largest, part, c) => Math.max(largest, part * (weights[c] ?? 0)), 0);
  }
  return nodes.reduce((left, count, c) => left - count * (weights[c] ?? 0), balance);
}

/** Weights for one column at which another column becomes the largest of a competitor: others need no try. */
function breakpoints(
  competitors: readonly Competitor[],
  weights: readonly number[],
  column: number,
): readonly number[] {
  const found = new Set<number>([0]);
  for (const { parts } of competitors) {
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
export function cannotShutAll(competitors: readonly Competitor[], nodes: readonly number[]): boolean {
  let weights: readonly number[] = nodes.map(() => 1);
  let best = outweighed(competitors, nodes, weights);
  for (let round = 0; round < rounds && best >= -tolerance; round += 1) {
    for (const column of nodes.keys()) {
      for (const weight of breakpoints(competitors, weights, column)) {
        const candidate = weights.map((old, c) => (c === column ? weight : old));
        const value = outweighed(competitors, nodes, candidate);
        if (value < best) [best, weights] = [value, candidate];
      }
    }
  }
  return best < -tolerance;
}

/** Most nodes of one column that competitors can shut when they do nothing else. */
export const mostShut = (competitors: readonly Competitor[], column: number): number =>
  Math.floor(competitors.reduce((sum, { count, parts }) => sum + count * (parts[column] ?? 0), 0) + tolerance);
