/** Servers that stand still from their start, as with a disk that gives nothing, until they may go on. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from './node';
import type { Stand } from './stand';

const pollMilliseconds = 10;

/** What loads a model, in the image of either engine. */
const loads = /\/llama-server$/;

/** What a look may find gone: containers and processes end while they are looked at. */
function orNone<T>(look: () => readonly T[]): readonly T[] {
  try {
    return look();
  } catch {
    return [];
  }
}

const foldersIn = (path: string): readonly string[] =>
  orNone(() =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(path, name)),
  );

const processesIn = (container: string): readonly number[] =>
  orNone(() => readFileSync(join(container, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number));

const isLoading = (pid: number): boolean =>
  orNone(() => [readlinkSync(`/proc/${pid}/exe`)]).some((program) => loads.test(program));

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended.
  }
}

export class Stalled {
  private readonly ending = new AbortController();
  private readonly work: Promise<void>;
  private readonly workloads = new Map<string, string>();
  /** Processes that stand still, by workload. */
  private readonly still: ReadonlyMap<string, Set<number>>;
  private readonly free = new Set<string>();

  private constructor(
    private readonly stand: Stand,
    names: readonly string[],
  ) {
    this.still = new Map(names.map((name) => [name, new Set()]));
    this.work = this.watch();
    this.work.catch(() => undefined);
  }

  /** From now on, whatever loads a model in pods of these workloads stands still. */
  static start(stand: Stand, workloads: readonly string[]): Stalled {
    return new Stalled(stand, workloads);
  }

  /** Whether a process of a workload stands still. */
  holds(workload: string): boolean {
    return (this.still.get(workload)?.size ?? 0) > 0;
  }

  /** Lets a workload go on, for good. */
  release(workload: string): void {
    this.free.add(workload);
    for (const pid of this.still.get(workload) ?? []) signal(pid, 'SIGCONT');
  }

  /** Lets all go on; throws what went wrong meanwhile. */
  async stop(): Promise<void> {
    this.ending.abort();
    for (const name of this.still.keys()) this.release(name);
    await this.work;
  }

  private async watch(): Promise<void> {
    while (!this.ending.signal.aborted) {
      for (const node of this.stand.nodes) await this.look(node);
      await sleep(pollMilliseconds);
    }
  }

  private async look(node: Node): Promise<void> {
    const pods = join(this.stand.cgroups.folder('pids', node.cgroup), 'kubepods');
    for (const pod of [pods, ...foldersIn(pods)].flatMap(foldersIn).filter((path) => path.includes('/pod'))) {
      const workload = await this.workloadOf(pod.slice(pod.lastIndexOf('/pod') + '/pod'.length));
      const still = this.still.get(workload);
      if (still === undefined || this.free.has(workload)) continue;
      for (const pid of foldersIn(pod).flatMap(processesIn)) {
        if (still.has(pid) || !isLoading(pid)) continue;
        signal(pid, 'SIGSTOP');
        still.add(pid);
      }
    }
  }

  private async workloadOf(uid: string): Promise<string> {
    const known = this.workloads.get(uid);
    if (known !== undefined) return known;
    for (const { metadata } of await this.stand.client.list('Pod'))
      this.workloads.set(metadata?.uid ?? '', metadata?.labels?.['app.kubernetes.io/instance'] ?? '');
    return this.workloads.get(uid) ?? '';
  }
}
