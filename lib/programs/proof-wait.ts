/**
 * The init container's program where a claim of others is read in place: waits until every file is verified, and ends
 * with an error where one differs from the catalogue.
 */
import { ceilSeconds, type Duration, minutes } from '../core';
import type { ClaimPlace } from '../catalog';
import { filesOnClaim } from './claim-files';
import { programFile, sh, type Program } from './program';
import { claimList } from './verifier';
import { localMount, proofsMount } from './volumes';
import type { Weights } from './weights-layout';

/** What a pod needs. */
export interface ProofWaitInputs {
  readonly weights: readonly Weights[];
  readonly place: ClaimPlace;
  /** Where the claim is mounted. @default '/models' */
  readonly claim?: string;
  /** Where the proofs are mounted. @default '/proofs' */
  readonly proofs?: string;
  /** Time after which it gives up, and is started again. @default - 30 minutes */
  readonly patience?: Duration;
}

const listFile = 'proofs.list';

const text = sh`
#!/bin/sh
# Waits until every file of FILES_LIST in CLAIM_ROOT has a proof in PROOFS_ROOT, of the size and the time that it has now.
set -u
# The first process of a container has no default for signals: a pod that is deleted would wait for its whole grace period.
trap 'exit 143' TERM INT HUP
started=$(date +%s)
again='delete its Job and apply it again.'

# Sets absent to what is missing first. Ends where a file is not that of the catalogue.
look() {
  absent=''
  while read -r digest _ path; do
    state=$(stat -L -c '%s %Y' "$CLAIM_ROOT/$path" 2>/dev/null) || { absent="$path is not on the claim"; return; }
    proof=$(cat "$PROOFS_ROOT/sha256-$digest" 2>/dev/null) || { absent="$path is not verified yet"; return; }
    case "$proof" in
      "right $state $digest") ;;
      "wrong $state "*)
        echo "proof-wait: error: $path on the claim is not the file of the catalogue, which has sha256:$digest." \
          "Put the right file there, or lock the model again. Then $again" >&2
        exit 14
        ;;
      *) absent="$path has changed since it was verified: $again"; return ;;
    esac
  done <"$FILES_LIST"
}

[ -r "$FILES_LIST" ] || { echo "proof-wait: error: cannot read $FILES_LIST" >&2; exit 10; }
reported=''
while :; do
  look
  [ -n "$absent" ] || { echo "proof-wait: everything in $CLAIM_ROOT is verified"; exit 0; }
  if [ $(($(date +%s) - started)) -ge "$PATIENCE_SECONDS" ]; then
    echo "proof-wait: error: not there after $PATIENCE_SECONDS s: $absent. The verifier reads it: check its Job and its log." >&2
    exit 17
  fi
  [ "$reported" = "$absent" ] || echo "proof-wait: waiting: $absent"
  reported=$absent
  sleep 1 &
  wait $!
done
`;

/**
 * Runs in the `curl` image, under any user id with read access to the claim. Mounts: the claim at `claim` and the proofs
 * at `proofs` (both read-only), `programFolder`.
 */
export const proofWait: Program<ProofWaitInputs> = {
  file: 'proof-wait.sh',
  text,
  run: ({ weights, place, claim = localMount, proofs = proofsMount, patience = minutes(30) }) => ({
    command: ['/bin/sh', programFile(proofWait.file)],
    env: {
      CLAIM_ROOT: claim,
      PROOFS_ROOT: proofs,
      FILES_LIST: programFile(listFile),
      PATIENCE_SECONDS: `${ceilSeconds(patience)}`,
    },
    files: { [proofWait.file]: text, [listFile]: claimList(filesOnClaim(place, 'engine', weights)) },
  }),
};
