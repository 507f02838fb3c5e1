/** Checks of lists and maps of every kind: nothing twice, no minimum above its maximum, only known keys. */
import { childPath, type Path } from '../../core';
import type { FaultList } from '../fault-codes';

/** Refuses entries of a list that say what an earlier one says. */
export function refuseTwice<T>(faults: FaultList, list: readonly T[], place: Path, textOf: (entry: T) => string): void {
  const first = new Map<string, number>();
  list.forEach((entry, index) => {
    const text = textOf(entry);
    const before = first.get(text);
    if (before === undefined) first.set(text, index);
    else
      faults.add('GivenTwice', childPath(place, index), `${text} stands at ${childPath(place, before)} already`, {
        fix: 'leave out one of the two',
      });
  });
}

/** Refuses a range whose minimum is above its maximum. Returns whether it is possible. */
export function isPossible(
  faults: FaultList,
  { min, max }: { readonly min: number; readonly max: number },
  place: Path,
): boolean {
  if (min <= max) return true;
  faults.add('ImpossibleRange', place, `min ${min} is above max ${max}`, {
    allowed: [`min up to ${max}`, `max from ${min}`],
  });
  return false;
}
