/**
 * The NodePools of Karpenter: which nodes each can make. A cluster without Karpenter has none.
 *
 * @see kubernetes-sigs/karpenter pkg/apis/v1/nodepool.go, pkg/scheduling/requirements.go
 */
import { type LabelRequirement, type Taint, unitsOf } from '../core';
import type { Inventory } from './inventory';
import { partOf, type LiveObject } from './live-object';

export const karpenterGroup = 'karpenter.sh';

/** Read where the cluster serves them and the user may. */
export const karpenterPoolKind = { group: karpenterGroup, plural: 'nodepools' } as const;

/** Label with the name of the NodePool that made a node. */
export const karpenterPoolLabel = 'karpenter.sh/nodepool';

/** Whether labels find nodes that Karpenter makes. */
export const isOfKarpenter = (selector: readonly LabelRequirement[]): boolean =>
  selector.some(({ key }) => key.startsWith(`${karpenterGroup}/`));

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface KarpenterPool {
  readonly name: string;
  /** Labels that each of its nodes gets. */
  readonly labels: Readonly<Record<string, string>>;
  readonly requirements: readonly Requirement[];
  /** Taints that its nodes keep; those of the start are gone when a pod comes. */
  readonly taints: readonly Taint[];
  /** Most of each resource that all of its nodes together may have, in units; `nodes` counts them. */
  readonly limits: Readonly<Record<string, number>>;
  /** After which time each node is replaced; `Never` for none. */
  readonly expireAfter: string;
}

interface Spec {
  readonly template: {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: {
      readonly requirements?: readonly Requirement[];
      readonly taints?: readonly Taint[];
      readonly expireAfter?: string;
    };
  };
  readonly limits: Readonly<Record<string, string | number>>;
}

/** What Karpenter does unless a NodePool says otherwise. */
const usualLife = '720h';

function poolOf({ metadata, spec }: LiveObject): KarpenterPool {
  const { template, limits = {} } = partOf<Spec>(spec);
  const { requirements = [], taints = [], expireAfter = usualLife } = template?.spec ?? {};
  return {
    name: metadata.name,
    labels: template?.metadata?.labels ?? {},
    requirements,
    taints,
    limits: Object.fromEntries(
      Object.entries(limits).flatMap(([resource, amount]) => {
        const units = unitsOf(amount);
        return units === undefined ? [] : [[resource, units]];
      }),
    ),
    expireAfter,
  };
}

/** All of a cluster that are not being deleted; other projects have kinds of the same name. */
export const karpenterPools = ({ of }: Pick<Inventory, 'of'>): readonly KarpenterPool[] =>
  of('NodePool')
    .filter(({ apiVersion, metadata }) => apiVersion.startsWith(`${karpenterGroup}/`) && !metadata.deletionTimestamp)
    .map(poolOf);

/** Labels that Karpenter knows of a machine before it makes it: a NodePool need not name them. */
const knownBefore =
  /^(node\.kubernetes\.io\/(instance-type|windows-build)|topology\.(k8s\.aws|kubernetes\.io|ebs\.csi\.aws\.com)\/.+|kubernetes\.io\/(arch|os|hostname)|karpenter\.(sh\/capacity-type|k8s\.aws\/.+|azure\.com\/.+)|kubernetes\.azure\.com\/.+|eks\.amazonaws\.com\/.+)$/;

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  Gt: (value, limit) => value > limit,
  Lt: (value, limit) => value < limit,
  Gte: (value, limit) => value >= limit,
  Lte: (value, limit) => value <= limit,
};

/** Whether a node with this value of a label meets a requirement of its NodePool. */
function takes({ operator, values = [] }: Requirement, value: string): boolean {
  const compare = comparisons[operator];
  if (compare !== undefined) return compare(Number(value), Number(values[0]));
  if (operator === 'In') return values.includes(value);
  if (operator === 'NotIn') return !values.includes(value);
  return operator !== 'DoesNotExist';
}

/** Values of a label that nodes of a NodePool can have, out of some. */
function possible(pool: KarpenterPool, key: string, values: readonly string[]): readonly string[] {
  if (key === karpenterPoolLabel) return values.filter((value) => value === pool.name);
  const own = pool.labels[key];
  if (own !== undefined) return values.filter((value) => value === own);
  const stated = pool.requirements.filter((each) => each.key === key);
  if (stated.length === 0 && !knownBefore.test(key)) return [];
  return values.filter((value) => stated.every((each) => takes(each, value)));
}

/** What of a pool's labels no node of a NodePool can have; `undefined` when it can have all. */
export function lackedBy(
  pool: KarpenterPool,
  selector: readonly LabelRequirement[],
  machine: Readonly<Record<string, string>>,
): string | undefined {
  for (const { key, operator, values = [] } of selector) {
    if (operator === 'In' && possible(pool, key, values).length === 0) return `${key}=${values.join(' or ')}`;
  }
  const other = pool.requirements.find(
    (each) => machine[each.key] !== undefined && !takes(each, machine[each.key] ?? ''),
  );
  return other && `${other.key}=${machine[other.key] ?? ''}`;
}

/** Values that a NodePool states for a label; `undefined` where it leaves the label open. */
export function statedValues({ labels, requirements }: KarpenterPool, key: string): readonly string[] | undefined {
  const own = labels[key];
  if (own !== undefined) return [own];
  const stated = requirements.filter((each) => each.key === key);
  const listed = stated.find(({ operator }) => operator === 'In')?.values;
  return listed?.filter((value) => stated.every((each) => takes(each, value)));
}

/** Nodes of some amounts that the limits of a NodePool allow; `undefined` where none of them is limited. */
export function nodesWithin({ limits }: KarpenterPool, perNode: Readonly<Record<string, number>>): number | undefined {
  const counts = Object.entries({ ...perNode, nodes: 1 }).flatMap(([resource, amount]) => {
    const limit = limits[resource];
    return limit === undefined || amount <= 0 ? [] : [Math.floor(limit / amount)];
  });
  return counts.length === 0 ? undefined : Math.min(...counts);
}
