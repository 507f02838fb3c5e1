/** The codes of everything that a delivery refuses, each with its meaning; `docs/how-to/gitops.md` says what to do about them. */
export const deliveryFaultCodes = {
  PathCollision: 'Two objects, or an environment and the controllers, that would share a path in the repository.',
  ProtectedDeletion: 'An object that holds data would leave the repository.',
  MassDeletion: 'More than a fifth of the objects of an environment would leave the repository at once.',
  UnitMoved: 'A Kustomization would go whose objects stay, and Flux would delete them.',
  ImmutableField: 'A field would change that the API server does not let change.',
  SecretData: 'A secret in clear would be committed.',
  ForeignFile: 'A file that Corral did not write stands where it would write one.',
  EditedByHand: 'A file of ours was changed by hand, and the change would be lost.',
  LockNotOurs: 'A lock that Corral did not write, or that names files outside its environment.',
  JournalNotOurs: 'A journal that names files outside its environment.',
  ChangedMeanwhile: 'A file was changed by somebody else while a run was writing.',
  AnotherRun: 'Another run is writing into the same repository.',
  NoRepository: 'A folder that is not there, or is no git checkout.',
  SourceDirty: 'Sources with changes that are in no commit.',
  SourceUnknown: 'Sources that are no git checkout.',
  AnotherDelivery: 'An environment that somebody else delivers.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly delivery: typeof deliveryFaultCodes;
  }
}
