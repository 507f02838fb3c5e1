/** Names of the objects of a backup. */
import { slug } from '../../core';

/** Names of the objects of a backup: a CronJob's has at most 52 characters. */
export const backupNames = {
  check: 'backup-check',
  of: (source: string): string => slug(`backup-${source}`),
  restoreOf: (source: string): string => slug(`restore-${source}`),
} as const;
