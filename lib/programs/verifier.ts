/**
 * The program that verifies the files of a claim that others filled, once: it reads them, and writes to another volume
 * what it found. Nothing is written to the claim.
 */
import { refuse } from '../core';
import type { ClaimPlace } from '../catalog';
import { type ClaimFile, type ClaimReader, filesOnClaim } from './claim-files';
import { programFile, sh, type Program } from './program';
import { prelude } from './shell/prelude';
import { proofsMount, scratchMount, sourceMount } from './volumes';
import type { Weights } from './weights-layout';

/** What is verified, and where the result goes. */
export interface VerifierInputs {
  readonly weights: readonly Weights[];
  readonly place: ClaimPlace;
  /** Who reads the files. */
  readonly reader: ClaimReader;
  /** Where the claim is mounted. @default '/source' */
  readonly claim?: string;
  /** Folder for the proofs that engines wait for. @default '/proofs' */
  readonly proofs?: string;
}

const listFile = 'files.list';

/** A path is the last word of its line, and may have no blank. */
export const claimList = (files: readonly ClaimFile[]): string =>
  files
    .map(({ sha256, bytes, path }) =>
      /\s/.test(path)
        ? refuse('WeightsNameUnusable', path, `'${path}' cannot be a path on a claim`, {
            allowed: 'a path without blanks',
          })
        : `${sha256} ${bytes ?? '-'} ${path}\n`,
    )
    .join('');

const text = [
  sh`
#!/bin/sh
# Verifies files of a claim: list in FILES_LIST, claim in CLAIM_ROOT. What it finds goes into WEIGHTS_ROOT.
# Of what all programs share, this one uses a part.
# shellcheck disable=SC2034
program=verifier
`,
  prelude,
  sh`
need FILES_LIST CLAIM_ROOT

[ -r "$FILES_LIST" ] || fail "$bad_input" "cannot read the list of files $FILES_LIST"

# Size and time of a file behind a link: a file that changes has others.
state_of() { stat -L -c '%s %Y' "$1" 2>/dev/null; }
# note <digest> right|wrong <state> <digest of what is there>
note() {
  if new=$(mktemp "$WEIGHTS_ROOT/new.XXXXXX") && printf '%s\n' "$2 $3 $4" >"$new" && chmod 644 "$new" && mv -f "$new" "$WEIGHTS_ROOT/sha256-$1"; then return 0; fi
  fail_disk "$WEIGHTS_ROOT/sha256-$1"
}

absent='' wrong=''
miss() { say "$1"; absent="$absent $path"; }
differ() { say "$1"; wrong="$wrong $path"; }

# verify <digest> <bytes, or -> <path>
verify() {
  file=$CLAIM_ROOT/$3
  if [ ! -f "$file" ]; then miss "$3: there is no such file on the claim, or a folder above it is closed to user $(id -u)"; return; fi
  if [ ! -r "$file" ]; then miss "$3: user $(id -u) cannot read it: give everyone, or its group, the right to read it"; return; fi
  before=$(state_of "$file")
  if [ "$(cat "$WEIGHTS_ROOT/sha256-$1" 2>/dev/null)" = "right $before $1" ]; then say "$3: is verified"; return; fi
  if [ "$2" != - ] && [ "\${before% *}" != "$2" ]; then
    note "$1" wrong "$before" -
    differ "$3: has \${before% *} bytes, and the catalogue names $2"
    return
  fi
  say "$3: hashing $(human "\${before% *}")"
  hash_of "$file"
  if [ "$(state_of "$file")" != "$before" ]; then miss "$3: changed while it was read: another program writes to it"; return; fi
  if [ "$sum" = "$1" ]; then
    note "$1" right "$before" "$1"
    say "$3: verified, sha256:$1"
  else
    note "$1" wrong "$before" "$sum"
    differ "$3: is sha256:$sum, and the catalogue names sha256:$1"
  fi
}

while read -r digest bytes path; do
  is_digest "$digest" || fail "$bad_input" "$FILES_LIST: '$digest' is not a sha256 digest"
  verify "$digest" "$bytes" "$path"
done <"$FILES_LIST"

again='Then delete this Job and apply it again. No engine starts on these files, and nothing on the claim was changed.'
[ -z "$wrong" ] || fail "$checksum" "these files are not those of the catalogue:$wrong. Put the right files there, or lock the model again. $again"
[ -z "$absent" ] || fail "$missing" "these files could not be read:$absent. Check the layout and the folder of the claim, and the rights of its files. $again"
say "everything in $FILES_LIST is verified"
`,
].join('\n');

/**
 * Runs in the `curl` image, without a network. Mounts: the claim at `claim` (read-only), a volume for proofs at `proofs`
 * (read-write), `programFolder`, an emptyDir at `/tmp`. A file whose proof has its size and its time is not read again.
 */
export const verifier: Program<VerifierInputs> = {
  file: 'verifier.sh',
  text,
  run: ({ weights, place, reader, claim = sourceMount, proofs = proofsMount }) => ({
    command: ['/bin/sh', programFile(verifier.file)],
    env: { TMPDIR: scratchMount, WEIGHTS_ROOT: proofs, CLAIM_ROOT: claim, FILES_LIST: programFile(listFile) },
    files: { [verifier.file]: text, [listFile]: claimList(filesOnClaim(place, reader, weights)) },
  }),
};
