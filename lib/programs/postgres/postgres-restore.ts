/** The program that restores a dump into a database: all of it in one transaction, or nothing. */
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { connection, postgresEnvironment, type PostgresConnection } from './connection';

export interface PostgresRestoreInputs extends PostgresConnection {
  /** Folder with the one dump. */
  readonly folder: string;
}

const text = [
  sh`
#!/bin/sh
# Restores the dump in DUMP_FOLDER into PGDATABASE.
program=postgres-restore
`,
  resticPreludeWithoutWeights,
  connection,
  sh`
need DUMP_FOLDER

set -- "$DUMP_FOLDER"/*sha256-*
[ -f "$1" ] || fail "$missing" "$DUMP_FOLDER has no dump"
[ "$#" -eq 1 ] || fail "$bad_input" "$DUMP_FOLDER has $# dumps, and one is restored"
beside sha256sum "$1" >"$scratch/sum" || fail "$disk" "cannot read $1"
read -r sum _ <"$scratch/sum"
[ "$1" = "\${1%sha256-*}sha256-$sum" ] || fail "$checksum" "$1 has sha256:$sum: nothing was restored"
beside pg_restore --no-password --clean --if-exists --no-owner --no-privileges --single-transaction --exit-on-error \
  --dbname="$PGDATABASE" "$1" 2>"$scratch/answer" || failed_sql "restoring $PGDATABASE, of which nothing was changed"
say "$PGDATABASE of $PGHOST is restored from \${1##*/}"
`,
].join('\n');

/** Runs in the `postgres` image. Mounts: the Secret, `programFolder`, the folder of the dump, an emptyDir at `/tmp`. */
export const postgresRestore: Program<PostgresRestoreInputs> = {
  file: 'postgres-restore.sh',
  text,
  run: (inputs) => ({
    command: ['/bin/sh', programFile(postgresRestore.file)],
    env: { ...postgresEnvironment(inputs), DUMP_FOLDER: inputs.folder },
    files: { [postgresRestore.file]: text },
  }),
};
