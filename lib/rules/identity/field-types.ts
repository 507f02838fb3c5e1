/**
 * Refuses values that their field cannot hold, and fields that a kind does not have. The other rules read only what
 * passes here.
 */
import { type FieldFault, fieldFaults, type Manifest } from '../../kubernetes/read';
import type { Evidence } from '../evidence';
import type { Finding, Rule } from '../rule';

const finding = (manifest: Manifest, { field, found, fix }: FieldFault): Finding => ({ manifest, field, found, fix });

/** What the types of fields refuse. */
export interface FieldFindings {
  /** Values that cannot be read: while there is one, no other rule is asked, and no exemption accepts it. */
  readonly unreadable: readonly Finding[];
  /** Fields that a kind does not have. */
  readonly unknown: readonly Finding[];
}

export function fieldFindings(manifests: readonly Manifest[]): FieldFindings {
  const all = manifests.flatMap((manifest) =>
    fieldFaults(manifest).map((each) => ({ isUnknown: each.isUnknown, finding: finding(manifest, each) })),
  );
  return {
    unreadable: all.filter(({ isUnknown }) => !isUnknown).map((each) => each.finding),
    unknown: all.filter(({ isUnknown }) => isUnknown).map((each) => each.finding),
  };
}

export const fieldTypes: Rule = {
  name: 'field-types',
  promise:
    'Every field exists in its kind and holds a value of its type: whole numbers in the range of their field, lists, texts, objects.',
  cluster:
    'The server refuses the object in strict mode; a number beyond its field is refused, or cut to another number.',
  check: ({ all }: Evidence) => fieldFindings(all.map(({ manifest }) => manifest)).unknown,
};
