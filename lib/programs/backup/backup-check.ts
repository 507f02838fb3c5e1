/**
 * The weekly program of a backup: removes old copies, checks the repository, and restores a part of each source. What is
 * restored is compared with the digests in the names of the files.
 */
import type { Bytes } from '../../core';
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { repository, repositoryEnvironment, type RepositoryInputs } from './repository';

/** What is checked, and what stays. */
export interface BackupCheckInputs extends RepositoryInputs {
  /** Names of the sources. */
  readonly sources: readonly [string, ...string[]];
  /** Copies of each source that stay: the last of so many days, weeks and months. */
  readonly keep: { readonly daily: number; readonly weekly: number; readonly monthly: number };
  /** Percent of the repository that is read. */
  readonly readPercent: number;
  /** Bytes of each source that are restored, in whole files: one at least. */
  readonly restore: Bytes;
}

const text = [
  sh`
#!/bin/sh
# Removes old copies of BACKUP_SOURCES, checks the repository of backups and restores a part of each source.
program=backup-check
`,
  resticPreludeWithoutWeights,
  repository,
  sh`
need BACKUP_SOURCES KEEP_DAILY KEEP_WEEKLY KEEP_MONTHLY READ_PERCENT RESTORE_BYTES

open_repository || fail "$missing" "there is no repository at $RESTIC_REPOSITORY: no backup has run"
beside restic unlock --quiet || failed "$?" 'removing stale locks'

# sum_of <snapshot> <path>: the digest of a file as it is restored.
sum_of() {
  { restic dump --no-lock "$1" "$2" || echo failed; } | sha256sum >"$scratch/sum"
}

# restore_part <source>: whole files, beginning each week with another one.
restore_part() {
  latest_of "$1" || fail "$missing" "there is no copy of $1 in $RESTIC_REPOSITORY: its backup has never ended well"
  files_of "$snapshot"
  count=$(wc -l <"$scratch/files")
  [ "$count" -gt 0 ] || fail "$missing" "the copy $snapshot of $1 has no file that is named by its digest: nothing of it can be proven"
  first=$(($(date +%s) / 604800 % count))
  { tail -n "+$((first + 1))" "$scratch/files"; head -n "$first" "$scratch/files"; } >"$scratch/part"
  restored=0 total=0
  while read -r digest bytes path; do
    [ "$restored" -eq 0 ] || [ $((total + bytes)) -le "$RESTORE_BYTES" ] || continue
    beside sum_of "$snapshot" "$path" || failed "$?" "restoring $path of $1"
    read -r sum _ <"$scratch/sum"
    [ "$sum" = "$digest" ] \
      || fail "$checksum" "$path of the copy $snapshot of $1 was restored with sha256:$sum: the repository is damaged, or a program of others wrote it. Older copies may be whole: restore one by its id."
    restored=$((restored + 1)) total=$((total + bytes))
  done <"$scratch/part"
  say "restored $restored of $count files of $1 ($total bytes), from the copy $snapshot of $taken UTC: all are right"
}

for source in $BACKUP_SOURCES; do restore_part "$source"; done

say "reading $READ_PERCENT % of $RESTIC_REPOSITORY"
beside restic check --read-data-subset="$READ_PERCENT%" --retry-lock "$LOCK_PATIENCE" || {
  code=$?
  [ "$code" -ne 1 ] || fail "$checksum" "$RESTIC_REPOSITORY is damaged; the lines above have the reason. No copy was removed."
  failed "$code" 'checking the repository'
}

# Last: nothing is removed from a repository that is not whole.
for source in $BACKUP_SOURCES; do
  beside restic forget --quiet --host "$BACKUP_HOST" --tag "$source" --group-by host,tags --keep-daily "$KEEP_DAILY" \
    --keep-weekly "$KEEP_WEEKLY" --keep-monthly "$KEEP_MONTHLY" --retry-lock "$LOCK_PATIENCE" || failed "$?" "removing old copies of $source"
done
beside restic prune --quiet --retry-lock "$LOCK_PATIENCE" || failed "$?" 'removing what no copy needs'
say "$RESTIC_REPOSITORY is whole"
`,
].join('\n');

/** Runs in the `restic` image. Mounts: the two Secrets, `programFolder`, an emptyDir at `/tmp` for restic's cache. */
export const backupCheck: Program<BackupCheckInputs> = {
  file: 'backup-check.sh',
  text,
  run: (inputs) => {
    const { sources, keep, readPercent, restore } = inputs;
    return {
      command: ['/bin/sh', programFile(backupCheck.file)],
      env: {
        ...repositoryEnvironment(inputs),
        BACKUP_SOURCES: sources.join(' '),
        KEEP_DAILY: `${keep.daily}`,
        KEEP_WEEKLY: `${keep.weekly}`,
        KEEP_MONTHLY: `${keep.monthly}`,
        READ_PERCENT: `${readPercent}`,
        RESTORE_BYTES: `${restore}`,
      },
      files: { [backupCheck.file]: text },
    };
  },
};
