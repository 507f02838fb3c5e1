/** A run that is killed, at whatever moment and whichever of its processes is hit, leaves no process and no folder. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { plainEnvironment } from '../../scripts/toolchain/leash';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { waitUntil } from './client/wait';
import { count } from './claims';

const minutes = 60_000;
const root = join(__dirname, '..', '..');

/** One process that holds a control plane. */
const holder = [process.execPath, '--import', 'tsx', join(__dirname, 'hold-control-plane.worker.ts')] as const;
/** The whole chain of npm, a shell and jest, of which npm is hit; it would go on for an hour. */
const suite = ['npm', 'run', '--silent', 'test:cluster', '--', 'fleets'] as const;

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone meanwhile.
    return '';
  }
};

/** Command lines of the processes that have this folder for temporary files: the run, and whatever it started. */
const processesOf = (temporary: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(`/proc/${pid}/environ`).split('\0').includes(`TMPDIR=${temporary}`))
    .map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));

const foldersOf = (temporary: string): readonly string[] =>
  readdirSync(temporary).filter((name) => name.startsWith('corral-'));

const componentsOf = (temporary: string): readonly string[] =>
  processesOf(temporary).filter((command) => command.includes(temporary));

/** Runs a command until that many components of its control plane run, and kills it. */
async function killedAt(
  [file, ...args]: readonly [string, ...string[]],
  components: number,
): Promise<readonly string[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'corral-killed-'));
  try {
    const child = spawn(file, args, {
      cwd: root,
      stdio: 'ignore',
      env: plainEnvironment({ TMPDIR: temporary, FLEETS: '1000', LANES: '1' }),
    });
    await waitUntil(
      `${components} components run`,
      async () => ({ folders: foldersOf(temporary), running: componentsOf(temporary) }),
      ({ folders, running }) => folders.length > 0 && running.length >= components,
    );
    child.kill('SIGKILL');
    const look = async () => [...processesOf(temporary), ...foldersOf(temporary)];
    return await waitUntil('everything is gone', look, (left) => left.length === 0);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

// What a process was started with is told by Linux alone.
const where = existsSync('/proc/self/environ') ? test : test.skip;

where('killed before the first component, between two, and when all run: nothing is left', async () => {
  const left = await Promise.all([
    killedAt(holder, 0),
    killedAt(holder, 1),
    killedAt(holder, 5),
    killedAt(suite, 1),
    killedAt(suite, 5),
  ]);
  expect(left.flat()).toEqual([]);
  count('harness', { kills: left.length });
});
