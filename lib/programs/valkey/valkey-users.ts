/**
 * The program that gives a Valkey its users, beside the server: before the first start, and again whenever a Secret
 * changes. A changed certificate is read again too. It logs in as a user of its own, whose password never leaves the pod.
 */
import { valkeyKeeper, type ValkeyRight, valkeyRights } from '../../catalog';
import { ceilSeconds, type Duration, seconds } from '../../core';
import { type Program, programFile, sh } from '../program';
import { resticPreludeWithoutWeights } from '../shell/prelude';
import { scratchMount } from '../volumes';

export interface ValkeyLogin {
  readonly name: string;
  readonly right: ValkeyRight;
  /** Keys and channels begin with one of these. @default - any */
  readonly prefixes?: readonly string[];
  /** Path of the mounted password. */
  readonly passwordFile: string;
}

export interface ValkeyUsersInputs {
  readonly logins: readonly ValkeyLogin[];
  /** Folder that the server reads the list of users from, and where the password of the pod's own user is. */
  readonly folder: string;
  /** Path of the socket. */
  readonly socket: string;
  /** Paths of certificate and key. @default - without TLS */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Time between two looks at the Secrets. @default - 15 seconds */
  readonly every?: Duration;
}

const listFile = 'valkey-users.list';
export const valkeyUsersFile = (folder: string): string => `${folder}/users.acl`;
const keeperFile = (folder: string): string => `${folder}/keeper`;

/** The command that asks whether the server answers: not while it loads its data. */
export const valkeyIsReady = (folder: string, socket: string): readonly string[] => [
  '/bin/sh',
  '-c',
  `export REDISCLI_AUTH="$(cat ${keeperFile(folder)})"; VALKEYCLI_AUTH=$REDISCLI_AUTH valkey-cli -e -s ${socket} --user ${valkeyKeeper} ping`,
];

const text = [
  sh`
#!/bin/sh
# Keeps the users of a Valkey as USERS_LIST and the Secrets have them.
program=valkey-users
`,
  resticPreludeWithoutWeights,
  sh`
need USERS_LIST USERS_FOLDER VALKEY_SOCKET EVERY_SECONDS
umask 077

digest() { sha256sum | cut -d ' ' -f 1; }
keeper=$USERS_FOLDER/keeper
[ -s "$keeper" ] || { head -c 32 /dev/urandom | digest >"$keeper.new" && mv "$keeper.new" "$keeper"; } ||
  fail "$disk" "cannot write to $USERS_FOLDER"
# The first name is that of valkey-cli 8, the second that of later ones. A command line would show it.
REDISCLI_AUTH=$(cat "$keeper")
VALKEYCLI_AUTH=$REDISCLI_AUTH
export REDISCLI_AUTH VALKEYCLI_AUTH

# Rights are lists of words with stars, which the shell must not take for names of files.
set -f
users() {
  echo 'user default off'
  printf 'user corral on #%s resetkeys resetchannels -@all +ping +acl|load +config|set\n' "$(printf %s "$REDISCLI_AUTH" | digest)"
  while read -r name file rights; do
    password=$(cat "$file" 2>/dev/null)
    if [ -n "$password" ]; then
      printf 'user %s on #%s %s\n' "$name" "$(printf %s "$password" | digest)" "$rights"
    else
      say "$file is missing or empty: $name cannot log in" >&2
      printf 'user %s off\n' "$name"
    fi
  done <"$USERS_LIST"
}
ask() {
  beside valkey-cli -e -s "$VALKEY_SOCKET" --user corral "$@" >"$scratch/answer" 2>&1 && return 0
  say "$1 $2 fails: $(cat "$scratch/answer")"
  return 1
}

loaded='' certified=''
while :; do
  users >"$scratch/users" 2>"$scratch/missing"
  wanted=$(digest <"$scratch/users")
  if [ "$wanted" != "$loaded" ]; then
    cat "$scratch/missing"
    if ! cp "$scratch/users" "$USERS_FOLDER/users.new" || ! mv "$USERS_FOLDER/users.new" "$USERS_FOLDER/users.acl"; then
      fail "$disk" "cannot write to $USERS_FOLDER"
    fi
    # A server that does not listen yet reads the list when it starts.
    if [ ! -S "$VALKEY_SOCKET" ] || ask ACL LOAD; then
      loaded=$wanted
      say 'the list of users is in place'
    fi
  fi
  if [ -n "\${CERTIFICATE_FILE:-}" ]; then
    wanted=$(cat "$CERTIFICATE_FILE" "$KEY_FILE" 2>/dev/null | digest)
    if [ -z "$certified" ] || [ ! -S "$VALKEY_SOCKET" ]; then
      certified=$wanted
    elif [ "$wanted" != "$certified" ] && ask CONFIG SET tls-cert-file "$CERTIFICATE_FILE" tls-key-file "$KEY_FILE"; then
      certified=$wanted
      say 'the certificate is read again'
    fi
  fi
  pause "$EVERY_SECONDS"
done
`,
].join('\n');

const rightsOf = ({ right, prefixes }: ValkeyLogin): string =>
  [
    ...(right === 'watch' ? [] : (prefixes ?? ['']).flatMap((prefix) => [`~${prefix}*`, `&${prefix}*`])),
    valkeyRights[right],
  ].join(' ');

/**
 * Runs in the `valkey` image, beside the server. Mounts: the Secrets, `programFolder`, the folder of the users, an
 * emptyDir at `/tmp`.
 */
export const valkeyUsers: Program<ValkeyUsersInputs> = {
  file: 'valkey-users.sh',
  text,
  run: ({ logins, folder, socket, tls, every = seconds(15) }) => ({
    command: ['/bin/sh', programFile(valkeyUsers.file)],
    env: {
      TMPDIR: scratchMount,
      USERS_LIST: programFile(listFile),
      USERS_FOLDER: folder,
      VALKEY_SOCKET: socket,
      EVERY_SECONDS: `${ceilSeconds(every)}`,
      ...(tls === undefined ? {} : { CERTIFICATE_FILE: tls.certificate, KEY_FILE: tls.key }),
    },
    files: {
      [valkeyUsers.file]: text,
      [listFile]: logins.map((login) => `${login.name} ${login.passwordFile} ${rightsOf(login)}\n`).join(''),
    },
  }),
};
