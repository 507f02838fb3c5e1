/** The program that writes a dump of one database into a folder, under a name that has its digest. */
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { connection, postgresEnvironment, type PostgresConnection } from './connection';

export interface PostgresDumpInputs extends PostgresConnection {
  /** Folder that the dump is written to; it is made. */
  readonly folder: string;
}

const text = [
  sh`
#!/bin/sh
# Writes a dump of PGDATABASE into DUMP_FOLDER.
program=postgres-dump
`,
  resticPreludeWithoutWeights,
  connection,
  sh`
need DUMP_FOLDER

mkdir -p "$DUMP_FOLDER" || fail "$disk" "cannot write to $DUMP_FOLDER"
rm -f "$DUMP_FOLDER"/*
beside pg_dump --format=custom --no-password --file="$DUMP_FOLDER/unfinished" 2>"$scratch/answer" || failed_sql "dumping $PGDATABASE"
beside sha256sum "$DUMP_FOLDER/unfinished" >"$scratch/sum" || fail "$disk" "cannot read $DUMP_FOLDER/unfinished"
read -r sum _ <"$scratch/sum"
mv "$DUMP_FOLDER/unfinished" "$DUMP_FOLDER/$PGDATABASE.sha256-$sum" || fail "$disk" "cannot write to $DUMP_FOLDER"
say "$PGDATABASE of $PGHOST is dumped: $(stat -c %s "$DUMP_FOLDER/$PGDATABASE.sha256-$sum") bytes"
`,
].join('\n');

/**
 * Runs in the `postgres` image. Mounts: the Secret, `programFolder`, an emptyDir at `folder`'s parent and one at `/tmp`.
 */
export const postgresDump: Program<PostgresDumpInputs> = {
  file: 'postgres-dump.sh',
  text,
  run: (inputs) => ({
    command: ['/bin/sh', programFile(postgresDump.file)],
    env: { ...postgresEnvironment(inputs), DUMP_FOLDER: inputs.folder },
    files: { [postgresDump.file]: text },
  }),
};
