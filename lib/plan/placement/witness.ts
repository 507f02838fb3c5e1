/** A placement that can be checked: which pods are on which node. */

/** Pods of one workload on one node. */
export interface Placed {
  readonly workload: string;
  readonly pods: number;
}

/** A node in use, with its pods. */
export interface NodeUse {
  readonly pool: string;
  /** Number of the node in its pool, from 0. */
  readonly node: number;
  readonly placed: readonly Placed[];
}

/** A placement of every pod: it proves that all of them fit at the same time. */
export type Witness = readonly NodeUse[];
