/** Shell text that brings one file, proves and publishes it, or leaves the root as it was. */
import { sh } from '../program';

/**
 * One partial file per digest, locked by `flock` on the very descriptor that is written. So two at once do the work
 * once; a lock ends with the last process that could write, however it was killed; and on NFS 4 a client that lost its
 * lease loses the lock and the right to write together. A blob appears under its name by a rename, after its bytes were
 * hashed and flushed; the marker (size and mtime) is written before the rename, so a blob that is there needs no second
 * hash.
 */
export const publish = sh`
# Progress lines, from a process that holds none of the locks and ends with the shell.
report() {
  before=$(size "$1")
  (
    exec 8>&- 9>&-
    while sleep "$PROGRESS_SECONDS" >/dev/null 2>&1 && kill -0 $$ 2>/dev/null; do
      now=$(size "$1")
      say "$2: $(human "$now") of $(human "$3"), $(human $(((now - before) / PROGRESS_SECONDS)))/s"
      before=$now
    done
  ) &
  reporter=$!
}
# A signal that comes before the new process has reset its traps is lost: it is sent until the process ended.
end_report() {
  while kill "$reporter" 2>/dev/null && ! grep -q '^State:.*Z' "/proc/$reporter/status" 2>/dev/null; do sleep 0.1; done
  wait "$reporter" 2>/dev/null
  reporter=''
}

# proven: the blob has a marker that fits. reproven: it has none that fits, so its bytes are hashed, and it goes if they are wrong.
proven() { [ -f "$blob" ] && [ "$(stat -c '%s %Y' "$blob")" = "$(cat "$marker" 2>/dev/null)" ]; }
reproven() {
  [ -f "$blob" ] || return 1
  say "$2: hashing $(human "$(size "$blob")"), because no marker says that its digest was checked"
  hash_of "$blob"
  if [ "$sum" = "$1" ]; then mark "$blob"; return 0; fi
  say "$2: the file has the wrong digest sha256:$sum: removing it"
  rm -f "$blob" || fail_disk "$blob"
  return 1
}
mark() {
  if proof=$(stat -c '%s %Y' "$1") && printf '%s\n' "$proof" >"$marker"; then return 0; fi
  fail_disk "$marker"
}
publish() {
  sync "$1" || fail_disk "$1"
  mark "$1"
  mv -f "$1" "$blob" || fail_disk "$blob"
  sync "$WEIGHTS_ROOT/blobs"
}

# The lock counts only if the locked file still has its name: its last holder may have published or removed it.
hold_partial() {
  while :; do
    touch "$partial" || fail_disk "$partial"
    exec 9>>"$partial"
    if ! flock -n -x 9; then
      say "$1: another process is downloading it: waiting"
      leave_root
      beside flock -x 9 || fail_lock "$partial"
      share_root
    fi
    [ "$(stat -L -c %i /proc/self/fd/9)" != "$(stat -c %i "$partial" 2>/dev/null)" ] || return 0
    exec 9>&-
  done
}
release_partial() { exec 9>&-; }

# fetch <digest> <bytes> exact|about <address> <label>
fetch() {
  locate "$1"
  # By the time of its marker the collector sees that this blob is needed now.
  if proven; then touch "$marker"; say "$5: is here"; return 0; fi
  hold_partial "$5"
  if proven || reproven "$1" "$5"; then rm -f "$partial"; release_partial; say "$5: is here"; return 0; fi
  bring "$@"
  publish "$partial"
  release_partial
  say "$5: published, sha256:$1"
}

# A partial file that turns out wrong is thrown away and fetched anew, once: an interrupted disk or a proxy may have damaged it. Its own lock
# guards it, so the root's is not held meanwhile: a source may be slow.
bring() {
  leave_root
  most=$2
  [ "$3" = exact ] || most=$(($2 * 2))
  for attempt in first last; do
    have=$(size "$partial")
    [ "$have" -eq 0 ] || say "$5: resuming at $(human "$have")"
    if [ "$3" != exact ] || [ "$have" -lt "$2" ]; then
      report "$partial" "$5" "$2"
      transfer "$4" "$partial" "$5" "$most"
      end_report
    fi
    say "$5: hashing $(human "$(size "$partial")")"
    hash_of "$partial"
    if [ "$sum" = "$1" ]; then share_root; return 0; fi
    : >"$partial"
    [ "$attempt" = last ] || say "$5: $4 gave sha256:$sum where the catalogue names sha256:$1: deleted, starting again"
  done
  fail "$checksum" "$5: $4 gave sha256:$sum twice, where the catalogue names sha256:$1. Nothing of it was published. $when_wrong"
}
`;
