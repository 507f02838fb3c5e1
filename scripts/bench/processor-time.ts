/** Processor time of commands, so that other work on the machine does not count. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** `0m1.230s` of the shell's `times`, in seconds. */
const seconds = (text: string): number => {
  const [, minutes = '0', rest = '0'] = /^(\d+)m([\d.]+)s$/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(rest);
};

/** Seconds of processor time, of the user and of the system, that a line of shell takes. */
export function processorTime(line: string): number {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `(${line}) > /dev/null && times`], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${line}: exit code ${status}\n${stderr}`);
  const [, children = ''] = stdout.trim().split('\n');
  return children.split(' ').reduce((sum, text) => sum + seconds(text), 0);
}
