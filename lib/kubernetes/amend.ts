/** The escape hatch: a JSON patch on final manifests, with a reason. One that matches nothing or changes nothing is refused. */
import { isDeepStrictEqual } from 'node:util';
import { fault, type Fault } from '../core/fault';
import type { Path } from '../core/path';
import { title, type Manifest } from './manifest';

/** A change of a user's own to a rendered object. */
export interface Amendment {
  /** Object that it changes: `Deployment llm-serving/qwen`. */
  readonly target: string;
  /** JSON merge patch (RFC 7386): `null` removes a field. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}

/** Applies amendments in order; the faults name those that bite nowhere. */
export function amend(manifests: readonly Manifest[], amendments: readonly Amendment[], at: Path): { manifests: readonly Manifest[]; faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const amended = [...manifests];
  amendments.forEach(({ target, patch }, i) => {
    const place = `${at}[${i}]`;
    const index = amended.findIndex((manifest) => title(manifest) === target);
    const before = amended[index];
    if (before === undefined) {
      faults.push(fault('AmendmentMatchesNothing', place, `no object is called '${target}'`, { mend: 'name an object as `kind namespace/name`, or remove the amendment' }));
      return;
    }
    const after = merge(before, patch) as Manifest;
    if (isDeepStrictEqual(before, after)) {
      faults.push(fault('AmendmentChangesNothing', place, `'${target}' is already as the patch says`, { mend: 'remove the amendment' }));
    }
    amended[index] = after;
  });
  return { manifests: amended, faults };
}
