/** Shell text that every program which moves weights begins with: messages, exit codes, waiting, sizes, hashes. */
import { sh } from '../program';

/** Messages, exit codes and variables that must be set. */
const messages = sh`
set -u
umask 022

# One table for all programs, of which each uses a part.
# shellcheck disable=SC2034
bad_input=10 network=11 refused=12 missing=13 checksum=14 moved_tag=15 disk=16 unpublished=17 terminated=143

`;

const lineBreak = sh`
newline='
'
`;

const functions = sh`
say() { printf '%s: %s\n' "$program" "$*"; }
fail() {
  code=$1
  shift
  printf '%s: error: %s\n' "$program" "$*" >&2
  exit "$code"
}
need() {
  value=''
  for name in "$@"; do
    set +u
    eval "value=\$$name"
    set -u
    [ -n "$value" ] || fail "$bad_input" "the environment variable $name is not set"
  done
}

`;

const scratch = sh`
scratch=$(mktemp -d "$TMPDIR/corral.XXXXXX") || fail "$bad_input" "cannot write to TMPDIR, which is $TMPDIR"
`;

const finish = sh`
finish() {
  [ -z "$job" ] || kill "$job" 2>/dev/null
  [ -z "$reporter" ] || end_report
  rm -rf "$scratch"
}
`;

/** restic takes its lock out of the repository before it ends, so it is waited for. */
const finishRestic = sh`
finish() {
  if [ -n "$job" ]; then
    kill "$job" 2>/dev/null
    wait "$job" 2>/dev/null
  fi
  [ -z "$reporter" ] || end_report
  rm -rf "$scratch"
}
`;
const finishResticAlone = sh`
finish() {
  if [ -n "$job" ]; then
    kill "$job" 2>/dev/null
    wait "$job" 2>/dev/null
  fi
  rm -rf "$scratch"
}
`;

/** What takes long runs beside the shell and is waited for. */
const waiting = sh`
trap finish EXIT
trap 'exit "$terminated"' TERM INT HUP

beside() {
  "$@" &
  job=$!
  wait "$job"
  left=$?
  job=''
  return "$left"
}
pause() {
  [ "$1" -eq 0 ] || beside sleep "$1" >/dev/null 2>&1 8>&- 9>&-
}

`;

const folders = sh`
size() { stat -c %s "$1" 2>/dev/null || echo 0; }
free_bytes() { df -Pk "$WEIGHTS_ROOT" | awk 'END { printf "%.0f", $4 * 1024 }'; }
human() {
  awk -v n="$1" 'BEGIN {
    split("B KiB MiB GiB TiB", unit, " ")
    for (i = 1; n >= 1024 && i < 5; i++) n /= 1024
    printf(i == 1 ? "%d %s" : "%.1f %s", n, unit[i])
  }'
}
fail_disk() {
  fail "$disk" "cannot write $1: $(human "$(free_bytes)") free on $WEIGHTS_ROOT." \
    "Give the volume more space, raise its quota, or let user $(id -u) write there. Downloaded bytes are kept, and no file was published in part."
}

is_digest() {
  [ "\${#1}" -eq 64 ] || return 1
  case "$1" in *[!0-9a-f]*) return 1 ;; esac
}
locate() {
  blob=$WEIGHTS_ROOT/blobs/sha256-$1
  marker=$WEIGHTS_ROOT/verified/sha256-$1
  # shellcheck disable=SC2034
  partial=$WEIGHTS_ROOT/partials/sha256-$1
}
hash_of() {
  beside sha256sum "$1" >"$scratch/sum" || fail "$disk" "cannot read $1"
  sum=''
  read -r sum _ <"$scratch/sum"
  # A part of a digest would look like that of other bytes.
  is_digest "$sum" || fail "$disk" "cannot write to TMPDIR, which is $TMPDIR. Give the pod's scratch volume, or the node's disk, more space."
}

# listed <line> <list>: whether a list has a line.
listed() {
  case "$newline$2$newline" in *"$newline$1$newline"*) ;; *) return 1 ;; esac
}

# Sets layers to digest and bytes of every layer, and of the config, of an Ollama manifest; its bytes were proven by their own digest.
# Fails where it names none, or one whose line cannot be read.
read_layers() {
  plain=$(tr -d ' \t\r\n' <"$1")
  layers=$(printf '%s\n' "$plain" | sed 's/[{}]/\n/g' | sed -n \
    -e 's/.*"digest":"sha256:\([0-9a-f]\{64\}\)".*"size":\([0-9][0-9]*\).*/\1 \2/p' -e t \
    -e 's/.*"size":\([0-9][0-9]*\).*"digest":"sha256:\([0-9a-f]\{64\}\)".*/\2 \1/p')
  [ -n "$layers" ] || return 1
  [ "$(printf '%s\n' "$layers" | grep -c .)" -eq "$(printf '%s\n' "$plain" | grep -o '"digest":' | grep -c .)" ]
}

make_folders() {
  for folder in blobs partials verified gguf manifests; do
    mkdir -p "$WEIGHTS_ROOT/$folder" || fail_disk "$WEIGHTS_ROOT/$folder"
  done
  touch "$WEIGHTS_ROOT/lock" || fail_disk "$WEIGHTS_ROOT/lock"
  exec 8<>"$WEIGHTS_ROOT/lock"
}
# Programs that bring weights share this lock; one that removes some holds it alone.
share_root() {
  flock -n -s 8 && return 0
  say "another program removes weights under $WEIGHTS_ROOT: waiting until it ends"
  beside flock -s 8 || fail_lock "$WEIGHTS_ROOT/lock"
}
# Without locks two at once would write into one file.
fail_lock() {
  fail "$disk" "cannot lock $1: the volume must support locks, as NFS 4 does. Check its mount options and the server."
}
`;

/**
 * What takes long runs beside the shell and is waited for, because a shell runs its traps only between two commands: a
 * pod that is deleted while it stages would otherwise keep its GPU for the whole grace period.
 *
 * Lists are kept in variables, one line each: most of busybox ends with 0 when a full disk took nothing of what it
 * wrote, and a list that lost a line would leave weights out, or have them removed.
 */
const ofWeights = sh`
job='' reporter=''
need TMPDIR WEIGHTS_ROOT
`;
const withoutWeights = sh`
job=''
need TMPDIR
`;

export const prelude = messages + lineBreak + functions + ofWeights + scratch + finish + waiting + folders;

/** The same for a program that runs restic. */
export const resticPrelude = messages + lineBreak + functions + ofWeights + scratch + finishRestic + waiting + folders;

/** The same for one that reads no weights. */
export const resticPreludeWithoutWeights =
  messages + functions + withoutWeights + scratch + finishResticAlone + waiting;
