/** Flows in lines: the ports of the same two ends together. */
import type { Difference } from '../../lib';

/** Ports of each pair of ends, in the order in which they come. */
function byEnds(flows: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const ends = new Map<string, string[]>();
  for (const flow of flows) {
    const colon = flow.lastIndexOf(': ');
    const pair = flow.slice(0, colon);
    ends.set(pair, [...(ends.get(pair) ?? []), flow.slice(colon + 2)]);
  }
  return ends;
}

/** The lines of opened and closed flows. */
export function flowLines({ opened, closed }: Difference['flows']): readonly string[] {
  const lines = (sign: string, flows: readonly string[]) =>
    [...byEnds(flows)].map(([pair, ports]) => `${sign} ${pair}: ${ports.join(', ')}`);
  return [...lines('+', opened), ...lines('-', closed)];
}
