/** The program that fetches the dump of a database out of a copy, for the client that restores it. */
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { repository, repositoryEnvironment, type RepositoryInputs } from './repository';

export interface DumpRestoreInputs extends RepositoryInputs {
  /** Name of the source. */
  readonly source: string;
  /** Id of the copy. @default 'latest' */
  readonly snapshot?: string;
  /** Folder that the dump is written to; it is made. */
  readonly folder: string;
}

const text = [
  sh`
#!/bin/sh
# Writes the dump in a copy of BACKUP_SOURCE into DUMP_FOLDER.
program='dump-restore'
`,
  resticPreludeWithoutWeights,
  repository,
  sh`
need BACKUP_SOURCE BACKUP_SNAPSHOT DUMP_FOLDER

open_repository || fail "$missing" "there is no repository at $RESTIC_REPOSITORY: check endpoint, bucket and prefix of the backup"
snapshot=$BACKUP_SNAPSHOT
if [ "$snapshot" = latest ]; then
  latest_of "$BACKUP_SOURCE" || fail "$missing" "there is no copy of $BACKUP_SOURCE for $BACKUP_HOST in $RESTIC_REPOSITORY"
fi
files_of "$snapshot"
[ "$(wc -l <"$scratch/files")" -eq 1 ] || fail "$missing" "the copy $snapshot has no single dump: it is no copy of a database"
read -r digest _ path <"$scratch/files"
mkdir -p "$DUMP_FOLDER" || fail "$disk" "cannot write to $DUMP_FOLDER"
rm -f "$DUMP_FOLDER"/*
dump=$DUMP_FOLDER/\${path##*/}
beside restic dump --no-lock "$snapshot" "$path" >"$dump" || failed "$?" "restoring $path"
beside sha256sum "$dump" >"$scratch/sum" || fail "$disk" "cannot read $dump"
read -r sum _ <"$scratch/sum"
if [ "$sum" != "$digest" ]; then
  rm -f "$dump"
  fail "$checksum" "$path of the copy $snapshot has sha256:$sum. Restore another copy by its id."
fi
say "\${path##*/} of the copy $snapshot is restored and has the right digest"
`,
].join('\n');

/** Runs in the `restic` image. Mounts: the two Secrets, `programFolder`, the folder of the dump, an emptyDir at `/tmp`. */
export const dumpRestore: Program<DumpRestoreInputs> = {
  file: 'dump-restore.sh',
  text,
  run: (inputs) => {
    const { source, snapshot = 'latest', folder } = inputs;
    return {
      command: ['/bin/sh', programFile(dumpRestore.file)],
      env: {
        ...repositoryEnvironment(inputs),
        BACKUP_SOURCE: source,
        BACKUP_SNAPSHOT: snapshot,
        DUMP_FOLDER: folder,
      },
      files: { [dumpRestore.file]: text },
    };
  },
};
