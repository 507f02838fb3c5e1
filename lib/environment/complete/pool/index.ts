/** A node pool of an overlay → what one node offers to pods, how many there are, how they are found. */
import { isLabel, type Path } from '../../../core';
import type { FaultList } from '../../fault-codes';
import type { NodePool, NodePoolInput } from '../../node-pool';
import { nodePoolSchema } from '../../schema/node-pool';
import { read } from '../../schema/read';
import type { BuiltInCatalogs } from '../catalog';
import { cloudPool } from './cloud';
import { metalPool } from './metal';

export { apartByArchitecture, architectureLabel } from './architecture';
export { usableLocalDisk } from './local-disk';
export { usualDaemons } from './parts';

/** A pool, complete; `undefined` when something is wrong with it, which is reported. */
export function readPool(
  faults: FaultList,
  name: string,
  input: unknown,
  catalogs: BuiltInCatalogs,
  place: Path,
): NodePool | undefined {
  if (!isLabel(name)) {
    faults.add('BadName', place, `'${name}' is no name for a pool`, {
      allowed: 'a DNS label: lower-case letters, digits and inner hyphens',
    });
  }
  const shape = read<NodePoolInput>(nodePoolSchema, input, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const pool = shape.value;
  return pool.on === 'cloud'
    ? cloudPool(faults, name, pool, catalogs, place)
    : metalPool(faults, name, pool, catalogs, place);
}
