/** Every reference by name in the manifests, with the object that holds it. */
import { referencesIn, type Reference as Name } from '../../kubernetes/read/references';
import type { Evidence } from '../evidence';
import type { Seen } from '../seen';

/** One object that names another. */
export interface Reference extends Name {
  readonly from: Seen;
}

export const referencesOf = ({ all }: Evidence): readonly Reference[] =>
  all.flatMap((from) => referencesIn(from.manifest).map((reference) => ({ ...reference, from })));
