/** Labels and taints by which a pool would take nodes that it cannot have: no Linux machines, or none that last. */
import { childPath, type Path } from '../../../core';
import { isPassingTaint, type LabelMark, spotLabels, virtualLabels } from '../../../kubernetes/kinds';
import type { FaultList } from '../../fault-codes';
import { refuseTwice } from '../lists';
import type { CapacityType, LabelValues, PoolInputBase } from '../../node-pool';

/** Labels that each kubelet sets on its node. */
const systemLabels: readonly string[] = ['kubernetes.io/os', 'beta.kubernetes.io/os'];

const markOf = (marks: readonly LabelMark[], key: string, values: readonly string[]): LabelMark | undefined =>
  marks.find((mark) => mark.key === key && (mark.values ?? values).some((value) => values.includes(value)));

/** Why no pool has nodes with a label, and what to do; `undefined` where it may have them. */
function objection(
  key: string,
  values: readonly string[],
  capacity: CapacityType | undefined,
): readonly [found: string, ...fixes: string[]] | undefined {
  const remove = 'leave this label out';
  const other = systemLabels.includes(key) ? values.find((value) => value !== 'linux') : undefined;
  if (other !== undefined) return [`nodes with '${other}', and the images need Linux`, `'linux', or ${remove}`];
  const unreal = markOf(virtualLabels, key, values);
  if (unreal !== undefined) return [`each such node is ${unreal.because}`, remove];
  if (capacity === 'spot' || markOf(spotLabels, key, values) === undefined) return undefined;
  return [
    'such nodes may be taken away at short notice, and this pool is planned as one that lasts',
    capacity === undefined ? "a pool with on: 'cloud' and capacity: 'spot'" : "capacity: 'spot'",
    remove,
  ];
}

/**
 * Refuses labels and taints of nodes on which the pods of a pool could not run, or not as planned.
 *
 * @param capacity how its nodes are paid; `undefined` for one's own machines
 */
export function checkMarks(
  faults: FaultList,
  {
    labels = {},
    taints = [],
  }: Pick<PoolInputBase, 'taints'> & { readonly labels?: Readonly<Record<string, LabelValues>> },
  capacity: CapacityType | undefined,
  place: Path,
): void {
  for (const [key, value] of Object.entries(labels)) {
    refuseTwice(faults, [value].flat(), childPath(place, 'labels', key), (each) => `'${each}'`);
    const [found, ...fix] = objection(key, [value].flat(), capacity) ?? [];
    if (found !== undefined) faults.add('NodeMark', childPath(place, 'labels', key), found, { fix });
  }
  taints.forEach(({ key }, i) => {
    if (isPassingTaint(key))
      faults.add(
        'NodeMark',
        childPath(place, 'taints', i, 'key'),
        `'${key}' marks nodes that are starting, leaving or full, and pods of this pool would go there`,
        { fix: 'leave this taint out' },
      );
  });
}
