/**
 * The preStop program of Ollama: waits until no client is connected, because SIGTERM cuts every stream at once. Always
 * ends with 0.
 */
import { ceilSeconds, type Duration } from '../core';
import { programFile, sh, type Program } from './program';

/** How long to wait, and for which port. */
export interface OllamaDrainInputs {
  readonly port: number;
  /** Time until no proxy sends new requests here. */
  readonly propagation: Duration;
  /** Most time that the program takes in all, propagation included; the grace period must be longer. */
  readonly deadline: Duration;
}

const text = sh`
#!/bin/bash
# Waits until no client is connected to Ollama's port, at most DRAIN_DEADLINE seconds.
set -u
started=$SECONDS
printf -v port '%04X' "$DRAIN_PORT"

# Established connections (state 01) whose local end is Ollama's port. A table is read in one go: line by line, bash would seek in it,
# for which the kernel makes it anew each time, and lines are missed.
established="^ *[0-9]+: [0-9A-F]+:$port [0-9A-F]+:[0-9A-F]+ 01 "
count_clients() {
  clients=0
  local table line lines
  for table in /proc/net/tcp /proc/net/tcp6; do
    [[ -r $table ]] || continue
    mapfile -t lines <"$table"
    for line in "\${lines[@]}"; do
      if [[ $line =~ $established ]]; then clients=$((clients + 1)); fi
    done
  done
}

idle=0
((DRAIN_PROPAGATION < DRAIN_DEADLINE)) && sleep "$DRAIN_PROPAGATION"
while ((SECONDS - started < DRAIN_DEADLINE)); do
  count_clients
  # Twice in a row: a table of several pages may miss a line while others come and go.
  idle=$((clients == 0 ? idle + 1 : 0))
  if ((idle == 2)); then
    echo "drain: no client is connected after $((SECONDS - started)) s"
    exit 0
  fi
  sleep 0.5
done
count_clients
if ((clients == 0)); then
  echo "drain: no client is connected after $((SECONDS - started)) s"
else
  echo "drain: gave up after $DRAIN_DEADLINE s: $clients open connections; their answers end early"
fi
exit 0
`;

/**
 * Runs in the Ollama image, which has bash but neither curl nor wget, as the preStop hook of the server's container.
 * Ollama does not report how many requests it works on (`/api/ps` lists models), so open connections are counted: each
 * answer has one. A gateway that keeps idle connections open makes the drain last until the deadline, never shorter
 * than an answer: let its idle time be less than the deadline. Mount: `programFolder`.
 */
export const ollamaDrain: Program<OllamaDrainInputs> = {
  file: 'ollama-drain.sh',
  text,
  run: ({ port, propagation, deadline }) => ({
    command: ['/bin/bash', programFile(ollamaDrain.file)],
    env: {
      DRAIN_PORT: `${port}`,
      DRAIN_PROPAGATION: `${ceilSeconds(propagation)}`,
      DRAIN_DEADLINE: `${ceilSeconds(deadline)}`,
    },
    files: { [ollamaDrain.file]: text },
  }),
};
