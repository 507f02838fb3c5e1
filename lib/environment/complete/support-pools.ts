/**
 * Which pools the pods beside the engines run on: those that the environment names, or one that a later pool does not
 * replace.
 */
import { childPath, type Path, suggest } from '../../core';
import type { FaultList } from '../fault-codes';
import type { NodePool } from '../node-pool';
import { refuseTwice } from './lists';
import { carriesAll } from './node-selector';

type Pools = ReadonlyMap<string, NodePool | undefined>;

/**
 * The better a pool is for pods that are always there and use no GPU, the lower. Its number of nodes does not count: it
 * may change.
 */
const rank = ({ capacity, gpu }: NodePool): number => (capacity === 'spot' ? 2 : gpu === undefined ? 0 : 1);

/**
 * One pool, by what its machines are, and by the order of the overlay among equals: all pools would do, and then each
 * new one would replace the pods of the weights server.
 */
function usual(
  pools: Pools,
  order: readonly string[],
  nodeSelector: Readonly<Record<string, string>>,
): readonly string[] {
  const known = order.flatMap((name) => pools.get(name) ?? []);
  const selected = known.filter((pool) => carriesAll(pool, nodeSelector));
  const [first] = (selected.length > 0 ? selected : known).toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? [] : [first.name];
}

/**
 * The pools of the pods beside the engines.
 *
 * @param order names of the pools in the order of the overlay
 * @param nodeSelector labels that the environment asks of nodes
 */
export function completeSupportPools(
  faults: FaultList,
  given: readonly string[] | undefined,
  pools: Pools,
  order: readonly string[],
  nodeSelector: Readonly<Record<string, string>>,
  place: Path,
): readonly string[] {
  if (given === undefined) return usual(pools, order, nodeSelector);
  refuseTwice(faults, given, place, (name) => `pool '${name}'`);
  given.forEach((name, index) => {
    if (pools.has(name)) return;
    faults.add('UnknownPool', childPath(place, index), `there is no pool '${name}'`, {
      'did you mean': suggest(name, pools.keys()),
      allowed: [...pools.keys()],
    });
  });
  return given;
}
