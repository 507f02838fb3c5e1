/** Shell text that brings one file from a mounted volume: it appends what is not there yet. */
import { sh } from '../program';

/** A program that copies files includes this, and then `publish`, which calls `transfer`. */
export const copy = sh`
need PROGRESS_SECONDS
# For a manifest, which is a small file.
# shellcheck disable=SC2034
mebibyte=1048576

# transfer <path> <file behind descriptor 9> <label> <most bytes>
transfer() {
  [ -f "$1" ] || fail "$missing" "$3: $1 does not exist, or a folder above it is closed to user $(id -u). $when_missing"
  [ -r "$1" ] || fail "$refused" "$3: user $(id -u) cannot read $1. $when_closed"
  have=$(size "$2")
  there=$(stat -L -c %s "$1") || fail "$disk" "$3: cannot read $1"
  [ "$there" -le "$4" ] || fail "$checksum" "$3: $1 has $there bytes, more than the $4 that it may have. Nothing of it was published. $when_wrong"
  if [ "$have" -gt "$there" ]; then : >"$2"; have=0; fi
  beside dd if="$1" bs=1048576 iflag=skip_bytes skip="$have" >&9 2>"$scratch/answer" && return 0
  reason=$(sed -n 's/^.*dd: //p' "$scratch/answer" | head -n 1)
  case "$reason" in *writ*) fail_disk "$2" ;; esac
  fail "$disk" "$3: cannot read $1: $reason. Check the volume. Copied bytes are kept."
}
`;
