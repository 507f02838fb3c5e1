/**
 * The program that gives a PostgreSQL its users and databases, beside the server: at the first start, and again whenever
 * a Secret changes. It connects by the socket of the pod, where the superuser needs no password.
 */
import { ceilSeconds, type Duration, seconds } from '../../core';
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { type Program, programFile, sh } from '../program';
import { scratchMount } from '../volumes';

/** A database and its owner, a user that can log in. */
export interface PostgresOwner {
  readonly database: string;
  /** Name of the user. */
  readonly owner: string;
  /** Path of the mounted password. */
  readonly passwordFile: string;
}

export interface PostgresUsersInputs {
  readonly owners: readonly [PostgresOwner, ...PostgresOwner[]];
  /** Folder of the socket. */
  readonly socket: string;
  /** A user that reads statistics and nothing else, by the socket only: it gets no password. @default - none */
  readonly monitor?: string;
  /** The mounted certificate of the server, which reads it again after a change. @default - none */
  readonly certificateFile?: string;
  /** Time between two looks at the Secrets. @default - 15 seconds */
  readonly every?: Duration;
}

const listFile = 'owners.list';

const text = [
  sh`
#!/bin/sh
# Keeps the users and databases of OWNERS_LIST as the Secrets have them.
program=postgres-users
`,
  resticPreludeWithoutWeights,
  sh`
need OWNERS_LIST PGHOST EVERY_SECONDS
: "\${MONITOR:=}" "\${CERTIFICATE_FILE:=}"

# The names go in as variables of psql, which quotes them; a password is read by psql itself, so that no command line has it.
give() {
  as_superuser --set=database="$1" --set=owner="$2" --set=file="$3" --file="$scratch/give.sql"
}
cat >"$scratch/monitor.sql" <<'END'
SELECT format('CREATE ROLE %I LOGIN CONNECTION LIMIT 5', :'monitor') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'monitor') \gexec
SELECT format('GRANT pg_monitor TO %I', :'monitor') \gexec
END
as_superuser() { beside psql --no-password --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres "$@" >/dev/null; }
cat >"$scratch/give.sql" <<'END'
\set password \`cat "$PASSWORD_FILE"\`
SELECT format('CREATE ROLE %I LOGIN', :'owner') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SET log_statement = 'none';
SET log_min_error_statement = 'panic';
SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', :'owner', :'password') \gexec
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', :'database') \gexec
END

given=''
while :; do
  wanted=$(while read -r database owner file; do printf '%s %s %s\n' "$database" "$owner" "$(sha256sum "$file" 2>&1)"; done <"$OWNERS_LIST")
  [ -z "$CERTIFICATE_FILE" ] || wanted="$wanted $(sha256sum "$CERTIFICATE_FILE" 2>&1)"
  if [ "$wanted" != "$given" ] && pg_isready --quiet --username=postgres; then
    done=yes
    while read -r database owner file <&7; do
      if [ ! -s "$file" ]; then say "$file is missing or empty: $owner cannot log in"; done=no; continue; fi
      PASSWORD_FILE=$file
      export PASSWORD_FILE
      if give "$database" "$owner" "$file"; then say "$owner owns $database"; else done=no; fi
    done 7<"$OWNERS_LIST"
    if [ -n "$MONITOR" ]; then as_superuser --set=monitor="$MONITOR" --file="$scratch/monitor.sql" || done=no; fi
    if [ -n "$CERTIFICATE_FILE" ]; then as_superuser --command='SELECT pg_reload_conf()' || done=no; fi
    [ "$done" = no ] || given=$wanted
  fi
  pause "$EVERY_SECONDS"
done
`,
].join('\n');

/**
 * Runs in the `postgres` image, beside the server. Mounts: the Secrets, `programFolder`, the folder of the socket, an
 * emptyDir at `/tmp`.
 */
export const postgresUsers: Program<PostgresUsersInputs> = {
  file: 'postgres-users.sh',
  text,
  run: ({ owners, socket, monitor, certificateFile, every = seconds(15) }) => ({
    command: ['/bin/sh', programFile(postgresUsers.file)],
    env: {
      TMPDIR: scratchMount,
      PGHOST: socket,
      OWNERS_LIST: programFile(listFile),
      EVERY_SECONDS: `${ceilSeconds(every)}`,
      ...(monitor === undefined ? {} : { MONITOR: monitor }),
      ...(certificateFile === undefined ? {} : { CERTIFICATE_FILE: certificateFile }),
    },
    files: {
      [postgresUsers.file]: text,
      [listFile]: owners.map(({ database, owner, passwordFile }) => `${database} ${owner} ${passwordFile}\n`).join(''),
    },
  }),
};
