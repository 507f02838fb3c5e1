/**
 * The preStop program of llama-server: lets running answers end, because SIGTERM would cut them. It always ends with 0:
 * a failing hook would only cut the answers earlier.
 */
import { ceilSeconds, type Duration } from '../core';
import { programFile, sh, type Program } from './program';

/** How long to wait, and for which port. */
export interface LlamaServerDrainInputs {
  readonly port: number;
  /** Time until no proxy sends new requests here: endpoints, then gateways, learn late that the pod ends. */
  readonly propagation: Duration;
  /** Most time that the program takes in all, propagation included; the grace period must be longer. */
  readonly deadline: Duration;
  /** Path of a mounted file with the server's API key, which `/metrics` asks for too. @default - the server has none */
  readonly apiKeyFile?: string;
}

const text = sh`
#!/bin/sh
# Waits until llama-server works on nothing, at most DRAIN_DEADLINE seconds.
set -u
started=$(date +%s)
say() { printf 'drain: %s\n' "$*"; }
left() { echo $((DRAIN_DEADLINE - $(date +%s) + started)); }

header=''
if [ -n "\${DRAIN_API_KEY_FILE-}" ]; then
  read -r key <"$DRAIN_API_KEY_FILE" || :
  header="header = \"Authorization: Bearer $key\""
fi

# Sets busy to the requests at work and in the queue; empty when the server does not say.
look() {
  busy='' processing='' deferred=''
  # The status stands on a line of its own after the metrics.
  answer=$(printf '%s\n' "$header" | curl --disable --config - --silent --max-time 5 --write-out '\nstatus %{http_code}\n' \
    "http://127.0.0.1:$DRAIN_PORT/metrics")
  result=$?
  status=000
  while read -r name value _; do
    case "$name" in
      llamacpp:requests_processing) processing=\${value%%.*} ;;
      llamacpp:requests_deferred) deferred=\${value%%.*} ;;
      status) status=$value ;;
    esac
  done <<END
$answer
END
  [ -z "$processing" ] || [ -z "$deferred" ] || busy=$((processing + deferred))
}

# Endpoints lose the pod while this sleeps; the server still answers late requests.
[ "$DRAIN_PROPAGATION" -lt "$DRAIN_DEADLINE" ] && sleep "$DRAIN_PROPAGATION"

# Idle twice in a row, because a request may just be between the socket and the queue.
idle=0
while [ "$(left)" -gt 0 ]; do
  look
  case "$result:$status" in
    7:*) say 'the server does not listen any more'; exit 0 ;;
    0:503) say 'the model is still loading, so no request is in progress'; exit 0 ;;
  esac
  if [ "$busy" = 0 ]; then idle=$((idle + 1)); else idle=0; fi
  if [ "$idle" -ge 2 ]; then say "idle after $(($(date +%s) - started)) s"; exit 0; fi
  sleep 0.5
done
look
say "gave up after $DRAIN_DEADLINE s: requests in progress and waiting: $busy (status $status); they end early"
exit 0
`;

/**
 * Runs in the llama.cpp server image (sh and curl) as the preStop hook of the server's container, whose environment it
 * shares. Needs `--metrics`. Mount: `programFolder`. While metrics do not answer in time the server counts as busy; a
 * refused connection or a 503 (the model is loading) means that there is nothing to wait for.
 */
export const llamaServerDrain: Program<LlamaServerDrainInputs> = {
  file: 'llama-server-drain.sh',
  text,
  run: ({ port, propagation, deadline, apiKeyFile }) => ({
    command: ['/bin/sh', programFile(llamaServerDrain.file)],
    env: {
      DRAIN_PORT: `${port}`,
      DRAIN_PROPAGATION: `${ceilSeconds(propagation)}`,
      DRAIN_DEADLINE: `${ceilSeconds(deadline)}`,
      ...(apiKeyFile === undefined ? {} : { DRAIN_API_KEY_FILE: apiKeyFile }),
    },
    files: { [llamaServerDrain.file]: text },
  }),
};
