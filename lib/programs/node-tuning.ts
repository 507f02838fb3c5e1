/** The program of the DaemonSet that sets kernel settings of a node, once, and then waits beside them. */
import { programFile, sh, type Program } from './program';

/** A key of `/proc/sys`, as `kernel.numa_balancing`. */
export interface KernelSetting {
  readonly key: string;
  readonly value: string;
  /** Whether a kernel may be built without it. */
  readonly mayLack: boolean;
}

export interface NodeTuningInputs {
  readonly settings: readonly KernelSetting[];
  /** @default '/proc/sys' */
  readonly root?: string;
}

const listFile = 'node-settings.list';

const text = sh`
#!/bin/sh
# Sets the kernel settings of SETTINGS_LIST below SYSCTL_ROOT and reads each again. As 'hold' it only waits for its end.
set -u
trap 'exit 143' TERM INT HUP
if [ "\${1:-}" = hold ]; then
  while :; do
    sleep 3600 &
    wait $!
  done
fi
[ -r "$SETTINGS_LIST" ] || { echo "node-tuning: error: cannot read $SETTINGS_LIST" >&2; exit 10; }
while read -r key value needed; do
  path=$SYSCTL_ROOT/$(echo "$key" | tr . /)
  if [ ! -e "$path" ]; then
    [ "$needed" = needed ] || { echo "node-tuning: this kernel has no $key: nothing to set"; continue; }
    echo "node-tuning: error: this kernel has no $key. Take it out of the tuning of this pool." >&2
    exit 13
  fi
  before=$(cat "$path")
  [ "$before" != "$value" ] || { echo "node-tuning: $key is $value already"; continue; }
  { echo "$value" >"$path"; } 2>/dev/null
  [ "$(cat "$path" 2>/dev/null)" = "$value" ] || {
    echo "node-tuning: error: cannot set $key to $value: it stays $before. The container must be privileged." >&2
    exit 16
  }
  echo "node-tuning: $key was $before and is $value"
done <"$SETTINGS_LIST"
`;

/** Runs in the `curl` image, privileged to set. Mounts: `programFolder`. */
export const nodeTuning: Program<NodeTuningInputs> = {
  file: 'node-tuning.sh',
  text,
  run: ({ settings, root = '/proc/sys' }) => ({
    command: ['/bin/sh', programFile(nodeTuning.file)],
    env: { SYSCTL_ROOT: root, SETTINGS_LIST: programFile(listFile) },
    files: {
      [nodeTuning.file]: text,
      [listFile]: settings
        .map(({ key, value, mayLack }) => `${key} ${value} ${mayLack ? 'if-there' : 'needed'}\n`)
        .join(''),
    },
  }),
};
