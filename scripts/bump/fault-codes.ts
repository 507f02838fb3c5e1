/** The codes of what bump refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const bumpFaultCodes = {
  AlreadyPinned: 'The build that is pinned already.',
  BelowMinimum: 'A build older than the oldest that is safe.',
  BuildDoesNotRun: 'A build that does not report what it offers.',
  BuildNotUsable: 'A build that cannot take the place of the pinned one.',
  DigestForm: 'A text that is not a digest.',
  DigestMissing: 'An image that would be pinned without its digest.',
  NoSuchBuild: 'A build that the package index or the module proxy does not have.',
  PinNotFound: 'A file in which the pin of an engine is not where it is expected.',
  UnknownEngine: 'An engine that Corral does not run.',
  VersionForm: 'A text that is not a version of the engine.',
  WriteWithoutSuite: 'A build that would be pinned without its tests.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly bump: typeof bumpFaultCodes;
  }
}
