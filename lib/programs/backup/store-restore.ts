/**
 * The program that restores the files of the store from a copy. It publishes a file as a loader does: after its bytes
 * were compared with the digest in its name. The names of models come from the loaders, which then find all files.
 */
import { resticPrelude } from '../shell/prelude';
import { publish } from '../shell/publish';
import { type Program, programFile, sh } from '../program';
import { storeMount } from '../volumes';
import { repository, repositoryEnvironment, type RepositoryInputs } from './repository';

/** What is restored, and where. */
export interface StoreRestoreInputs extends RepositoryInputs {
  /** Name of the source. */
  readonly source: string;
  /** Id of the copy. @default 'latest' */
  readonly snapshot?: string;
  /** Root of the store. @default '/store' */
  readonly root?: string;
}

const text = [
  sh`
#!/bin/sh
# Restores files of the store from a copy of BACKUP_SOURCE into WEIGHTS_ROOT.
program=store-restore
when_wrong='Restore another copy by its id.'
`,
  resticPrelude,
  publish,
  repository,
  sh`
need BACKUP_SOURCE BACKUP_SNAPSHOT

open_repository || fail "$missing" "there is no repository at $RESTIC_REPOSITORY: check endpoint, bucket and prefix of the backup"
snapshot=$BACKUP_SNAPSHOT taken=''
if [ "$snapshot" = latest ]; then
  latest_of "$BACKUP_SOURCE" || fail "$missing" "there is no copy of $BACKUP_SOURCE for $BACKUP_HOST in $RESTIC_REPOSITORY"
fi
say "restoring the copy $snapshot\${taken:+ of $taken UTC} into $WEIGHTS_ROOT"
files_of "$snapshot"
[ -s "$scratch/files" ] || fail "$missing" "the copy $snapshot has no file of a store"

make_folders
share_root
lacking=0
while read -r digest bytes _; do
  locate "$digest"
  [ -f "$blob" ] || lacking=$((lacking + bytes))
done <"$scratch/files"
[ "$lacking" -le "$(free_bytes)" ] || fail "$disk" "$(human "$lacking") are to be restored and $(human "$(free_bytes)") are free on $WEIGHTS_ROOT." \
  "Give the volume more space."

# The source of a file is waited for with the lock of this one file only, as in a loader.
leave_root() { flock -u 8; }
restored=0 here=0
while read -r digest bytes path <&7; do
  label=$(printf %.12s "$digest")
  locate "$digest"
  if proven; then touch "$marker"; here=$((here + 1)); continue; fi
  hold_partial "$label"
  if proven || reproven "$digest" "$label"; then
    rm -f "$partial"
    release_partial
    here=$((here + 1))
    continue
  fi
  leave_root
  say "$label: restoring $(human "$bytes")"
  beside restic dump --no-lock "$snapshot" "$path" >"$partial" || {
    code=$?
    [ "$bytes" -le "$(($(free_bytes) + $(size "$partial")))" ] || fail_disk "$partial"
    failed "$code" "restoring $path"
  }
  hash_of "$partial"
  share_root
  if [ "$sum" != "$digest" ]; then
    : >"$partial"
    fail "$checksum" "$path of the copy $snapshot has sha256:$sum: it was not published. Restore another copy by its id."
  fi
  publish "$partial"
  release_partial
  restored=$((restored + 1))
done 7<"$scratch/files"
say "restored $restored files, $here were there already; all have the right digest"
say 'the loaders give them their names: delete the Jobs of loaders that failed, and apply the environment again'
`,
].join('\n');

/**
 * Runs in the `restic` image. Mounts: the store at `root` (read-write), the two Secrets, `programFolder`, an emptyDir at
 * `/tmp` for restic's cache.
 */
export const storeRestore: Program<StoreRestoreInputs> = {
  file: 'store-restore.sh',
  text,
  run: (inputs) => {
    const { source, snapshot = 'latest', root = storeMount } = inputs;
    return {
      command: ['/bin/sh', programFile(storeRestore.file)],
      env: {
        ...repositoryEnvironment(inputs),
        WEIGHTS_ROOT: root,
        BACKUP_SOURCE: source,
        BACKUP_SNAPSHOT: snapshot,
      },
      files: { [storeRestore.file]: text },
    };
  },
};
