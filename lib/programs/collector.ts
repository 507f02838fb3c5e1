/** The program that removes weights which neither the current nor the previous revision names. Told nothing, it only says what it would do. */
import { ceilSeconds, hours, type Duration } from '../core/duration';
import { refuse } from '../core/fault';
import { exitsOf } from './exits';
import { programFile, sh, type Program } from './program';
import { prelude } from './shell/prelude';
import { scratchMount, storeMount } from './volumes';
import type { Weights } from './weights-layout';
import { revisionList } from './weights-list';

/** What must stay, and what may go. */
export interface CollectorInputs {
  /** Everything that the platform's current revision serves, of every model. */
  readonly current: readonly Weights[];
  /** Everything that the revision before served: pods of it may still start, and a rollback needs it. @default - nothing */
  readonly previous?: readonly Weights[];
  /** `report` says what would be removed. @default 'report' */
  readonly mode?: 'report' | 'remove';
  /**
   * Names in the store that no revision has (a model that was dropped, or one pulled at run time): `keep` them with their blobs, or
   * `drop` them. @default 'keep'
   */
  readonly unnamed?: 'keep' | 'drop';
  /** Nothing younger is removed; a blob is as young as the last time that a loader wanted it. @default - 24 hours */
  readonly grace?: Duration;
  /** Root of the store. @default '/store' */
  readonly root?: string;
}

const currentFile = 'current.list';
const previousFile = 'previous.list';

const text = [sh`
#!/bin/sh
# Removes weights that no revision names: lists in CURRENT_LIST and PREVIOUS_LIST, root in WEIGHTS_ROOT.
program=collector
`, prelude, sh`
need CURRENT_LIST PREVIOUS_LIST COLLECT_MODE UNNAMED_WEIGHTS GRACE_SECONDS

for list in "$CURRENT_LIST" "$PREVIOUS_LIST"; do
  [ -r "$list" ] || fail "$bad_input" "cannot read $list; nothing was removed"
done
grep -q '^blob ' "$CURRENT_LIST" || fail "$bad_input" "$CURRENT_LIST names no weights, and everything would go; nothing was removed"

make_folders
if ! flock -n -x 8; then
  say "a loader is at work in $WEIGHTS_ROOT: nothing was removed, the next run will look again"
  exit 0
fi

: >"$scratch/kept"
now=$(date +%s)
# Names are links or manifests: their own time counts, not that of a link's target.
young() {
  for aged in "$@"; do
    changed=$(stat -c %Y "$aged" 2>/dev/null) || continue
    [ $((now - changed)) -ge "$GRACE_SECONDS" ] || return 0
  done
  return 1
}
keep() { printf '%s\n' "$1" >>"$scratch/kept"; }
keep_manifest() { layers_of "$1" | cut -d ' ' -f 1 >>"$scratch/kept"; }

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

# What the revisions name, and the layers of their manifests.
while read -r kind value; do
  case "$kind" in
    name) printf '%s\n' "$value" >>"$scratch/named" ;;
    blob)
      is_digest "$value" || fail "$bad_input" "'$value' in a list is no sha256 digest; nothing was removed"
      keep "$value"
      locate "$value"
      # A manifest is a few kilobytes; no weights are read here.
      if [ -f "$blob" ] && [ "$(size "$blob")" -lt 1048576 ]; then keep_manifest "$blob"; fi
      ;;
    *) fail "$bad_input" "a line of a list begins with '$kind', which is neither name nor blob; nothing was removed" ;;
  esac
done <<END
$(cat "$CURRENT_LIST" "$PREVIOUS_LIST")
END

# Names first, so that no name ever leads to nothing; a name that stays keeps its blobs.
touch "$scratch/named"
find "$WEIGHTS_ROOT/gguf" "$WEIGHTS_ROOT/manifests" ! -type d >"$scratch/found"
while read -r path; do
  if ! grep -q -F -x "\${path#"$WEIGHTS_ROOT"/}" "$scratch/named" && [ "$UNNAMED_WEIGHTS" = drop ] && ! young "$path"; then
    remove "$path" 'no revision has this name'
  elif [ -L "$path" ]; then
    target=$(readlink "$path")
    keep "\${target##*/sha256-}"
  else
    hash_of "$path"
    keep "$sum"
    keep_manifest "$path"
  fi
done <"$scratch/found"

find "$WEIGHTS_ROOT/blobs" "$WEIGHTS_ROOT/partials" ! -type d >"$scratch/found"
while read -r path; do
  digest=\${path##*/sha256-}
  grep -q -F -x "$digest" "$scratch/kept" && continue
  locate "$digest"
  if young "$path" "$marker"; then
    say "keeping $path: younger than $GRACE_SECONDS s"
  else
    remove "$path" 'neither a revision nor a name in the store needs it'
    [ "$COLLECT_MODE" != remove ] || rm -f "$marker"
  fi
done <"$scratch/found"

if [ "$COLLECT_MODE" = remove ]; then verb=removed; else verb='would remove'; fi
say "$verb $files files with $(human "$total")"
`].join('\n');

/**
 * Runs in the `curl` image, without a network. Mounts: the store at `root` (read-write), `programFolder`, an emptyDir at `/tmp`.
 * It works only while no loader does (they hold the store's lock together, it takes it alone), so a blob that a loader has just
 * found cannot vanish under it.
 */
export const collector: Program<CollectorInputs> = {
  file: 'collector.sh',
  text,
  exits: exitsOf('done', 'badInput', 'disk', 'terminated'),
  run: ({ current, previous = [], mode = 'report', unnamed = 'keep', grace = hours(24), root = storeMount }) => ({
    command: ['/bin/sh', programFile(collector.file)],
    env: {
      TMPDIR: scratchMount,
      WEIGHTS_ROOT: root,
      CURRENT_LIST: programFile(currentFile),
      PREVIOUS_LIST: programFile(previousFile),
      COLLECT_MODE: mode,
      UNNAMED_WEIGHTS: unnamed,
      GRACE_SECONDS: `${ceilSeconds(grace)}`,
    },
    files: {
      [collector.file]: text,
      [currentFile]: current.length > 0 ? revisionList(current)
        : refuse('CollectorWouldEmptyTheStore', 'current', 'names no weights', { mend: 'remove the collector where nothing is served' }),
      [previousFile]: revisionList(previous),
    },
  }),
};
