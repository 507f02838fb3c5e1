/** The memory of containers that no kernel can take back, looked at in their control groups while they run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Buffers of engines stay once they are made: what lasts less long than this is small. */
const everyMilliseconds = 20;

/** Most that was seen of one container. */
export interface Peak {
  /** Bytes of anonymous memory of all its processes. */
  anonymous: number;
  /** Processes that the kernel has killed because the limit was reached. */
  killed: number;
}

/** What `read` returns; `undefined` where a process or a control group is gone meanwhile. */
function unlessGone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const numberIn = (text: string, line: RegExp): number => Number(line.exec(text)?.[1] ?? 0);

const anonymousOf = (pid: string): number =>
  1024 * (unlessGone(() => numberIn(readFileSync(`/proc/${pid}/status`, 'utf8'), /^RssAnon:\s+(\d+) kB/m)) ?? 0);

/** By the control group and by its processes: the kernel adds up the former now and then only. */
function look(folder: string): Peak | undefined {
  return unlessGone(() => {
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    const processes = read('cgroup.procs').split('\n').filter(Boolean);
    return {
      anonymous: Math.max(
        numberIn(read('memory.stat'), /^total_rss (\d+)/m),
        processes.reduce((sum, pid) => sum + anonymousOf(pid), 0),
      ),
      killed: numberIn(read('memory.oom_control'), /^oom_kill (\d+)/m),
    };
  });
}

/** Folders of the containers of a pod: of each that is there. */
const containersIn = (pod: string): readonly string[] =>
  (unlessGone(() => readdirSync(pod, { withFileTypes: true })) ?? [])
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

export class MemoryWatch {
  private readonly peaks = new Map<string, Peak>();
  private readonly ending = new AbortController();
  private readonly work: Promise<void>;

  /** @param folder - of a node, in the hierarchy of memory */
  constructor(private readonly folder: string) {
    this.work = this.watch();
    this.work.catch(() => undefined);
  }

  private async watch(): Promise<void> {
    const classes = ['', 'burstable', 'besteffort'].map((name) => join(this.folder, 'kubepods', name));
    while (!this.ending.signal.aborted) {
      for (const folder of classes)
        for (const pod of containersIn(folder).filter((name) => name.startsWith('pod')))
          for (const container of containersIn(join(folder, pod))) this.note(container, join(folder, pod, container));
      await sleep(everyMilliseconds);
    }
  }

  private note(container: string, folder: string): void {
    const seen = look(folder);
    if (seen === undefined) return;
    const known = this.peaks.get(container) ?? { anonymous: 0, killed: 0 };
    this.peaks.set(container, {
      anonymous: Math.max(known.anonymous, seen.anonymous),
      killed: Math.max(known.killed, seen.killed),
    });
  }

  /** @param id - as a pod's status has it: `containerd://…` */
  peakOf(id: string): Peak {
    const peak = this.peaks.get(id.split('://')[1] ?? '');
    if (peak === undefined) throw new RangeError(`container ${id} was not seen`);
    return peak;
  }

  /** Ends; throws what went wrong meanwhile. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.work;
  }
}
