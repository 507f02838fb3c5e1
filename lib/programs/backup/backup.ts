/** The program that copies one source into the repository of backups. A copy that lacks a file is a failure. */
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { repository, repositoryEnvironment, type RepositoryInputs } from './repository';

/** What is copied. */
export interface BackupInputs extends RepositoryInputs {
  /** Name of the source: each has copies of its own. */
  readonly source: string;
  /** Whether it makes the repository where there is none: one source does, and no two programs at once. */
  readonly makesRepository: boolean;
  /** Folder that is copied, read-only. */
  readonly root: string;
  /** Entries of it that are copied, where they are there; others are not. */
  readonly entries: readonly [string, ...string[]];
  /** Entry without which there is nothing to copy. */
  readonly needed: string;
  /** Files that are larger are left out. @default - none */
  readonly upTo?: '1M';
  /** File in the folder that is locked while it is read, shared with others that read. @default - none */
  readonly lock?: string;
}

const text = [
  sh`
#!/bin/sh
# Copies BACKUP_ENTRIES of BACKUP_ROOT into the repository of backups, as the source BACKUP_SOURCE.
program=backup
`,
  resticPreludeWithoutWeights,
  repository,
  sh`
need BACKUP_SOURCE BACKUP_ROOT BACKUP_ENTRIES BACKUP_NEEDED MAKES_REPOSITORY

cd "$BACKUP_ROOT" || fail "$bad_input" "cannot open the folder $BACKUP_ROOT"
[ -e "$BACKUP_NEEDED" ] || fail "$missing" "$BACKUP_ROOT has no $BACKUP_NEEDED yet: there is nothing to copy"

# Two programs that make a repository at once would make one that no key opens: only one source may.
if ! open_repository; then
  [ "$MAKES_REPOSITORY" = yes ] || fail "$missing" "there is no repository at $RESTIC_REPOSITORY yet: the backup of another source makes it, and this one then works at its next run"
  say "$RESTIC_REPOSITORY is empty: making a repository there, with the password in $RESTIC_PASSWORD_FILE"
  beside restic init --quiet || fail "$network" "cannot make a repository at $RESTIC_REPOSITORY; the lines above have the reason"
fi

# What removes files from the folder holds this lock alone, and waits while it is read.
if [ -n "\${BACKUP_LOCK-}" ] && [ -e "$BACKUP_LOCK" ]; then
  exec 8<"$BACKUP_LOCK"
  beside flock -s 8 || fail "$disk" "cannot lock $BACKUP_ROOT/$BACKUP_LOCK: the volume must support locks, as NFS 4 does"
fi

set -- --host "$BACKUP_HOST" --tag "$BACKUP_SOURCE" --group-by host,tags --retry-lock "$LOCK_PATIENCE"
[ -z "\${BACKUP_UP_TO-}" ] || set -- "$@" --exclude-larger-than "$BACKUP_UP_TO"
for entry in $BACKUP_ENTRIES; do
  [ ! -e "$entry" ] || set -- "$@" "$entry"
done
beside restic unlock --quiet || failed "$?" 'removing stale locks'
say "copying $BACKUP_SOURCE from $BACKUP_ROOT"
beside restic backup "$@"
code=$?
case "$code" in
  0) say "$BACKUP_SOURCE is copied to $RESTIC_REPOSITORY" ;;
  3) fail "$disk" "some files of $BACKUP_ROOT could not be read: the copy lacks them; the lines above name them" ;;
  *) failed "$code" "copying $BACKUP_SOURCE" ;;
esac
`,
].join('\n');

/**
 * Runs in the `restic` image. Mounts: the source at `root` (read-only), the two Secrets, `programFolder`, an emptyDir at
 * `/tmp` for restic's cache.
 */
export const backup: Program<BackupInputs> = {
  file: 'backup.sh',
  text,
  run: (inputs) => {
    const { source, makesRepository, root, entries, needed, upTo, lock } = inputs;
    return {
      command: ['/bin/sh', programFile(backup.file)],
      env: {
        ...repositoryEnvironment(inputs),
        BACKUP_SOURCE: source,
        MAKES_REPOSITORY: makesRepository ? 'yes' : 'no',
        BACKUP_ROOT: root,
        BACKUP_ENTRIES: entries.join(' '),
        BACKUP_NEEDED: needed,
        ...(upTo === undefined ? {} : { BACKUP_UP_TO: upTo }),
        ...(lock === undefined ? {} : { BACKUP_LOCK: lock }),
      },
      files: { [backup.file]: text },
    };
  },
};
