/** Shell text that adds manifests for Ollama which no origin has: their texts are files beside the program. */
import { sh } from '../program';

/**
 * Runs after `fill`, with the lock on the root held. Blobs first, then the names, as everywhere: a name that is there
 * leads to all of its layers.
 */
export const makeIfListed = sh`
# make_blob <digest> <file beside the list>: its bytes become a blob, if their digest is the listed one.
make_blob() {
  locate "$1"
  if proven || reproven "$1" "$2"; then touch "$marker"; return 0; fi
  made=\${MADE_LIST%/*}/$2
  hash_of "$made"
  [ "$sum" = "$1" ] || fail "$bad_input" "$made has the digest sha256:$sum, and $MADE_LIST names sha256:$1"
  copy_to_root "$made"
  publish "$new"
}
make() {
  [ -r "$MADE_LIST" ] || fail "$bad_input" "cannot read the list of manifests $MADE_LIST"
  names=''
  while read -r kind digest file name; do
    is_digest "$digest" || fail "$bad_input" "$MADE_LIST: '$digest' is not a sha256 digest"
    make_blob "$digest" "$file"
    [ "$kind" = text ] || name manifest "$name" "$digest"
  done <"$MADE_LIST"
  place_names
}
`;

/** The same, where there is always a list. */
export const make = `need MADE_LIST\n\n${makeIfListed}`;
