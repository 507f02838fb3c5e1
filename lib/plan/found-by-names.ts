/**
 * Pools whose nodes are found by their names: the pods that may run there are replaced when a node is added or removed.
 */
import { childPath } from '../core';
import { isReadInPlace } from '../environment';
import type { Plan } from './plan';
import { supportText } from './support';

/** Key of the label that is proposed; any other that only the nodes of the pool carry does as well. */
const poolLabel = 'corral.dev/pool';

/** A pool that has no labels, with what would give it one. */
export interface FoundByNames {
  readonly pool: string;
  readonly nodes: readonly string[];
  /** Workloads whose pods a new node replaces. */
  readonly workloads: readonly string[];
  /** Shell command that labels its nodes. */
  readonly command: string;
  /** Field to add to the environment. */
  readonly field: string;
}

const hostname = 'kubernetes.io/hostname';

/** Most nodes that a command names. */
const mostNodes = 8;

/** Shell command that gives nodes the label of a pool. */
const labelCommand = (pool: string, nodes: readonly string[]): string =>
  nodes.length <= mostNodes
    ? `kubectl label node ${nodes.join(' ')} ${poolLabel}=${pool}`
    : `kubectl label node NAME ${poolLabel}=${pool} (for each of ${nodes.length} nodes)`;

/** Field that selects a pool by its label. */
const labelField = (pool: string): string => `labels: { '${poolLabel}': '${pool}' }`;

/** The pools of an environment that are found by names and that some workload uses. */
export function foundByNames({ environment, support }: Pick<Plan, 'environment' | 'support'>): readonly FoundByNames[] {
  const { nodePools, servers, supportPools, cluster } = environment;
  const beside = support.length === 0 ? [] : [supportText(support.map(({ title }) => title))];
  return Object.values(nodePools).flatMap(({ name, selector, nodeNames = [] }): readonly FoundByNames[] => {
    const users = servers.filter(({ pools }) => pools.includes(name)).map((workload) => workload.name);
    const workloads = supportPools.includes(name) ? [...users, ...beside] : users;
    if (
      nodeNames.length === 0 ||
      workloads.length === 0 ||
      isReadInPlace(cluster.weights) ||
      !selector.some(({ key }) => key === hostname)
    )
      return [];
    return [
      {
        pool: name,
        nodes: nodeNames,
        workloads,
        command: labelCommand(name, nodeNames),
        field: `${childPath('nodePools', name)}: ${labelField(name)}`,
      },
    ];
  });
}
