/** A declared pool beside the nodes that are in it now. */
import { at, type Path } from '../core/path';
import type { NodePool } from '../environment/node-pool';
import { supportPools } from '../plan/scheduling';
import { meets, type LiveNode } from '../inventory';
import { preparationOf, type Preparation } from '../render/beforehand';
import type { Comparison } from './difference';

export interface LivePool {
  readonly pool: NodePool;
  /** `production.nodePools.l40s` */
  readonly at: Path;
  readonly nodes: readonly LiveNode[];
  /** Nodes that are in no pool of the environment. */
  readonly unclaimed: readonly LiveNode[];
  /** Whether pods without GPUs that belong to the platform go there. */
  readonly takesSupport: boolean;
  /** What its nodes need before their GPUs are shared. */
  readonly preparation?: Preparation;
}

const isIn = (node: LiveNode, { selector }: NodePool): boolean => selector.every((requirement) => meets(node, requirement));

/** The pools of an environment with their nodes. */
export function livePools({ synthesis: { plan: { environment } }, inventory: { nodes } }: Comparison): readonly LivePool[] {
  const pools = Object.values(environment.nodePools);
  const unclaimed = nodes.filter((node) => !pools.some((pool) => isIn(node, pool)));
  const support = supportPools(environment);
  return pools.map((pool) => ({
    takesSupport: support.includes(pool),
    preparation: preparationOf(pool, environment.cluster),
    pool, at: at(environment.name, 'nodePools', pool.name), nodes: nodes.filter((node) => isIn(node, pool)), unclaimed,
  }));
}
