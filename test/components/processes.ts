/** Ends of processes that tests start. */
import { execFileSync, type ChildProcess } from 'node:child_process';

/** A process and everything that it started, itself first. */
export function family(pid: number): readonly number[] {
  const pairs = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): readonly number[] => [
    parent,
    ...pairs.filter(([, each]) => each === parent).flatMap(([child = 0]) => below(child)),
  ];
  return below(pid);
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Sends a signal, and waits until the process has ended; one that has ended by itself says so no second time. */
export function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill(signal);
  });
}

/** Kills a process with all that it started, as a node that dies does, and waits until the first has ended. */
export function killFamily(child: ChildProcess): Promise<void> {
  const others = child.pid === undefined || hasEnded(child) ? [] : family(child.pid).slice(1);
  const ended = end(child, 'SIGKILL');
  for (const pid of others) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended with its parent.
    }
  }
  return ended;
}
