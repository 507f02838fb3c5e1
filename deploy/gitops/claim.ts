/**
 * One writer at a time. Each puts a file of its own into a folder and works when it sees no other; of two that see each other the one
 * with the larger name withdraws. Files of processes that have ended are swept away, so a killed run bars nobody.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { refuse } from '../../lib';

/** Milliseconds between two looks. */
const pause = 50;
const separator = '~';

/** When a process began, in ticks since boot: a number that was given out again is not the same process. Empty where nobody says. */
function startOf(pid: number): string {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function isRunning(pid: number, start: string): boolean {
  try {
    process.kill(pid, 0);
    return startOf(pid) === start;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether the process behind a file may still be at work; of other machines nobody can tell, so it may. */
function isAlive(name: string): boolean {
  const [host, pid = '', start = ''] = name.split(separator);
  return host !== hostname() || isRunning(Number(pid), start);
}

const own = (): string => [hostname(), process.pid, startOf(process.pid)].join(separator);

function announce(folder: string, name: string): void {
  for (;;) {
    mkdirSync(folder, { recursive: true });
    try {
      return writeFileSync(join(folder, name), '');
    } catch (error) {
      // Between the two calls another run may have removed the empty folder.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Others that may be at work; what the dead left is removed. */
function others(folder: string, name: string): readonly string[] {
  const found = readdirSync(folder).filter((each) => each !== name);
  for (const dead of found.filter((each) => !isAlive(each))) rmSync(join(folder, dead), { force: true });
  return found.filter(isAlive).sort();
}

const sleep = (milliseconds: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);

function withdraw(folder: string, name: string): void {
  rmSync(join(folder, name), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // Another has put its file there in the meantime: the folder is in use.
  }
}

/**
 * Runs a piece of work while no other run does.
 *
 * @param patience - milliseconds to wait for another run
 * @throws FaultError when the other has not ended by then
 */
export function alone<T>(folder: string, patience: number, work: () => T): T {
  const name = own();
  const end = Date.now() + patience;
  announce(folder, name);
  try {
    for (let seen = others(folder, name); seen.length > 0; seen = others(folder, name)) {
      if (Date.now() > end) {
        refuse('AnotherRun', folder, `another run is writing here: ${seen.join(', ')} (machine, process, start)`, {
          fix: 'wait for it to end; if nobody runs on that machine any more, remove its file',
        });
      }
      const [first = name] = seen;
      if (first < name) withdraw(folder, name);
      sleep(pause);
      announce(folder, name);
    }
    return work();
  } finally {
    withdraw(folder, name);
  }
}
