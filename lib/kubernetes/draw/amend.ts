/**
 * The escape hatch: a JSON merge patch on final manifests, with a reason. One that matches or changes nothing, or
 * renames, is refused.
 */
import { isDeepStrictEqual } from 'node:util';
import { type Amendment, fault, type Fault, notJson, own, type Path } from '../../core';
import { type Manifest, title } from '../read';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(own(merged, key), value);
  }
  return merged;
}

/** What others refer to an object by: an amendment that changes it would leave them with nothing. */
const isSameObject = (before: Manifest, after: Partial<Manifest>): boolean =>
  after.apiVersion === before.apiVersion &&
  after.kind === before.kind &&
  after.metadata?.name === before.metadata.name &&
  after.metadata.namespace === before.metadata.namespace;

/**
 * Applies amendments in order. One that is no JSON, that matches or changes nothing, or that renames its object is not
 * applied. Codes `AmendmentNotJson`, `AmendmentMatchesNothing`, `AmendmentChangesNothing`, `AmendmentRenames`.
 */
export function amend(
  manifests: readonly Manifest[],
  amendments: readonly Amendment[],
  at: Path,
): { manifests: readonly Manifest[]; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const amended = [...manifests];
  amendments.forEach(({ target, patch }, i) => {
    const place = `${at}[${i}]`;
    const unreadable = notJson(patch, `${place}.patch`);
    if (unreadable.length > 0) {
      faults.push(
        ...unreadable.map(({ at: where, found, allowed }) => fault('AmendmentNotJson', where, found, { allowed })),
      );
      return;
    }
    const index = amended.findIndex((manifest) => title(manifest) === target);
    const before = amended[index];
    if (before === undefined) {
      faults.push(
        fault('AmendmentMatchesNothing', place, `no object is called '${target}'`, {
          fix: 'name an object as `kind namespace/name`, or remove the amendment',
        }),
      );
      return;
    }
    const after = merge(before, patch) as Manifest;
    if (!isSameObject(before, after)) {
      faults.push(
        fault('AmendmentRenames', place, `the patch changes what '${target}' is known by`, {
          fix: 'leave apiVersion, kind, name and namespace as they are',
        }),
      );
      return;
    }
    if (isDeepStrictEqual(before, after)) {
      faults.push(
        fault('AmendmentChangesNothing', place, `'${target}' is already as the patch says`, {
          fix: 'remove the amendment',
        }),
      );
    }
    amended[index] = after;
  });
  return { manifests: amended, faults };
}
