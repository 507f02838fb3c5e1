/** Names of the objects of a backup, and of its sources. */
import type { BackupSource } from '../../environment';

/** Names of the objects of a backup. */
export const backupNames = {
  check: 'backup-check',
  of: (source: string): string => `backup-${source}`,
  restoreOf: (source: string): string => `restore-${source}`,
} as const;

/** Name of a source in the repository, and in the names of its objects. */
export const sourceName = (source: BackupSource): string => source.kind;
