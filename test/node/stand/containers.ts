/** What a node knows of the containers of its pods: their processes with their rights, and what they may and did write. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { IContainerStatus, IPod } from 'kubernetes-models/v1';
import type { Stand } from './stand';

/** A container that was started, in the words of its pod. */
export interface Started {
  readonly pod: IPod;
  readonly name: string;
  /** As containerd names it. */
  readonly id: string;
  readonly status: IContainerStatus;
}

/** Init containers in their order, then the others. */
export function startedIn(pod: IPod): readonly Started[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].flatMap((status) => {
    const id = status.containerID?.split('://')[1];
    return id === undefined ? [] : [{ pod, name: status.name, id, status }];
  });
}

export function startedAs(pod: IPod, name: string): Started {
  const found = startedIn(pod).find((each) => each.name === name);
  if (found === undefined) throw new Error(`container ${name} of pod ${pod.metadata?.name} was not started`);
  return found;
}

/** Folders in a folder; none in one that is gone meanwhile, as those of a container that ends. */
function foldersIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  } catch (error) {
    if (['ENOENT', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

function folderNamed(folder: string, name: string): string | undefined {
  for (const entry of foldersIn(folder)) {
    const path = join(folder, entry.name);
    const found = entry.name === name ? path : folderNamed(path, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Folder of the control group of a container; `undefined` once it is gone. */
export const cgroupOf = (stand: Stand, { id }: Started, controller: string): string | undefined =>
  folderNamed(stand.cgroups.folder(controller), id);

/** Processes of a container that runs, first one first, by their numbers outside of the stand. */
export function processesOf(stand: Stand, started: Started): readonly number[] {
  const folder = cgroupOf(stand, started, 'pids');
  return folder === undefined ? [] : readFileSync(join(folder, 'cgroup.procs'), 'utf8').trim().split('\n').map(Number);
}

/** Rights of a process, as the kernel has them. */
export interface Rights {
  /** Real, effective, saved, of the file system. */
  readonly users: readonly number[];
  readonly groups: readonly number[];
  readonly furtherGroups: readonly number[];
  /** All sets of capabilities, as one number; zero is none. */
  readonly capabilities: bigint;
  readonly noNewPrivileges: boolean;
  /** `2`: a filter of system calls. */
  readonly seccomp: number;
}

export function rightsOf(pid: number): Rights {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const words = (field: string): readonly string[] =>
    new RegExp(`^${field}:(.*)$`, 'm').exec(status)?.[1]?.trim().split(/\s+/).filter(Boolean) ?? [];
  const capabilities = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map((set) => BigInt(`0x${words(set)[0]}`));
  return {
    users: words('Uid').map(Number),
    groups: words('Gid').map(Number),
    furtherGroups: words('Groups').map(Number),
    capabilities: capabilities.reduce((all, set) => all | set, 0n),
    noNewPrivileges: words('NoNewPrivs')[0] === '1',
    seccomp: Number(words('Seccomp')[0]),
  };
}

/** Tries to make a file in each folder that a process sees, and prints where the kernel let it. */
const tryAll = `
find . \\( -path ./proc -o -path ./sys \\) -prune -o -type d -print 2>/dev/null | while read -r folder; do
  if (: > "$folder/.tried") 2>/dev/null; then echo "$folder"; rm "$folder/.tried"; fi
done`;

/** Folders in which the user of a process can write, without those below another one. */
export function writableFolders(pid: number): readonly string[] {
  const { users, groups, furtherGroups } = rightsOf(pid);
  const identity = [
    `--reuid=${users[1]}`,
    `--regid=${groups[1]}`,
    furtherGroups.length === 0 ? '--clear-groups' : `--groups=${furtherGroups.join(',')}`,
    '--bounding-set=-all',
    '--inh-caps=-all',
  ];
  const found = execFileSync('setpriv', [...identity, 'sh', '-c', tryAll], {
    cwd: `/proc/${pid}/root`,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice(1) || '/')
    .sort();
  return found.filter((path) => !found.some((other) => path !== other && path.startsWith(`${other}/`)));
}

/** Files and folders below a folder, by their paths in it. */
export function filesBelow(folder: string, path = ''): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const own = `${path}/${entry.name}`;
    return entry.isDirectory() ? [own, ...filesBelow(join(folder, entry.name), own)] : [own];
  });
}

/** What a container wrote to its own root, beside the volumes: mount points are there too, which are empty. */
export async function writtenToRoot(stand: Stand, { id, pod: { metadata } }: Started): Promise<readonly string[]> {
  const node = await stand.nodeOf(metadata?.namespace ?? '', metadata?.name ?? '');
  const mounts = await node.ctr(['snapshots', 'mounts', '/mnt', id]);
  const upper = /upperdir=([^,\s]+)/.exec(mounts)?.[1];
  if (upper === undefined) throw new Error(`container ${id} has no layer of its own:\n${mounts}`);
  return filesBelow(upper.replace('/var/lib/containerd', join(node.machine.folder, 'containerd')));
}

/** Owner, group and mode of a file, or of what a link leads to. */
export function ownerOf(path: string): readonly [user: number, group: number, mode: number] {
  const { uid, gid, mode } = statSync(path);
  return [uid, gid, mode & 0o7777];
}
