/** A run that is killed leaves no process, no mount, no namespace, no control group and no folder. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { plainEnvironment } from '../../scripts/toolchain/leash';
import { ensureTools } from '../../scripts/toolchain/tools';
import { waitUntil } from '../cluster/client/wait';
import { controlPlaneTools, nodeTools } from '../components/sets';
import { count } from './claims';
import { requirePossible } from './stand/possible';

const root = join(__dirname, '..', '..');

/** One process that holds a stand. */
const holder = [process.execPath, '--import', 'tsx', join(__dirname, 'hold-stand.worker.ts')] as const;
/** The whole chain of npm, a shell and jest, of which npm is hit. */
const suite = ['npm', 'run', '--silent', 'test:node', '--', 'first-token'] as const;

/** `undefined` for what ended meanwhile. */
function of<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const processes = (): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/.test(name));

/** Whether a process is of a run: by its folder for temporary files, or by a path of it. Pods have neither. */
const isOf = (temporary: string, pid: string): boolean =>
  [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].some((path) =>
    of(() => readFileSync(path, 'utf8'))?.includes(temporary),
  );

/** Network namespaces that processes are in. */
const namespaceOf = (pid: string): string | undefined => of(() => readlinkSync(`/proc/${pid}/ns/net`));

/** Control groups of stands, with the process that started each in its name. */
const groups = (): readonly string[] =>
  readdirSync('/sys/fs/cgroup').flatMap((hierarchy) =>
    (of(() => readdirSync(join('/sys/fs/cgroup', hierarchy))) ?? [])
      .filter((name) => name.startsWith('corral-node-'))
      .map((name) => join('/sys/fs/cgroup', hierarchy, name)),
  );

const mountsWith = (temporary: string): readonly string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(temporary));

/** Runs a command until so many processes of its pods and programs are in namespaces, and kills it. */
async function killedAt([file, ...args]: readonly [string, ...string[]], programs: number): Promise<readonly string[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'corral-killed-'));
  const own = namespaceOf('self');
  try {
    const child = spawn(file, args, { cwd: root, stdio: 'ignore', env: plainEnvironment({ TMPDIR: temporary }) });
    const { inside, mine } = await waitUntil(
      `${programs} programs run inside`,
      async () => {
        const pids = processes().filter((pid) => isOf(temporary, pid));
        return {
          inside: pids.filter((pid) => ![own, undefined].includes(namespaceOf(pid))),
          // The question whether the machine can do it has namespaces too, but no control groups.
          mine: groups().filter((path) => pids.some((pid) => path.includes(`-${pid}-`))),
        };
      },
      (seen) => seen.inside.length >= programs && seen.mine.length > 0,
    );
    const namespaces = new Set(inside.map(namespaceOf));
    child.kill('SIGKILL');
    return await waitUntil(
      'everything is gone',
      async () => [
        ...processes().filter((pid) => isOf(temporary, pid)),
        // What a pod runs knows nothing of the folder, but is in a namespace of the stand.
        ...processes().filter((pid) => namespaces.has(namespaceOf(pid))),
        ...readdirSync(temporary).filter((name) => name.startsWith('corral-')),
        ...mountsWith(temporary),
        ...groups().filter((path) => mine.includes(path)),
      ],
      (left) => left.length === 0,
      { seconds: 180 },
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

beforeAll(async () => {
  requirePossible();
  await ensureTools([...controlPlaneTools, ...nodeTools]);
});

test.each([
  { moment: 'while its machines start', command: holder, programs: 2 },
  { moment: 'while its nodes run', command: holder, programs: 14 },
  { moment: 'by its npm', command: suite, programs: 14 },
])('killed $moment, a run leaves nothing', async ({ command, programs }) => {
  expect(await killedAt(command, programs)).toEqual([]);
  count('harness', { kills: 1 });
});
