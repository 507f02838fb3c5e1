/** The processors of the nodes of a pool, and the label that sets pools with different ones apart. */
import { childPath, own, type Path } from '../../../core';
import type { Gpu, NodeArchitecture } from '../../../catalog';
import type { FaultList } from '../../fault-codes';
import type { LabelValues, NodePool } from '../../node-pool';

/** The label that each kubelet sets on its node. */
export const architectureLabel = 'kubernetes.io/arch';

interface Stated {
  /** What the overlay or the catalogue of machines says. */
  readonly architecture: NodeArchitecture | undefined;
  readonly gpu: Gpu | undefined;
  readonly labels: Readonly<Record<string, LabelValues>> | undefined;
}

/**
 * The processors of a pool. What contradicts them is reported.
 *
 * @param at where the overlay states them
 */
export function architectureOf(
  faults: FaultList,
  { architecture, gpu, labels = {} }: Stated,
  at: Path,
  place: Path,
): NodeArchitecture {
  const found = architecture ?? gpu?.architecture ?? 'amd64';
  if (gpu?.architecture !== undefined && gpu.architecture !== found)
    faults.add('ArchitectureMismatch', at, `'${found}', and machines with ${gpu.product} are ${gpu.architecture}`, {
      fix: 'leave it out',
    });
  const label = own(labels, architectureLabel);
  if (label !== undefined && [label].flat().join(', ') !== found)
    faults.add(
      'ArchitectureMismatch',
      childPath(place, 'labels', architectureLabel),
      `'${[label].flat().join("', '")}', and the machines of this pool are ${found}`,
      { fix: `'${found}', or leave it out` },
    );
  return found;
}

/** Pools of different processors select theirs; where all are alike, the label says nothing. */
export function apartByArchitecture(
  pools: ReadonlyMap<string, NodePool | undefined>,
): ReadonlyMap<string, NodePool | undefined> {
  const kinds = new Set([...pools.values()].flatMap((pool) => pool?.architecture ?? []));
  if (kinds.size < 2) return pools;
  return new Map([...pools].map(([name, pool]) => [name, pool && withLabel(pool)]));
}

const withLabel = (pool: NodePool): NodePool =>
  pool.selector.some(({ key }) => key === architectureLabel)
    ? pool
    : {
        ...pool,
        selector: [...pool.selector, { key: architectureLabel, operator: 'In', values: [pool.architecture] }],
      };
