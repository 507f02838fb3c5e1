/** Control groups of a stand: one folder in each hierarchy, bounded in memory, removed with the stand. */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leash } from '../../../scripts/toolchain/leash';

const root = '/sys/fs/cgroup';
const prefix = 'corral-node-';

/** Memory of everything that a stand runs, pods included. */
const memoryLimitBytes = 6 * 2 ** 30;

/** Whether this machine divides control groups by controller, as version 1 does. */
export const hasControllers = (): boolean => existsSync(join(root, 'memory', 'memory.limit_in_bytes'));

const hierarchies = (): readonly string[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(root, name));

function removeBelow(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) removeEmpty(join(path, entry.name));
}

function removeEmpty(path: string): void {
  removeBelow(path);
  rmdirSync(path);
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** Removes what a stand left whose keeper was killed too. */
function removeLeftOvers(): void {
  for (const path of hierarchies())
    for (const name of readdirSync(path)) {
      if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length).split('-')[0]))) continue;
      try {
        removeEmpty(join(path, name));
      } catch {
        // A process in it still runs: another run removes it.
      }
    }
}

/** A new control group in each hierarchy. A processor set is empty until it is given the processors of its parent. */
function make(name: string): readonly string[] {
  return hierarchies()
    .filter((path) => !path.endsWith('/unified'))
    .map((path) => {
      const folder = join(path, name);
      mkdirSync(folder);
      if (path.endsWith('/cpuset'))
        for (const file of ['cpuset.cpus', 'cpuset.mems'])
          writeFileSync(join(folder, file), readFileSync(join(folder, '..', file)));
      return folder;
    });
}

let stands = 0;

/** The control groups of one stand. */
export class Cgroups {
  private constructor(private readonly name: string) {}

  static make(leash: Leash): Cgroups {
    removeLeftOvers();
    const name = `${prefix}${process.pid}-${(stands += 1)}`;
    // runc makes one in the hierarchy of version 2, too.
    leash.keepCgroups(hierarchies().map((path) => join(path, name)));
    make(name);
    writeFileSync(join(root, 'memory', name, 'memory.limit_in_bytes'), String(memoryLimitBytes));
    return new Cgroups(name);
  }

  /** Makes the group of a machine; its path as the kubelet wants it, and its folders. */
  ofMachine(machine: string): { readonly path: string; readonly folders: readonly string[] } {
    const name = `${this.name}/${machine}`;
    return { path: `/${name}`, folders: make(name) };
  }

  /** Removes the groups that the pods of a machine had, all of whose processes are about to be gone. */
  async removePods(machine: string): Promise<void> {
    const folders = hierarchies().map((path) => join(path, this.name, machine));
    const deadline = Date.now() + 10_000;
    for (const folder of folders.filter((path) => existsSync(path))) {
      for (;;) {
        try {
          removeBelow(folder);
          break;
        } catch (error) {
          if (Date.now() > deadline) throw error;
          await sleep(20);
        }
      }
    }
  }

  /** Bytes of memory that the stand has used at most. */
  get peakMemory(): number {
    return Number(readFileSync(join(root, 'memory', this.name, 'memory.max_usage_in_bytes'), 'utf8'));
  }

  /** The folder of a group in the hierarchy of a controller. */
  folder(controller: string, path = `/${this.name}`): string {
    return join(root, controller, path);
  }
}
