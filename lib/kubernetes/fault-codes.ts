/**
 * The codes of what is refused of objects and amendments, each with its meaning; `docs/reference/errors.md` lists them.
 */
export const kubernetesFaultCodes = {
  AmendmentChangesNothing: 'An amendment that changes nothing: the object is already so.',
  AmendmentDirective: 'A directive of an amendment that Corral does not have, or that has no place there.',
  AmendmentListKey: 'An entry of a list in an amendment that means no entry of the object, or several.',
  AmendmentMatchesNothing: 'An amendment of an object that does not exist.',
  AmendmentNotJson: 'An amendment with a value that JSON does not have.',
  AmendmentPath: 'An operation of an amendment whose path leads nowhere.',
  AmendmentRenames: 'An amendment that changes the kind, the name or the namespace of its object.',
  AmendmentReplacesList: 'A patch that would lose entries of a list, because Kubernetes has no merge key for it.',
  AmendmentTestFails: 'A test of an amendment that finds another value.',
  KindDefinedTwice: 'A kind that is defined, although another kind has this name.',
  KindNotDefined: 'A kind that is drawn, but whose API version is not known.',
  SelectsNoNode: 'A node selector without a label.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly kubernetes: typeof kubernetesFaultCodes;
  }
}
