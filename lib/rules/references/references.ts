/** Every reference by name in the manifests, with the object that holds it. */
import { type Reference as Name, referencesIn } from '../../kubernetes/read';
import type { Evidence } from '../evidence';
import type { Seen } from '../seen';

/** One object that names another. */
export interface Reference extends Name {
  readonly from: Seen;
}

/** Several rules ask for them. */
const known = new WeakMap<Evidence, readonly Reference[]>();

export function referencesOf(evidence: Evidence): readonly Reference[] {
  const references =
    known.get(evidence) ??
    evidence.all.flatMap((from) => referencesIn(from.manifest).map((reference) => ({ ...reference, from })));
  known.set(evidence, references);
  return references;
}
