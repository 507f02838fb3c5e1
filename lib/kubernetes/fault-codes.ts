/**
 * The codes of what is refused of objects and amendments, each with its meaning; `docs/reference/errors.md` lists them.
 */
export const kubernetesFaultCodes = {
  AmendmentChangesNothing: 'An amendment that changes nothing: the object is already so.',
  AmendmentMatchesNothing: 'An amendment of an object that does not exist.',
  AmendmentNotJson: 'An amendment with a value that JSON does not have.',
  AmendmentRenames: 'An amendment that changes the kind, the name or the namespace of its object.',
  KindDefinedTwice: 'A kind that is defined, although another kind has this name.',
  KindNotDefined: 'A kind that is drawn, but whose API version is not known.',
  SelectsNoNode: 'A node selector without a label.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly kubernetes: typeof kubernetesFaultCodes;
  }
}
