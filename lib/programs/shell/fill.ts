/** Shell text that works through a list of weights: manifests, space, blobs, and the names last. */
import { sh } from '../program';

/**
 * The names come last and one by one by rename, so a reader who finds a name finds all of its bytes. A program that
 * includes this defines `make_room`, which is called when the disk is too small for what is missing, and `leave_root`,
 * which gives back the lock on the root while a source is waited for, or keeps it.
 */
export const fill = sh`
need WEIGHTS_LIST

# manifest <digest> <name> <address> <prefix>: the manifest's bytes must hash to the catalogue's digest before one layer is believed.
bring_manifest() {
  locate "$1"
  if proven || reproven "$1" "$2"; then touch "$marker"; return 0; fi
  : >"$scratch/manifest"
  exec 9>>"$scratch/manifest"
  leave_root
  transfer "$3" "$scratch/manifest" "$2" "$mebibyte"
  share_root
  exec 9>&-
  hash_of "$scratch/manifest"
  if [ "$sum" != "$1" ]; then
    case "$3" in
      *"$1") fail "$checksum" "$2: $3 gave sha256:$sum; nothing was published" ;;
      *) fail "$moved_tag" "$2 has moved: the catalogue names sha256:$1, $3 now serves sha256:$sum. Nothing was changed." \
        "Check the new model, then write its digest into the catalogue." ;;
    esac
  fi
  copy_to_root "$scratch/manifest"
  publish "$new"
}
# A copy under a name of its own, readable for the weights server and Ollama.
copy_to_root() {
  if new=$(mktemp "$WEIGHTS_ROOT/partials/name.XXXXXX") && cp "$1" "$new" && chmod 644 "$new"; then return 0; fi
  fail_disk "$WEIGHTS_ROOT/partials"
}

# Two lists come out of one: wanted (digest, bytes, exact or about, address, label) and names (kind, name, digest).
read_list() {
  wanted='' names='' wanted_digests=''
  while read -r kind digest third fourth fifth sixth; do
    is_digest "$digest" || fail "$bad_input" "$WEIGHTS_LIST: '$digest' is not a sha256 digest"
    case "$kind" in
      file)
        want "$digest" "$third $fourth $sixth $fifth"
        name link "$fifth" "$digest"
        ;;
      manifest)
        bring_manifest "$digest" "$third" "$fourth" "$fifth"
        read_layers "$blob" || fail "$bad_input" "$third: the layers of the manifest sha256:$digest cannot be read"
        while read -r layer bytes; do
          want "$layer" "$bytes exact $fifth$layer $third:$(printf %.12s "$layer")"
        done <<END
$layers
END
        name manifest "$third" "$digest"
        ;;
      *) fail "$bad_input" "$WEIGHTS_LIST: a line begins with '$kind', which is neither file nor manifest" ;;
    esac
  done <"$WEIGHTS_LIST"
  [ -n "$wanted" ] || fail "$bad_input" "$WEIGHTS_LIST names no weights"
}
# A blob that several models share is wanted once.
want() {
  listed "$1" "$wanted_digests" && return 0
  wanted_digests=\${wanted_digests:+$wanted_digests$newline}$1
  wanted="\${wanted:+$wanted$newline}$1 $2"
}
name() { names="\${names:+$names$newline}$1 $2 $3"; }

too_small() {
  lacking=0
  while read -r digest bytes _; do
    locate "$digest"
    [ -f "$blob" ] && continue
    part=$(size "$partial")
    [ "$part" -ge "$bytes" ] || lacking=$((lacking + bytes - part))
  done <<END
$wanted
END
  [ "$lacking" -gt "$(free_bytes)" ]
}

place() { mv -f "$1" "$WEIGHTS_ROOT/$2" || fail_disk "$WEIGHTS_ROOT/$2"; }
# A name that is right already is only made young again, which the collector respects.
place_names() {
  while read -r kind name digest; do
    locate "$digest"
    [ -f "$blob" ] || fail "$disk" "$blob was deleted, and not by a program of Corral. $name was not published. Check what else writes to $WEIGHTS_ROOT."
    mkdir -p "$(dirname "$WEIGHTS_ROOT/$name")" || fail_disk "$WEIGHTS_ROOT/$name"
    case "$kind" in
      link)
        # Relative, so that it holds wherever the volume is mounted: one step up for each folder of the name.
        rest=$name target=blobs/sha256-$digest
        while [ "$rest" != "\${rest#*/}" ]; do rest=\${rest#*/} target=../$target; done
        if [ "$(readlink "$WEIGHTS_ROOT/$name")" = "$target" ]; then touch -h "$WEIGHTS_ROOT/$name"; continue; fi
        new=$(mktemp -u "$WEIGHTS_ROOT/partials/name.XXXXXX")
        ln -s "$target" "$new" || fail_disk "$new"
        ;;
      manifest)
        if cmp -s "$blob" "$WEIGHTS_ROOT/$name"; then touch "$WEIGHTS_ROOT/$name"; continue; fi
        copy_to_root "$blob"
        sync "$new" || fail_disk "$new"
        ;;
    esac
    place "$new" "$name"
    say "$name: named"
  done <<END
$names
END
}

# Everything that is listed is there and proven. The time of its marker keeps the collector from what this program is about to name.
all_there() {
  while read -r digest _; do
    locate "$digest"
    proven || return 1
    touch "$marker" || fail_disk "$marker"
  done <<END
$wanted
$(printf '%s\n' "$names" | sed 's/.* //')
END
}

# The lock on the root is given back while a source is waited for, and what was there may be gone when it is held again.
fill() {
  [ -r "$WEIGHTS_LIST" ] || fail "$bad_input" "cannot read the list of weights $WEIGHTS_LIST"
  make_folders
  share_root
  for round in 1 2 3; do
    read_list
    if too_small; then make_room; fi
    if too_small; then
      fail "$disk" "$(human "$lacking") are still to be fetched and $(human "$(free_bytes)") are free on $WEIGHTS_ROOT." \
        "Give the volume more space. No file was published in part."
    fi
    while read -r digest bytes accuracy address label; do
      fetch "$digest" "$bytes" "$accuracy" "$address" "$label"
    done <<END
$wanted
END
    if all_there; then place_names; return 0; fi
    [ "$round" -eq 3 ] || say "files under $WEIGHTS_ROOT were removed in the meantime: downloading them again"
  done
  fail "$disk" "files under $WEIGHTS_ROOT were removed during the download, three times. Nothing was published." \
    "Check what removes them: the collector keeps weights that a loader needed within a day."
}
`;
