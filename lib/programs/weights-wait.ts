/**
 * The init container's program where weights are read in place: waits until the loader has named them, which it does
 * last.
 */
import { ceilSeconds, type Duration, minutes } from '../core';
import { programFile, sh, type Program } from './program';
import { localMount } from './volumes';
import type { Weights } from './weights-layout';
import { namesList } from './weights-list';

/** What a pod needs. */
export interface WeightsWaitInputs {
  readonly weights: readonly Weights[];
  /** Where the store is mounted. @default '/models' */
  readonly root?: string;
  /** Time after which it gives up, and is started again. @default - 30 minutes */
  readonly patience?: Duration;
}

const listFile = 'needed.list';

const text = sh`
#!/bin/sh
# Waits until every name in NEEDED_LIST leads to its weights in WEIGHTS_ROOT. A name is there only when its weights are complete and proven.
set -u
# The first process of a container has no default for signals: a pod that is deleted would wait for its whole grace period.
trap 'exit 143' TERM INT HUP
started=$(date +%s)

# Sets absent to what is missing first: a name of another revision leads to other weights.
look() {
  absent=''
  while read -r name digest; do
    path=$WEIGHTS_ROOT/$name
    if [ ! -e "$path" ]; then absent=$name; return; fi
    if [ -L "$path" ]; then found=$(readlink "$path"); else found=$(sha256sum "$path"); fi
    case "$found" in
      */sha256-"$digest" | "$digest "*) ;;
      *) absent="$name with sha256:$digest, which is a link to other weights now"; return ;;
    esac
  done <"$NEEDED_LIST"
}

[ -r "$NEEDED_LIST" ] || { echo "weights-wait: error: cannot read $NEEDED_LIST" >&2; exit 10; }
reported=''
while :; do
  look
  [ -n "$absent" ] || { echo "weights-wait: everything is in $WEIGHTS_ROOT"; exit 0; }
  if [ $(($(date +%s) - started)) -ge "$PATIENCE_SECONDS" ]; then
    echo "weights-wait: error: not there after $PATIENCE_SECONDS s: $absent. The loader downloads it: check its Job and its log;" \
      "if its Job ended before the Job of another revision, delete the Job and apply it again." >&2
    exit 17
  fi
  [ "$reported" = "$absent" ] || echo "weights-wait: waiting for the loader to download $absent"
  reported=$absent
  sleep 1 &
  wait $!
done
`;

/**
 * Runs in the `curl` image, under any user id with read access to the store. Mounts: the store at `root` (read-only),
 * `programFolder`.
 */
export const weightsWait: Program<WeightsWaitInputs> = {
  file: 'weights-wait.sh',
  text,
  run: ({ weights, root = localMount, patience = minutes(30) }) => ({
    command: ['/bin/sh', programFile(weightsWait.file)],
    env: { WEIGHTS_ROOT: root, NEEDED_LIST: programFile(listFile), PATIENCE_SECONDS: `${ceilSeconds(patience)}` },
    files: { [weightsWait.file]: text, [listFile]: namesList(weights) },
  }),
};
