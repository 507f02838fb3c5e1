/** What every program of a backup knows of the repository: where it is, how it is opened, and what keeps it closed. */
import { ceilSeconds, type Duration, minutes, seconds } from '../../core';
import { sh } from '../program';
import { scratchMount } from '../volumes';

/** A repository of restic in an object store, and the files of the Secrets that open it. */
export interface RepositoryInputs {
  /** `s3:https://s3.example.org/bucket/production` */
  readonly repository: string;
  /** Region that requests are signed for. */
  readonly region: string;
  /** Path of the mounted password. */
  readonly passwordFile: string;
  /** Folder of the mounted Secret with `access-key-id` and `secret-access-key`. */
  readonly keyFolder: string;
  /** Path of a mounted file with the authorities to trust, in PEM. @default - those of the image */
  readonly caFile?: string;
  /** Name under which copies are kept: that of the environment. */
  readonly host: string;
  /** Time after which an object store that does not let the repository be opened is reported. @default - 1 minute */
  readonly patience?: Duration;
  /** Time for which a program waits for the lock of another one. @default - 45 minutes */
  readonly lockPatience?: Duration;
}

/** Entries of the Secret with the key of the object store. */
export const keyEntries = ['access-key-id', 'secret-access-key'] as const;

/** Variables of a container: those that restic reads itself, and ours. */
export const repositoryEnvironment = ({
  repository,
  region,
  passwordFile,
  keyFolder,
  caFile,
  host,
  patience = minutes(1),
  lockPatience = minutes(45),
}: RepositoryInputs): Readonly<Record<string, string>> => ({
  TMPDIR: scratchMount,
  RESTIC_REPOSITORY: repository,
  RESTIC_PASSWORD_FILE: passwordFile,
  RESTIC_CACHE_DIR: scratchMount,
  ...(caFile === undefined ? {} : { RESTIC_CACERT: caFile }),
  AWS_DEFAULT_REGION: region,
  KEY_FOLDER: keyFolder,
  BACKUP_HOST: host,
  PATIENCE_SECONDS: `${ceilSeconds(patience)}`,
  LOCK_PATIENCE: `${Math.max(1, ceilSeconds(lockPatience))}s`,
  // Progress lines of restic go into a log, one in five minutes.
  RESTIC_PROGRESS_FPS: `${1 / seconds(300)}`,
});

/**
 * Opens the repository with patience of its own: restic asks an object store that refuses its key, or does not answer,
 * again for a quarter of an hour. Only stale locks are taken away: those that nothing has renewed for half an hour.
 */
export const repository = sh`
need RESTIC_REPOSITORY RESTIC_PASSWORD_FILE RESTIC_CACHE_DIR AWS_DEFAULT_REGION KEY_FOLDER BACKUP_HOST PATIENCE_SECONDS LOCK_PATIENCE

for file in "$RESTIC_PASSWORD_FILE" "$KEY_FOLDER/access-key-id" "$KEY_FOLDER/secret-access-key"; do
  [ -s "$file" ] || fail "$bad_input" "$file is missing or empty: the Secret needs this entry"
done
AWS_ACCESS_KEY_ID=$(cat "$KEY_FOLDER/access-key-id")
AWS_SECRET_ACCESS_KEY=$(cat "$KEY_FOLDER/secret-access-key")
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY

# open_repository: ends with 1 where there is none yet.
open_repository() {
  beside timeout "$PATIENCE_SECONDS" restic cat config >/dev/null 2>"$scratch/answer"
  code=$?
  case "$code" in
    0) return 0 ;;
    10) return 1 ;;
    12) fail "$refused" "the password in $RESTIC_PASSWORD_FILE does not open $RESTIC_REPOSITORY. Take the one that was kept when the repository was made: without it no copy can be read." ;;
  esac
  reason=$(sed -n -e 's/.*retrying after [^:]*: //p' -e 's/^Fatal: //p' "$scratch/answer" | head -n 1)
  case "$reason" in
    *'Access Key'* | *signature* | *'ccess '[Dd]enied* | *AccessDenied* | *Forbidden*)
      fail "$refused" "the object store refuses the key in $KEY_FOLDER for $RESTIC_REPOSITORY: $reason" ;;
    *) fail "$network" "cannot open $RESTIC_REPOSITORY within $PATIENCE_SECONDS s: \${reason:-no answer, exit code $code}. Check the address, the network policy and the object store." ;;
  esac
}

# failed <exit code of restic> <what it did>: ends with the cause.
failed() {
  case "$1" in
    11) fail "$network" "$2: another program holds the lock of $RESTIC_REPOSITORY for more than $LOCK_PATIENCE. Nothing was lost; the next run tries again." ;;
    *) fail "$network" "$2: restic ended with $1. No copy that was there before is lost; the lines above have the reason." ;;
  esac
}

# latest_of <source>: sets snapshot to the id of its newest copy, and taken to its time; ends with 1 where there is none.
latest_of() {
  beside restic snapshots --no-lock --json --latest 1 --group-by host,tags --host "$BACKUP_HOST" --tag "$1" >"$scratch/snapshots" \
    || failed "$?" "listing the copies of $1"
  snapshot=$(sed -n 's/.*"short_id":"\([0-9a-f]*\)".*/\1/p' "$scratch/snapshots")
  # shellcheck disable=SC2034
  taken=$(sed -n 's/.*"time":"\([^".]*\).*/\1/p' "$scratch/snapshots")
  [ -n "$snapshot" ]
}

# files_of <snapshot>: writes digest, bytes and path of each file that is named by its digest into a list.
files_of() {
  beside restic ls --no-lock --json "$1" >"$scratch/nodes" || failed "$?" "listing the files of $1"
  sed -n 's/.*"type":"file","path":"\(\/[^"]*sha256-\([0-9a-f]\{64\}\)\)".*"size":\([0-9][0-9]*\).*/\2 \3 \1/p' "$scratch/nodes" | sort >"$scratch/files"
}
`;
