/** What every program that talks to a PostgreSQL knows: where it is, who asks, and what its refusals mean. */
import { postgresPort } from '../../catalog';
import { sh } from '../program';
import { scratchMount } from '../volumes';

/** A database, and the user that reads or writes it. */
export interface PostgresConnection {
  /** Name of the server, or folder of its socket. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  /** Path of the mounted password. */
  readonly passwordFile: string;
}

export const postgresEnvironment = ({
  host,
  port = postgresPort,
  database,
  user,
  passwordFile,
}: PostgresConnection): Readonly<Record<string, string>> => ({
  TMPDIR: scratchMount,
  PGHOST: host,
  PGPORT: `${port}`,
  PGDATABASE: database,
  PGUSER: user,
  PGCONNECT_TIMEOUT: '15',
  PASSWORD_FILE: passwordFile,
});

/** `failed_sql <what it did>`: ends with the cause that the client printed into `answer`. */
export const connection = sh`
need PGHOST PGPORT PGDATABASE PGUSER PASSWORD_FILE

[ -s "$PASSWORD_FILE" ] || fail "$bad_input" "$PASSWORD_FILE is missing or empty: the Secret needs this entry"
PGPASSWORD=$(cat "$PASSWORD_FILE")
export PGPASSWORD

failed_sql() {
  cat "$scratch/answer" >&2
  reason=$(grep -v '^$' "$scratch/answer" | head -n 1)
  case "$reason" in
    *'authentication failed'* | *'no password supplied'* | *'ermission denied'*)
      fail "$refused" "$1: $PGHOST refuses the user $PGUSER: $reason" ;;
    *'version mismatch'*) fail "$bad_input" "$1: $reason: the image must be as new as the server" ;;
    *'does not exist'*) fail "$missing" "$1: $reason" ;;
    *'No space left'*) fail "$disk" "$1: $reason. Give the volume of dumps more space." ;;
    *) fail "$network" "$1: $reason" ;;
  esac
}
`;
