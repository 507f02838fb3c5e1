/**
 * Runs a program as its container would: busybox's shell and tools alone, the real curl, a user without rights, its own
 * folders.
 */
import { afterAll, jest } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder, type ProgramRun } from '../../../lib/programs/program';
import { scratchMount } from '../../../lib/programs/volumes';
import { appletsOf, busybox, required } from './debian';

/** What a finished program left. */
export interface Ended {
  /** Exit code; 137 when it was killed. */
  readonly code: number;
  readonly output: string;
}

/** A program at work. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once it has printed a text; rejects where it ends without. */
  said(text: string): Promise<void>;
  /** Kills it with everything that it started, as the end of a container does. */
  killAll(): void;
}

/** The user of the containers; a machine that does not run tests as root runs them as itself. */
const user = process.getuid?.() === 0 ? { uid: 10001, gid: 10001 } : {};

/** The tools of the container, made once for a test file. */
function toolFolder(): string {
  const bin = mkdtempSync(join(tmpdir(), 'corral-tools-'));
  chmodSync(bin, 0o755);
  // A copy: the user of the containers may not be allowed to look into the cache of the user who runs the tests.
  const shell = join(bin, 'busybox');
  copyFileSync(busybox(), shell);
  chmodSync(shell, 0o755);
  const applets = appletsOf(shell);
  for (const applet of applets) if (applet !== 'busybox') symlinkSync(shell, join(bin, applet));
  symlinkSync(required('curl'), join(bin, 'curl'));
  // Debian builds busybox without this applet, Alpine with it.
  if (!applets.includes('flock')) symlinkSync(required('flock'), join(bin, 'flock'));
  return bin;
}

/** A file system without a disk: the programs flush what they publish, and a busy disk would make the tests slow. */
const memory = '/dev/shm';

// Nothing here waits that long; a machine with other work may.
jest.setTimeout(240_000);

let tools: string | undefined;
afterAll(() => {
  if (tools !== undefined) rmSync(tools, { recursive: true });
});

/** A folder that stands for the volumes of one pod; `remove` takes everything with it. */
export class Sandbox {
  readonly folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), 'corral-programs-'));
  private readonly bin = (tools ??= toolFolder());
  private runs = 0;

  constructor() {
    chmodSync(this.folder, 0o755);
  }

  /** A copy of a program that the program's user may run. */
  tool(path: string): string {
    const copy = join(this.bin, basename(path));
    copyFileSync(path, copy);
    chmodSync(copy, 0o755);
    return copy;
  }

  /** A folder that the program's user may write. */
  volume(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path, { recursive: true });
    return this.own(path);
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  /** Gives a file or folder to the program's user. */
  own(path: string): string {
    if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
    return path;
  }

  /** Gives a folder to the program's user, with all that is in it. */
  ownAll(path: string): string {
    if (user.uid !== undefined)
      for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' }))
        lchownSync(join(path, entry), user.uid, user.gid);
    return this.own(path);
  }

  /**
   * Starts a program with its files mounted; `shell` stands for the image's own. Extra environment goes over the
   * program's.
   */
  start(
    run: ProgramRun,
    environment: Readonly<Record<string, string>> = {},
    shell: readonly string[] = [join(this.bin, 'busybox'), 'sh'],
  ): Running {
    const files = this.volume(`run-${(this.runs += 1)}`);
    const scratch = this.volume(`scratch-${this.runs}`);
    for (const [name, content] of Object.entries(run.files)) writeFileSync(join(files, name), content);
    const here = (text: string): string =>
      text === scratchMount ? scratch : text.replace(new RegExp(`^${programFolder}/`), `${files}/`);
    const env = Object.fromEntries(
      Object.entries({ ...run.env, ...environment }).map(([name, value]) => [name, here(value)]),
    );
    const [command = '', ...args] = [...shell, ...run.command.slice(1).map(here)];
    const child = spawn(command, args, {
      env: { PATH: this.bin, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    let closed = false;
    child.on('close', () => (closed = true));
    return {
      process: child,
      async said(text) {
        while (!output.includes(text)) {
          if (closed) throw new Error(`it ended without '${text}':\n${output}`);
          await sleep(5);
        }
      },
      ended: new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (code) => resolve({ code: code ?? 137, output }));
      }),
      killAll: () => {
        if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      },
    };
  }

  run(run: ProgramRun, environment: Readonly<Record<string, string>> = {}, shell?: readonly string[]): Promise<Ended> {
    return this.start(run, environment, shell).ended;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
