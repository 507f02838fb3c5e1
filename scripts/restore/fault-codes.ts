/** The codes of what `restore` refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const restoreFaultCodes = {
  NoBackup: 'An environment without a backup has nothing to restore.',
  SeveralBackups: 'Several environments have a backup: one must be named.',
  UnknownSource: 'A source that the backup of the environment does not have.',
  WrongSnapshot: 'A text that is no id of a copy.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly restore: typeof restoreFaultCodes;
  }
}
