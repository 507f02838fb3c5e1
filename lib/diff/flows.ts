/** Which connections come and go between two sides, by their network policies. */
import {
  type Connection,
  connections,
  hasRange,
  portTexts,
  type Row,
  summarised,
  surroundingsOf,
} from '../reachability';
import type { Side } from './side';

/** `pods app=gateway of gateway → llm-serving/legal: TCP 8080` */
const flowText = ({ from, to, ports }: Row): string => `${from} → ${to}: ${ports}`;

const manifestsOf = ({ charts }: Side) => charts.flatMap(({ manifests }) => manifests);

/** Flows that came and went, each under the names of its own side. */
export interface FlowChanges {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** Ports of connections that the others do not have; a range of which they have all is no change. */
function beyond(some: readonly Connection[], others: readonly Connection[], nameThere: (name: string) => string) {
  const key = (from: string, to: string) => `${from}\n${to}`;
  const there = new Map(others.map(({ from, to, ports }) => [key(from.name, to.name), ports]));
  return some.flatMap(({ from, to, ports }): readonly Row[] => {
    const theirs = there.get(key(nameThere(from.name), nameThere(to.name))) ?? [];
    const missing = ports.filter((range) => !hasRange(theirs, range));
    return portTexts(missing).map((text) => ({ from: from.name, to: to.name, ports: text }));
  });
}

/**
 * Compares the connections of two sides, with the same surroundings, so that a peer that only one side names is looked
 * for on the other too.
 *
 * @param newNames what workloads of the former side are called now: a flow of one that was renamed is the same flow
 */
export function flowChanges(before: Side, after: Side, newNames: ReadonlyMap<string, string>): FlowChanges {
  const [old, now] = [manifestsOf(before), manifestsOf(after)];
  const surroundings = surroundingsOf(old, now);
  const [was, is] = [connections(old, surroundings), connections(now, surroundings)];
  const oldNames = new Map([...newNames].map(([oldName, newName]) => [newName, oldName]));
  const texts = (rows: readonly Row[]) => summarised(rows, surroundings).map(flowText).sort();
  return {
    opened: texts(beyond(is, was, (name) => oldNames.get(name) ?? name)),
    closed: texts(beyond(was, is, (name) => newNames.get(name) ?? name)),
  };
}
