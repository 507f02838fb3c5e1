/**
 * The init container's program: brings what this pod needs to the node's disk, and waits for the loader where it must.
 */
import { type Bytes, type Duration, minutes, seconds } from '../core';
import { fillEnvironment } from './loader';
import { programFile, sh, type Program } from './program';
import { fill } from './shell/fill';
import { prelude } from './shell/prelude';
import { publish } from './shell/publish';
import { transfer } from './shell/transfer';
import { localMount } from './volumes';
import type { Weights } from './weights-layout';
import { weightsList, weightsListFile } from './weights-list';

/** What a pod needs, and who has it. */
export interface StagerInputs {
  readonly weights: readonly Weights[];
  /** Address of the weights server: `http://10.96.0.15:8080`. */
  readonly server: string;
  /** Root on the node's disk. @default '/models' */
  readonly root?: string;
  /**
   * Weights in the root that this pod does not need: removed once its own are complete, or before when they would not
   * fit. Keep them where pods of other models share the root. @default 'remove'
   */
  readonly others?: 'remove' | 'keep';
  /**
   * Time without any progress (the loader has not published, the server is away) after which it gives up.
   * @default - 30 minutes
   */
  readonly patience?: Duration;
  /** First pause before asking again; each further one is twice as long, up to 30 s. @default - 1 second */
  readonly firstPause?: Duration;
  /** Time between two progress lines. @default - 30 seconds */
  readonly progressEvery?: Duration;
  /**
   * Bytes a second below which a weights server counts as silent.
   * @default - 4 KiB: a line of 100 Mbit/s divided among 3 000 stagers
   */
  readonly leastSpeed?: Bytes;
  /** Time for which a weights server may be slower than that before it is asked again. @default - 60 seconds */
  readonly slowFor?: Duration;
}

const text = [
  sh`
#!/bin/sh
# Stages weights on the node: list in WEIGHTS_LIST, root in WEIGHTS_ROOT.
program=stager
when_missing='wait'
when_away='Check the pods of the weights server, and the network policies. Downloaded bytes are kept.'
when_wrong='The copy in the store is damaged: remove it there (blobs/sha256-...), and run its loader again.'
`,
  prelude,
  transfer,
  publish,
  fill,
  sh`
need OTHER_WEIGHTS

# Another stager under the same root would take what this one has not named yet for weights that no pod needs.
leave_root() { :; }
discard() {
  case "$1" in "$WEIGHTS_ROOT"/*) ;; *) return 0 ;; esac
  rm -f "$1" || fail_disk "$1"
  say "removed $1, which this pod does not need"
}
# Names first, so that no name ever leads to nothing. Alone only: another stager's weights are not this pod's to judge.
tidy() {
  if flock -n -x 8; then
    found=$(find "$WEIGHTS_ROOT/gguf" "$WEIGHTS_ROOT/manifests" ! -type d) || fail "$disk" "cannot list $WEIGHTS_ROOT"
    while read -r path; do
      listed "\${path#"$WEIGHTS_ROOT"/}" "$needed_names" || discard "$path"
    done <<END
$found
END
    found=$(find "$WEIGHTS_ROOT/blobs" "$WEIGHTS_ROOT/partials" "$WEIGHTS_ROOT/verified" ! -type d) || fail "$disk" "cannot list $WEIGHTS_ROOT"
    while read -r path; do
      listed "\${path##*/sha256-}" "$needed_digests" || discard "$path"
    done <<END
$found
END
  else
    say "another stager works under $WEIGHTS_ROOT: what this pod does not need stays"
  fi
  share_root
}
make_room() {
  [ "$OTHER_WEIGHTS" = remove ] || return 0
  list_needed
  tidy
}
list_needed() {
  needed_names='' needed_digests=$wanted_digests
  while read -r _ name digest; do
    needed_names=\${needed_names:+$needed_names$newline}$name
    needed_digests=$needed_digests$newline$digest
  done <<END
$names
END
}

fill
make_room
say "everything in $WEIGHTS_LIST is under $WEIGHTS_ROOT"
`,
].join('\n');

/**
 * Runs in the `curl` image as an init container. Mounts: the local weights at `root` (read-write; the engine mounts the
 * same volume read-only), `programFolder`, an emptyDir at `/tmp`. Lays out `gguf/<key>/<file>.gguf` for llama-server
 * (`modelFile` names the first shard) and `blobs/` with `manifests/` for Ollama (`OLLAMA_MODELS` is the root). A second
 * run reads markers, not weights.
 */
export const stager: Program<StagerInputs> = {
  file: 'stager.sh',
  text,
  run: ({
    weights,
    server,
    root = localMount,
    others = 'remove',
    patience = minutes(30),
    firstPause = seconds(1),
    progressEvery = seconds(30),
    leastSpeed,
    slowFor,
  }) => ({
    command: ['/bin/sh', programFile(stager.file)],
    env: {
      ...fillEnvironment({ root, patience, firstPause, progressEvery, leastSpeed, slowFor }),
      OTHER_WEIGHTS: others,
    },
    files: { [stager.file]: text, [weightsListFile]: weightsList(weights, { from: 'weights-server', url: server }) },
  }),
};
