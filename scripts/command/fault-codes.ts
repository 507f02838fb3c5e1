/**
 * The codes of what keeps any command from running, each with its meaning: exit code 3. `docs/reference/errors.md`
 * lists them.
 */
export const commandFaultCodes = {
  Usage: 'A word of the command line is wrong, too many or missing.',
  SeparatorMissing: 'Options of a command without the `--` that npm needs before them.',
  NodeTooOld: 'A Node that is older than the one that Corral needs.',
  PackagesMissing: 'The packages of Corral are not installed.',
  TypeScriptUnreadable: 'A TypeScript file that this Node cannot load, in a project without tsx.',
  OverlayNotRead: 'An overlay that cannot be read: its syntax is wrong, or it throws an error.',
  CannotRead: 'A file or folder that cannot be read.',
  CannotWrite: 'A file or folder that cannot be written.',
  NotJson: 'A file that is not JSON.',
  NotYaml: 'A file that is not YAML.',
  GitMissing: 'git is not installed, or not in the PATH.',
  Unexpected: 'A mistake in Corral itself.',
  UnknownEnvironment: 'An environment that no overlay defines.',
  UnknownWorkload: 'A model or fleet that no environment has.',
  UnknownComponent: 'A component that the toolchain does not build.',
  BuildFailed: 'A component that could not be built.',
  UnknownSide: 'A side of a comparison that is neither environment, revision, folder nor cluster.',
} as const satisfies Readonly<Record<string, string>>;

/** Codes of what commands refuse to write, or to compare. */
export const outputFaultCodes = {
  FolderNotOurs: 'A folder with files that would be overwritten and that Corral did not write.',
  NotAFolder: 'A path for a repository that is a file.',
  FolderTaken: 'A folder for several environments that lies in the folder of one.',
  RevisionRefused: 'A git revision whose own overlays are refused.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly command: typeof commandFaultCodes;
    readonly output: typeof outputFaultCodes;
  }
}
