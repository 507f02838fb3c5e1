/** A declared pool beside the nodes that are in it now, and the nodes that cannot be used, each with its reason. */
import { childPath, isSameJson, type Path, type ToleratedTaint } from '../core';
import type { Environment, NodePool } from '../environment';
import { supportPools } from '../plan';
import {
  asideFor,
  type Inventory,
  isOfGpus,
  type LiveNode,
  meets,
  partOf,
  unusable,
  type Unusable,
} from '../inventory';
import { type GpuOperator, type Preparation, preparationOf } from '../render';
import type { Comparison } from './difference';

/** A node that cannot be used, and why. */
export interface UnusableNode extends Unusable {
  readonly node: LiveNode;
}

export interface LivePool {
  readonly pool: NodePool;
  /** `production.nodePools.l40s` */
  readonly at: Path;
  /**
   * Nodes that the pool counts. One that is not ready or cordoned is among them where the pool has too few without it.
   */
  readonly nodes: readonly LiveNode[];
  /** Nodes with the labels of the pool that it cannot count: pods do not go there, or should not. */
  readonly unusable: readonly UnusableNode[];
  /** Nodes that are in no pool of the environment and could be in one. */
  readonly unclaimed: readonly LiveNode[];
  /** Whether pods without GPUs that belong to the platform go there. */
  readonly takesSupport: boolean;
  /** Taints that each pod that may run there tolerates, beside those of the pool. */
  readonly tolerated: readonly ToleratedTaint[];
  /** What its nodes need before their GPUs are shared. */
  readonly preparation?: Preparation;
}

export interface LivePools {
  readonly pools: readonly LivePool[];
  /** Nodes that cannot be used, with the reason: those that no difference of a pool speaks of. */
  readonly unusable: readonly UnusableNode[];
}

const isIn = (node: LiveNode, { selector }: NodePool): boolean =>
  selector.every((requirement) => meets(node, requirement));

/** Reasons with a difference of their own, as far as the pool has too few nodes without them. */
const ownDifference: readonly string[] = ['not-ready', 'cordoned', 'gpu-down'] satisfies readonly Unusable['reason'][];

/**
 * Reasons that leave the node as it is in its pool: what differs is said in numbers. A pool without GPUs has none that
 * could be wrong, and one whose GPUs are claimed has none that a device plugin reports.
 */
const counts = ({ gpu }: NodePool, why: Unusable): boolean =>
  why.reason === 'gpu-failed' || ((gpu === undefined || gpu.claim !== undefined) && isOfGpus(why));

/** The nodes of a pool: those that can be used, and the others. */
function split(pool: NodePool, candidates: readonly LiveNode[]): Pick<LivePool, 'nodes' | 'unusable'> {
  const judged = candidates.map((node) => ({ node, why: unusable(node, pool.taints, pool.gpu) }));
  const isUsable = ({ why }: (typeof judged)[number]): boolean => why === undefined || counts(pool, why);
  const enough = judged.filter(isUsable).length >= Math.max(1, pool.nodes.min);
  const isCounted = (each: (typeof judged)[number]): boolean =>
    isUsable(each) || (!enough && each.why !== undefined && ownDifference.includes(each.why.reason));
  return {
    nodes: judged.filter(isCounted).map(({ node }) => node),
    unusable: judged.flatMap((each) =>
      isCounted(each) || each.why === undefined ? [] : [{ node: each.node, ...each.why }],
    ),
  };
}

interface ClusterPolicy {
  readonly devicePlugin: { readonly config?: { readonly name?: string } };
}

/** NVIDIA's GPU operator as its ClusterPolicy shows it; there is one at most. */
function gpuOperator({ of }: Inventory): GpuOperator | undefined {
  const [policy] = of('ClusterPolicy');
  if (policy === undefined) return undefined;
  const name = partOf<ClusterPolicy>(policy.spec).devicePlugin?.config?.name;
  return { policy: policy.metadata.name, config: name === '' ? undefined : name };
}

/** Why a node that is in no pool should not be in one. */
function whyNot(node: LiveNode): Unusable | undefined {
  const aside = asideFor(node);
  return unusable(node) ?? (aside === undefined ? undefined : { reason: 'reserved', because: aside });
}

/** Taints that the environment or its workloads tolerate, as far as each pod of a pool does. */
function toleratedOn({ servers, supportPods }: Environment, { name }: NodePool, takesSupport: boolean) {
  const [first, ...others] = [
    ...servers.filter(({ pools }) => pools.includes(name)).map(({ pods }) => pods),
    ...(takesSupport ? [supportPods] : []),
  ].map(({ tolerations = [] }) => tolerations);
  return (first ?? []).filter((taint) => others.every((each) => each.some((other) => isSameJson(taint, other))));
}

/** The pools of an environment with their nodes. */
export function livePools({
  synthesis: {
    plan: { environment },
  },
  inventory,
}: Comparison): LivePools {
  const { nodes } = inventory;
  const operator = gpuOperator(inventory);
  const pools = Object.values(environment.nodePools);
  const others = nodes
    .filter((node) => !pools.some((pool) => isIn(node, pool)))
    .map((node) => ({ node, why: whyNot(node) }));
  const unclaimed = others.filter(({ why }) => why === undefined || isOfGpus(why)).map(({ node }) => node);
  const support = supportPools(environment);
  const live = pools.map((pool) => ({
    takesSupport: support.includes(pool),
    tolerated: toleratedOn(environment, pool, support.includes(pool)),
    preparation: preparationOf(pool, environment.cluster, operator),
    pool,
    at: childPath(environment.name, 'nodePools', pool.name),
    ...split(
      pool,
      nodes.filter((node) => isIn(node, pool)),
    ),
    unclaimed,
  }));
  const unused = others.flatMap(({ node, why }) => (why === undefined ? [] : [{ node, ...why }]));
  return { pools: live, unusable: [...unused, ...live.flatMap((each) => each.unusable)] };
}
