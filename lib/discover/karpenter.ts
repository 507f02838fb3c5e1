/** What the NodePools of Karpenter say of the pools that are made of their nodes. */
import { type KarpenterPool, type LiveNode, nodesWithin, statedValues } from '../inventory';
import { fields, type Field } from './source';
import type { CloudOrigin } from './provider';

const capacityType = 'karpenter.sh/capacity-type';

/** Reserved and on-demand nodes stay, so a pod may go to either; one for spot nodes asks for them. */
const lasting: readonly string[] = ['on-demand', 'reserved'];

/** The NodePool that made nodes, where it could be read. */
export const nodePoolOf = (
  { provisioner, pool }: CloudOrigin,
  nodePools: readonly KarpenterPool[],
): KarpenterPool | undefined => (provisioner === 'karpenter' ? nodePools.find(({ name }) => name === pool) : undefined);

/** With every capacity that the next node of the NodePool may have, not only that of the nodes of now. */
export function withCapacities(origin: CloudOrigin, nodePool: KarpenterPool | undefined): CloudOrigin {
  const seen = [origin.capacityLabels[capacityType] ?? []].flat();
  if (nodePool === undefined || origin.capacity === 'spot') return origin;
  const stated = (statedValues(nodePool, capacityType) ?? []).filter((value) => lasting.includes(value));
  const all = [...new Set([...seen, ...stated])].sort();
  return all.length === seen.length
    ? origin
    : { ...origin, capacityLabels: { ...origin.capacityLabels, [capacityType]: all }, isUnusual: true };
}

/** What one node counts against limits: Karpenter counts what the machine has. */
const amountsOf = ({ capacity }: LiveNode): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(capacity)
      .filter(([resource]) => resource === 'cpu' || resource === 'memory' || resource.includes('/'))
      .map(([resource, amount]) => [resource, resource === 'cpu' ? amount / 1000 : amount]),
  );

function comments({ name, expireAfter }: KarpenterPool, within: number | undefined): readonly string[] {
  const limit =
    within === undefined
      ? `Fill in: the maximum; NodePool ${name} of Karpenter limits neither CPU, memory, GPUs nor nodes`
      : `NodePool ${name} of Karpenter allows ${within} by its limits, all of its machine types together`;
  return expireAfter === 'Never'
    ? [limit]
    : [limit, `Check: it replaces each node after ${expireAfter}, also where a disruption budget says no`];
}

/** How many nodes there may be: Karpenter makes none where no pod waits. */
export function nodeCount(nodes: readonly [LiveNode, ...LiveNode[]], nodePool: KarpenterPool | undefined): Field {
  const count = nodes.length;
  if (nodePool === undefined) {
    return {
      key: 'nodes',
      value: fields({ min: count, max: count }),
      comments: ['Fill in: the minimum and maximum of your autoscaler'],
    };
  }
  const within = nodesWithin(nodePool, amountsOf(nodes[0]));
  return {
    key: 'nodes',
    value: fields({ min: 0, max: Math.max(count, within ?? 0) }),
    comments: comments(nodePool, within),
  };
}

/** NodePools without a node: what their nodes would have is not known. */
export const withoutNodes = (nodePools: readonly KarpenterPool[], nodes: readonly LiveNode[]): readonly string[] => {
  const names = nodePools
    .map(({ name }) => name)
    .filter((name) => !nodes.some(({ labels }) => labels['karpenter.sh/nodepool'] === name));
  return names.length === 0 ? [] : [`NodePools of Karpenter that have no node now: ${names.join(', ')}`];
};
