/**
 * The codes of everything that a delivery refuses, each with its meaning; `docs/how-to/gitops.md` says how to fix them.
 */
export const deliveryFaultCodes = {
  PathCollision: 'Two objects, or an environment and the controllers, that would share a path in the repository.',
  ProtectedDeletion: 'An object that holds data would be removed from the repository.',
  MassDeletion: 'More than a fifth of the objects of an environment would be removed from the repository in one run.',
  UnitMoved: 'A Kustomization would be removed while its objects stay, and Flux would delete these objects.',
  ImmutableField: 'A change of a field that the API server does not allow to change.',
  SecretData: 'A secret in clear text would be committed.',
  ForeignFile:
    'A file that Corral did not write, a link or another repository at the path of a file of the environment.',
  EditedByHand: 'A file that Corral wrote was changed by hand, and the change would be lost.',
  LockNotOurs: 'A lock that Corral did not write, or that names files outside its environment.',
  ChangedMeanwhile: 'A file, or the branch, was changed while a run was writing.',
  AnotherRun: 'Another run, or another git command, writes to the same working tree.',
  LocalChanges: 'Changes below the folders of an environment that are in no commit, with --commit.',
  OperationBegun: 'A merge, a rebase or a similar operation that is not finished in the repository, with --commit.',
  NotCheckedOut: 'Files of an environment that git leaves out of the working tree, or does not compare.',
  WorkingTreeBehind: 'A commit that was made, while the working tree could not be updated.',
  FileNotRead: 'A file of the repository that cannot be read, or is too large.',
  FileNotWritten: 'A file of the repository that cannot be written.',
  GitFailed: 'A command of git that failed, with its own message.',
  NoRepository: 'A folder that does not exist, or is not a working tree of git.',
  SourceDirty: 'Sources with changes that are in no commit.',
  SourceUnknown: 'Sources that are not a git checkout with a commit.',
  AnotherDelivery: 'An environment whose `delivery` is not `gitops`.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../core/fault' {
  interface FaultTables {
    readonly delivery: typeof deliveryFaultCodes;
  }
}
