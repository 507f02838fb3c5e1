/** The backup of an environment, as values. */
export {
  type Backup,
  type BackupCheck,
  type BackupInput,
  type BackupInterval,
  backupIntervals,
  type BackupKeep,
  type BackupSchedule,
  type BackupSource,
  type BackupTarget,
  type BackupTargetInput,
  sourceName,
  storeCopies,
  type StoreCopies,
} from './backup';
