/** The connectivity matrix: every pair of ends, with the ports on which connections are allowed. */
import type { Manifest } from '../kubernetes/read';
import { type End, podEnds } from './ends';
import { Evaluator } from './evaluator';
import { policiesOf } from './policies';
import type { PortRange } from './ports';
import { type Surroundings, surroundingsOf } from './world';

/** Two ends that may connect. */
export interface Connection {
  /** The end that opens the connection. */
  readonly from: End;
  readonly to: End;
  /** Ports of `to`, joined and in order; never empty. */
  readonly ports: readonly PortRange[];
}

/**
 * All connections that the network policies of some manifests allow, of which one end is a pod of their workloads or
 * another pod in one of their namespaces. A workload that connects to itself is a pod that connects to another one.
 */
export function connections(
  manifests: readonly Manifest[],
  { named, beside, rest }: Surroundings = surroundingsOf(manifests),
): readonly Connection[] {
  const evaluator = new Evaluator(manifests);
  const workloads = podEnds(manifests);
  const namespaces = new Set([...workloads, ...policiesOf(manifests)].map(({ namespace }) => namespace));
  const own = [...workloads, ...beside.filter(({ namespace }) => namespaces.has(namespace))];
  const connection = (from: End, to: End): readonly Connection[] => {
    const ports = evaluator.connections(from, to);
    return ports.length === 0 ? [] : [{ from, to, ports }];
  };
  return own.flatMap((end) => [
    ...own.flatMap((to) => connection(end, to)),
    ...[...named, ...rest].flatMap((other) => [...connection(end, other), ...connection(other, end)]),
  ]);
}
