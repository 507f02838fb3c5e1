/**
 * Flows in lines: the ports of the same two ends together, and long lists of addresses cut where nothing is lost by it.
 */
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

/** Most exceptions from a range of addresses that are listed. */
const mostExceptions = 3;

const shorter = (text: string): string =>
  text.replace(/ but ((?:[^,:]+, )+[^,:→]+?)(?= →|$)/, (whole, list: string) => {
    const count = list.split(', ').length;
    return count > mostExceptions ? ` but ${count} ranges` : whole;
  });

/** The lines of opened and closed flows. A list that changed itself is shown whole on both sides. */
export function flowLines({ opened, closed }: Difference['flows']): readonly string[] {
  const [up, down] = [byEnds(opened), byEnds(closed)];
  const short = (pairs: ReadonlyMap<string, unknown>): ReadonlySet<string> => new Set([...pairs.keys()].map(shorter));
  const [ups, downs] = [short(up), short(down)];
  const name = (pair: string): string => (ups.has(shorter(pair)) && downs.has(shorter(pair)) ? pair : shorter(pair));
  const lines = (sign: string, pairs: ReadonlyMap<string, readonly string[]>) =>
    [...pairs].map(([pair, ports]) => `${sign} ${name(pair)}: ${ports.join(', ')}`);
  return [...lines('+', up), ...lines('-', down)];
}
