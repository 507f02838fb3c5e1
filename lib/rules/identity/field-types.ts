/** Refuses values that their field cannot hold, and fields that a kind does not have. The other rules read only what passes here. */
import { fieldFaults } from '../../kubernetes/field-types';
import type { Manifest } from '../../kubernetes/manifest';
import type { Evidence } from '../evidence';
import type { Finding, Rule } from '../rule';

const findings = (manifest: Manifest, ofUnknown: boolean): Finding[] =>
  fieldFaults(manifest).filter(({ isUnknown }) => isUnknown === ofUnknown).map(({ field, found, fix }) => ({ manifest, field, found, fix }));

/** Values that cannot be read: while there is one, no other rule is asked, and no exemption accepts it. */
export const unreadable = (manifests: readonly Manifest[]): readonly Finding[] => manifests.flatMap((manifest) => findings(manifest, false));

export const fieldTypes: Rule = {
  name: 'field-types',
  promise: 'Every field exists in its kind and holds a value of its type: whole numbers in the range of their field, lists, texts, objects.',
  cluster: 'The server refuses the object in strict mode; a number beyond its field is refused, or cut to another number.',
  check: ({ all }: Evidence) => all.flatMap(({ manifest }) => findings(manifest, true)),
};
