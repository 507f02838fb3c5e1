/** A label that sets pools of named nodes apart, so that a new node that carries it replaces no pods. */
import type { LiveNode } from '../inventory';
import type { Alike } from './found-pool';

/** Labels that a node gets by itself: one says nothing of a pool, or differs from node to node. */
const automatic = /(^|\.)(kubernetes\.io|k8s\.io|nvidia\.com|amd\.com|intel\.com|openebs\.io|rancher\.io)\//;

/** The nodes of a pool carry one value of a label, and no other node does. */
function isOwn(label: string, nodes: Alike, all: readonly LiveNode[]): boolean {
  const [
    {
      labels: { [label]: value = '' },
    },
  ] = nodes;
  return (
    value !== '' &&
    nodes.every(({ labels }) => labels[label] === value) &&
    all.filter(({ labels }) => labels[label] === value).length === nodes.length
  );
}

/**
 * One key for all pools: with different keys a node could be in two of them.
 *
 * @param groups the nodes of each pool
 * @param all every node of the cluster
 */
export function poolLabelOf(groups: readonly Alike[], all: readonly LiveNode[]): string | undefined {
  const keys = [...new Set(groups.flat().flatMap(({ labels }) => Object.keys(labels)))]
    .filter((key) => !automatic.test(key))
    .sort();
  return keys.find((key) => groups.every((nodes) => isOwn(key, nodes, all)));
}
