/** A class that an environment names and the cluster does not have. */
import { type Path, suggest } from '../core';
import type { Inventory } from '../inventory';
import { difference, type Difference } from './difference';
import { listed } from './node-list';

/** A class that is not there, with those that are. */
export function missingClass(
  inventory: Inventory,
  kind: string,
  name: string,
  here: Path,
  ...fix: readonly string[]
): readonly Difference[] {
  const names = inventory
    .of(kind)
    .map(({ metadata }) => metadata.name)
    .sort();
  const meant = suggest(name, names);
  const found =
    meant.length > 0
      ? `none, but ${listed(meant)}`
      : names.length > 0
        ? `none; there are ${listed(names)}`
        : `no ${kind} at all`;
  return [difference('ClassMissing', here, `${kind} '${name}'`, found, ...fix)];
}
