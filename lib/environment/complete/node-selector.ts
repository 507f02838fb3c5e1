/** Which pools of a workload have the nodes that a node selector asks for: the plan counts on no others. */
import { own, type Path } from '../../core';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { architectureLabel } from './pool';

/** Labels of every node on which containers of Linux run. */
const everywhere: Readonly<Record<string, string>> = { 'kubernetes.io/os': 'linux' };

type Carries = 'all nodes' | 'no node' | 'unknown';

/** Which nodes of a pool carry a label, as far as the pool states it. */
function carrying({ selector, architecture }: NodePool, key: string, value: string): Carries {
  const known = key === architectureLabel ? architecture : own(everywhere, key);
  if (known !== undefined) return known === value ? 'all nodes' : 'no node';
  const stated = selector.find((requirement) => requirement.key === key);
  if (stated === undefined || stated.operator === 'Exists') return 'unknown';
  const has = stated.values.includes(value);
  if (stated.operator === 'NotIn') return has ? 'no node' : 'unknown';
  if (!has) return 'no node';
  return stated.values.length === 1 ? 'all nodes' : 'unknown';
}

/** Whether a pool states that all its nodes have every label. */
export const carriesAll = (pool: NodePool, selector: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([key, value]) => carrying(pool, key, value) === 'all nodes');

/** Several workloads share the node selector of the environment: what is wrong with it is reported once. */
function addOnce(faults: FaultList, at: Path, found: string, fix: readonly string[]): void {
  if (!faults.faults.some((each) => each.at === at && each.found === found))
    faults.add('NodesNotCounted', at, found, { fix });
}

/**
 * The pools whose nodes a selector takes, in the order given. A pool of which it is unknown is reported: how many of
 * its nodes are left cannot be counted.
 *
 * @param placeOf where a label of the selector stands; without one, the selector
 */
export function selectedPools(
  faults: FaultList,
  pools: readonly NodePool[],
  selector: Readonly<Record<string, string>>,
  placeOf: (key?: string) => Path,
): readonly NodePool[] {
  const labels = Object.entries(selector);
  const left = pools.filter((pool) => labels.every(([key, value]) => carrying(pool, key, value) !== 'no node'));
  for (const pool of left) {
    for (const [key, value] of labels.filter(([name, text]) => carrying(pool, name, text) === 'unknown')) {
      addOnce(faults, placeOf(key), `how many nodes of pool '${pool.name}' have ${key}=${value} is not stated`, [
        `nodePools.${pool.name}.labels with ${key}, and as many nodes as have it`,
        'a pool of its own for these nodes',
      ]);
    }
  }
  if (left.length === 0 && pools.length > 0) {
    const names = pools.map(({ name }) => `'${name}'`).join(', ');
    addOnce(
      faults,
      placeOf(),
      `no node of ${pools.length === 1 ? 'pool' : 'pools'} ${names} has ${labels.map((each) => each.join('=')).join(', ')}`,
      ['pools whose labels state it', 'another nodeSelector'],
    );
  }
  return left;
}
