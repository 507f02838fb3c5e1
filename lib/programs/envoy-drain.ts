/**
 * The preStop program of Envoy: lets running answers end, because SIGTERM would cut them. It always ends with 0: a
 * failing hook would only cut the answers earlier.
 */
import { ceilSeconds, type Duration } from '../core';
import { programFile, sh, type Program } from './program';

/** How long to wait, and where Envoy is administered. */
export interface EnvoyDrainInputs {
  /** Port of Envoy's administration, on loopback. */
  readonly adminPort: number;
  /** Time until no client or proxy opens new connections here. */
  readonly propagation: Duration;
  /** Most time that the program takes in all, propagation included; the grace period must be longer. */
  readonly deadline: Duration;
}

const text = sh`
#!/bin/bash
# Waits until Envoy answers no request any more, at most DRAIN_DEADLINE seconds.
set -u
started=$SECONDS

# ask METHOD PATH: sets answer to the lines that Envoy's administration sends; empty where it does not listen.
ask() {
  answer=()
  local line
  {
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n' "$1" "$2" >&3
    while IFS= read -r -t 5 line <&3; do answer+=("\${line%$'\r'}"); done
  } 3<>"/dev/tcp/127.0.0.1/$DRAIN_ADMIN_PORT"
} 2>/dev/null

# Sets active to the requests in progress; empty where Envoy does not answer. Probes and this question are not counted.
count_requests() {
  active=''
  ask GET '/stats?filter=downstream_rq_active$'
  local line
  for line in "\${answer[@]}"; do
    if [[ $line =~ ^http\.(admin|metrics)\. ]]; then active=$((active + 0)); continue; fi
    if [[ $line =~ ^http\..*:\ ([0-9]+)$ ]]; then active=$((active + BASH_REMATCH[1])); fi
  done
}

# Not ready from now on. Envoy goes on to take requests; each answer asks its client to close the connection.
ask POST /healthcheck/fail
ask POST '/drain_listeners?graceful&skip_exit'
((DRAIN_PROPAGATION < DRAIN_DEADLINE)) && sleep "$DRAIN_PROPAGATION"

# Idle twice in a row: a request may just be between a connection and its first byte.
idle=0
while ((SECONDS - started < DRAIN_DEADLINE)); do
  count_requests
  if [[ -z $active ]]; then
    echo 'drain: Envoy does not answer any more'
    exit 0
  fi
  idle=$((active == 0 ? idle + 1 : 0))
  if ((idle == 2)); then
    echo "drain: no request is in progress after $((SECONDS - started)) s"
    exit 0
  fi
  sleep 0.5
done
count_requests
echo "drain: gave up after $DRAIN_DEADLINE s: requests in progress: \${active:-unknown}; their answers end early"
exit 0
`;

/**
 * Runs in the Envoy image, which has bash but neither curl nor wget, as the preStop hook of its container, whose
 * environment it shares. Mount: `programFolder`. Envoy refuses new connections after `--drain-time-s`, which must not be
 * longer than the propagation.
 */
export const envoyDrain: Program<EnvoyDrainInputs> = {
  file: 'envoy-drain.sh',
  text,
  run: ({ adminPort, propagation, deadline }) => ({
    command: ['/bin/bash', programFile(envoyDrain.file)],
    env: {
      DRAIN_ADMIN_PORT: `${adminPort}`,
      DRAIN_PROPAGATION: `${ceilSeconds(propagation)}`,
      DRAIN_DEADLINE: `${ceilSeconds(deadline)}`,
    },
    files: { [envoyDrain.file]: text },
  }),
};
