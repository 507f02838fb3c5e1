/** The codes of everything that a delivery refuses, each with its meaning; `docs/how-to/gitops.md` says how to fix them. */
export const deliveryFaultCodes = {
  PathCollision: 'Two objects, or an environment and the controllers, that would share a path in the repository.',
  ProtectedDeletion: 'An object that holds data would leave the repository.',
  MassDeletion: 'More than a fifth of the objects of an environment would leave the repository at once.',
  UnitMoved: 'A Kustomization would go whose objects stay, and Flux would delete them.',
  ImmutableField: 'A field would change that the API server does not let change.',
  SecretData: 'A secret in clear would be committed.',
  ForeignFile: 'A file that Corral did not write, a link or another repository is where it would write a file.',
  EditedByHand: 'A file of ours was changed by hand, and the change would be lost.',
  LockNotOurs: 'A lock that Corral did not write, or that names files outside its environment.',
  ChangedMeanwhile: 'A file, or the branch, was changed while a run was writing.',
  AnotherRun: 'Another run, or another git command, is writing into the same working tree.',
  LocalChanges: 'Changes below the folders of an environment that are in no commit, with --commit.',
  OperationBegun: 'A merge, a rebase or the like that has begun in the repository, with --commit.',
  NotCheckedOut: 'Files of an environment that git leaves out of the working tree, or does not compare.',
  WorkingTreeBehind: 'A commit that was made, and that the working tree could not follow.',
  FileNotRead: 'A file of the repository that cannot be read, or is too large.',
  FileNotWritten: 'A file of the repository that cannot be written.',
  GitFailed: 'A command of git that failed, with its own message.',
  NoRepository: 'A folder that is not there, or is no working tree of git.',
  SourceDirty: 'Sources with changes that are in no commit.',
  SourceUnknown: 'Sources that are no git checkout with a commit.',
  AnotherDelivery: 'An environment that is delivered in another way.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly delivery: typeof deliveryFaultCodes;
  }
}
