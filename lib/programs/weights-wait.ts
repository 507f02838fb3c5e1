/** The init container's program where weights are read in place: waits until the loader has named them, which it does last. */
import { ceilSeconds, minutes, type Duration } from '../core/duration';
import { exitsOf } from './exits';
import { programFile, sh, type Program } from './program';
import { localMount } from './volumes';
import type { Weights } from './weights-layout';
import { revisionList } from './weights-list';

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
# Waits until every name in NEEDED_LIST is in WEIGHTS_ROOT. A name is there only when its weights are complete and proven.
set -u
started=$(date +%s)

missing() {
  while read -r kind name; do
    [ "$kind" != name ] || [ -e "$WEIGHTS_ROOT/$name" ] || { echo "$name"; return; }
  done <"$NEEDED_LIST"
}

told=''
while :; do
  absent=$(missing) || exit 10
  [ -n "$absent" ] || { echo "weights-wait: everything is in $WEIGHTS_ROOT"; exit 0; }
  if [ $(($(date +%s) - started)) -ge "$PATIENCE_SECONDS" ]; then
    echo "weights-wait: error: $absent is not there after $PATIENCE_SECONDS s. The loader puts it there: look at its Job and its log." >&2
    exit 17
  fi
  [ "$told" = "$absent" ] || echo "weights-wait: waiting for the loader to bring $absent"
  told=$absent
  sleep 1
done
`;

/** Runs in the `curl` image as any uid that may read the store. Mounts: the store at `root` (read-only), `programFolder`. */
export const weightsWait: Program<WeightsWaitInputs> = {
  file: 'weights-wait.sh',
  text,
  exits: exitsOf('done', 'badInput', 'unpublished'),
  run: ({ weights, root = localMount, patience = minutes(30) }) => ({
    command: ['/bin/sh', programFile(weightsWait.file)],
    env: { WEIGHTS_ROOT: root, NEEDED_LIST: programFile(listFile), PATIENCE_SECONDS: `${ceilSeconds(patience)}` },
    files: { [weightsWait.file]: text, [listFile]: revisionList(weights) },
  }),
};
