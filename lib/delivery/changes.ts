/** What differs between a new lock and the one before, by path; a replacement is not a deletion. */
import { withoutHash } from '../core';
import type { Lock, LockedObject } from './lock';

/** A locked object and its path. */
export interface Entry extends LockedObject {
  readonly path: string;
}

/** Objects that come, change, go, or take the place of one with the same name and another content hash. */
export interface Changes {
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
  readonly removed: readonly Entry[];
  readonly replaced: readonly { readonly from: Entry; readonly to: Entry }[];
}

interface Named {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

const stem = ({ kind, namespace = '', name }: Named): string | undefined => {
  const base = withoutHash(name);
  return base === undefined ? undefined : `${kind}/${namespace}/${base}`;
};

/** Objects by stem, those left out whose stem another one has too. */
function onlyOnes<T extends Named>(items: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  const several = new Set<string>();
  for (const item of items) {
    const base = stem(item);
    if (base === undefined) continue;
    if (found.has(base)) several.add(base);
    found.set(base, item);
  }
  return new Map([...found].filter(([base]) => !several.has(base)));
}

/**
 * Pairs objects that differ in the hash at the end of their names; a stem that is there twice on one side is paired
 * with none.
 */
export function replacements<T extends Named>(
  removed: readonly T[],
  added: readonly T[],
): readonly { readonly from: T; readonly to: T }[] {
  const successors = onlyOnes(added);
  return [...onlyOnes(removed)].flatMap(([base, from]) => {
    const to = successors.get(base);
    return to === undefined ? [] : [{ from, to }];
  });
}

const entries = (lock: Lock | undefined): readonly Entry[] =>
  Object.entries(lock?.objects ?? {}).map(([path, object]) => ({ path, ...object }));

/** Compares two locks of an environment; without one before, everything is added. */
export function changesBetween(before: Lock | undefined, after: Lock): Changes {
  const added = entries(after).filter(({ path }) => before?.objects[path] === undefined);
  const removed = entries(before).filter(({ path }) => after.objects[path] === undefined);
  const replaced = replacements(removed, added);
  const gone = new Set(replaced.map(({ from }) => from));
  const come = new Set(replaced.map(({ to }) => to));
  return {
    added: added.filter((entry) => !come.has(entry)),
    changed: entries(after).filter(
      ({ path, sha256 }) => before?.objects[path] !== undefined && before.objects[path].sha256 !== sha256,
    ),
    removed: removed.filter((entry) => !gone.has(entry)),
    replaced,
  };
}
