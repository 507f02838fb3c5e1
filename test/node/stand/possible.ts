/** Whether this machine can run real nodes. Where it cannot, their tests are skipped. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { skippedCode } from '../../../scripts/toolchain/missing';
import { onPath } from '../../components/debian';
import { hasControllers } from './cgroups';

const programs = ['unshare', 'nsenter', 'setpriv', 'ip', 'ldd'] as const;

const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** What a stand does to a machine, tried once inside of namespaces. Prints the command that fails. */
const attempt = `
try() { "$@" 2> /dev/null || { echo "$*" >&2; exit 1; }; }
try mount -t tmpfs tmpfs /mnt
try mkdir /mnt/upper /mnt/work
try mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
try ip link add lan0 type bridge
try ip link add one0 type veth peer name two0
try test -e /proc/sys/net/bridge/bridge-nf-call-iptables
`;

/** One sentence that says why this machine cannot run real nodes; `undefined` when it can. */
export function whyImpossible(): string | undefined {
  if (process.platform !== 'linux') return 'real nodes need Linux';
  if (process.getuid?.() !== 0) return 'real nodes need the rights of root, for namespaces and mounts';
  const missing = programs.filter((name) => onPath(name) === undefined);
  if (missing.length > 0) return `real nodes need these programs on the machine: ${missing.join(', ')}`;
  if (!hasControllers()) return 'real nodes need control groups of version 1, and this machine has version 2 alone';
  if (!readFileSync('/proc/filesystems', 'utf8').includes('overlay'))
    return 'real nodes need the overlay file system, which this kernel does not have';
  const { status, stderr } = spawnSync('unshare', [...namespaces, 'bash', '-c', attempt], { encoding: 'utf8' });
  return status === 0
    ? undefined
    : `real nodes need namespaces with mounts, bridges and br_netfilter; this fails inside of them: ${stderr.trim() || 'unshare'}`;
}

/** @throws an error at which the environment of the tests skips them */
export function requirePossible(): void {
  const why = whyImpossible();
  if (why !== undefined) throw Object.assign(new Error(`skipped: ${why}`), { code: skippedCode });
}
