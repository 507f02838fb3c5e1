/**
 * The program that removes weights which neither the current nor the previous revision names. Without `mode: 'remove'`
 * it only reports.
 */
import { ceilSeconds, type Duration, hours, minutes, refuse } from '../core';
import { programFile, sh, type Program } from './program';
import { prelude } from './shell/prelude';
import { scratchMount, storeMount } from './volumes';
import type { Weights } from './weights-layout';
import { revisionList } from './weights-list';

/** What must stay, and what may go. */
export interface CollectorInputs {
  /** Everything that the platform's current revision serves, of every model. */
  readonly current: readonly Weights[];
  /**
   * Everything that the revision before served: pods of it may still start, and a rollback needs it.
   * @default - nothing
   */
  readonly previous?: readonly Weights[];
  /** `report` says what would be removed. @default 'report' */
  readonly mode?: 'report' | 'remove';
  /**
   * Names in the store that no revision has (a model that was dropped, or one pulled at run time): `keep` them with
   * their blobs, or `drop` them. @default 'keep'
   */
  readonly unnamed?: 'keep' | 'drop';
  /** Nothing younger is removed; a blob is as young as the last time that a loader wanted it. @default - 24 hours */
  readonly grace?: Duration;
  /** Time for which it waits until no loader publishes. @default - 10 minutes */
  readonly patience?: Duration;
  /** Root of the store. @default '/store' */
  readonly root?: string;
}

const currentFile = 'current.list';
const previousFile = 'previous.list';

const text = [
  sh`
#!/bin/sh
# Removes weights that no revision names: lists in CURRENT_LIST and PREVIOUS_LIST, root in WEIGHTS_ROOT.
program=collector
`,
  prelude,
  sh`
need CURRENT_LIST PREVIOUS_LIST COLLECT_MODE UNNAMED_WEIGHTS GRACE_SECONDS LOCK_PATIENCE_SECONDS

for list in "$CURRENT_LIST" "$PREVIOUS_LIST"; do
  [ -r "$list" ] || fail "$bad_input" "cannot read $list; nothing was removed"
done
grep -q '^blob ' "$CURRENT_LIST" || fail "$bad_input" "$CURRENT_LIST lists no weights, and all would be removed; nothing was removed"

make_folders
# A loader holds the lock while it looks and publishes, not while it waits for its source.
waited=0
until flock -n -x 8; do
  if [ "$waited" -ge "$LOCK_PATIENCE_SECONDS" ]; then
    say "loaders held the lock of $WEIGHTS_ROOT for $waited s: nothing was removed, the next run tries again"
    exit 0
  fi
  [ "$waited" -gt 0 ] || say "a loader holds the lock of $WEIGHTS_ROOT: waiting up to $LOCK_PATIENCE_SECONDS s"
  pause 1
  waited=$((waited + 1))
done

now=$(date +%s)
# Names are links or manifests: their own time counts, not that of a link's target.
young() {
  for aged in "$@"; do
    changed=$(stat -c %Y "$aged" 2>/dev/null) || continue
    [ $((now - changed)) -ge "$GRACE_SECONDS" ] || return 0
  done
  return 1
}

kept='' named=''
keep() { kept=\${kept:+$kept$newline}$1; }
keep_manifest() {
  read_layers "$1" || fail "$bad_input" "the layers of the manifest $1 cannot be read; nothing was removed"
  while read -r layer _; do keep "$layer"; done <<END
$layers
END
}

# What a list names, and the layers of its manifests.
keep_list() {
  while read -r kind value; do
    case "$kind" in
      name) named=\${named:+$named$newline}$value ;;
      blob)
        is_digest "$value" || fail "$bad_input" "'$value' in $1 is not a sha256 digest; nothing was removed"
        keep "$value"
        locate "$value"
        # A manifest is a few kilobytes; no weights are read here.
        if [ -f "$blob" ] && [ "$(size "$blob")" -lt 1048576 ] && grep -q '"schemaVersion"' "$blob"; then keep_manifest "$blob"; fi
        ;;
      *) fail "$bad_input" "a line of $1 begins with '$kind', which is neither name nor blob; nothing was removed" ;;
    esac
  done <"$1"
}

# The store keeps the lists of its revisions: the environment knows only the current one.
revisions=$WEIGHTS_ROOT/revisions
remember() {
  mkdir -p "$revisions" || fail_disk "$revisions"
  cmp -s "$CURRENT_LIST" "$revisions/current.list" && return 0
  new=$revisions/new.list
  if cp "$CURRENT_LIST" "$new" && sync "$new"; then :; else fail_disk "$new"; fi
  if [ -f "$revisions/current.list" ]; then mv -f "$revisions/current.list" "$revisions/previous.list" || fail_disk "$revisions"; fi
  mv -f "$new" "$revisions/current.list" || fail_disk "$revisions"
}
remember
for list in "$CURRENT_LIST" "$PREVIOUS_LIST" "$revisions/previous.list"; do
  [ ! -f "$list" ] || keep_list "$list"
done

files=0 total=0
remove() {
  files=$((files + 1))
  bytes=0
  [ -L "$1" ] || bytes=$(size "$1")
  total=$((total + bytes))
  if [ "$COLLECT_MODE" = remove ]; then
    rm -f "$1" || fail_disk "$1"
    say "removed $1 ($(human "$bytes")): $2"
  else
    say "would remove $1 ($(human "$bytes")): $2"
  fi
}
# being_brought <path>: a partial file whose lock is held. Otherwise this program holds it until descriptor 9 is closed.
being_brought() {
  case "$1" in "$WEIGHTS_ROOT"/partials/*) ;; *) return 1 ;; esac
  exec 9>>"$1"
  ! flock -n -x 9
}
# find_in <folder>...: sets found to the files and links in them, by their full path.
find_in() { found=$(find "$@" ! -type d) || fail "$disk" "cannot list $*; nothing more was removed"; }

# Names first, so that no name ever leads to nothing; a name that stays keeps its blobs.
find_in "$WEIGHTS_ROOT/gguf" "$WEIGHTS_ROOT/manifests"
while read -r path; do
  case "$path" in "$WEIGHTS_ROOT"/*) ;; *) continue ;; esac
  if ! listed "\${path#"$WEIGHTS_ROOT"/}" "$named" && [ "$UNNAMED_WEIGHTS" = drop ] && ! young "$path"; then
    remove "$path" 'no revision has this name'
  elif [ -L "$path" ]; then
    target=$(readlink "$path") || fail "$disk" "cannot read $path; nothing more was removed"
    keep "\${target##*/sha256-}"
  else
    hash_of "$path"
    keep "$sum"
    keep_manifest "$path"
  fi
done <<END
$found
END

find_in "$WEIGHTS_ROOT/blobs" "$WEIGHTS_ROOT/partials"
while read -r path; do
  case "$path" in "$WEIGHTS_ROOT"/*) ;; *) continue ;; esac
  digest=\${path##*/sha256-}
  listed "$digest" "$kept" && continue
  locate "$digest"
  if young "$path" "$marker"; then
    say "keeping $path: younger than $GRACE_SECONDS s"
  elif being_brought "$path"; then
    say "keeping $path: a loader is downloading it"
  else
    remove "$path" 'neither a revision nor a name in the store needs it'
  fi
  exec 9>&-
done <<END
$found
END

# The marker of a blob that is gone proves nothing.
find_in "$WEIGHTS_ROOT/verified"
while read -r path; do
  locate "\${path##*/sha256-}"
  if [ "$COLLECT_MODE" = remove ] && [ "$path" = "$marker" ] && [ ! -e "$blob" ]; then rm -f "$path" || fail_disk "$path"; fi
done <<END
$found
END

if [ "$COLLECT_MODE" = remove ]; then verb=removed; else verb='would remove'; fi
say "$verb $files files with $(human "$total")"
`,
].join('\n');

/**
 * Runs in the `curl` image, without a network. Mounts: the store at `root` (read-write), `programFolder`, an emptyDir
 * at `/tmp`. It works only while no loader looks or publishes (they hold the store's lock together, it takes it alone).
 * A loader that waits for its source holds the lock of that one file, and looks again before it names anything.
 */
export const collector: Program<CollectorInputs> = {
  file: 'collector.sh',
  text,
  run: ({
    current,
    previous = [],
    mode = 'report',
    unnamed = 'keep',
    grace = hours(24),
    patience = minutes(10),
    root = storeMount,
  }) => ({
    command: ['/bin/sh', programFile(collector.file)],
    env: {
      TMPDIR: scratchMount,
      WEIGHTS_ROOT: root,
      CURRENT_LIST: programFile(currentFile),
      PREVIOUS_LIST: programFile(previousFile),
      COLLECT_MODE: mode,
      UNNAMED_WEIGHTS: unnamed,
      GRACE_SECONDS: `${ceilSeconds(grace)}`,
      LOCK_PATIENCE_SECONDS: `${ceilSeconds(patience)}`,
    },
    files: {
      [collector.file]: text,
      [currentFile]:
        current.length > 0
          ? revisionList(current)
          : refuse('CollectorWouldEmptyTheStore', 'current', 'names no weights', {
              fix: 'remove the collector where nothing is served',
            }),
      [previousFile]: revisionList(previous),
    },
  }),
};
