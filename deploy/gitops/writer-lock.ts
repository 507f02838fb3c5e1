/**
 * One writer at a time in a working tree, by a transaction of git: `git update-ref` holds the lock file of a ref that
 * never exists. The lock ends with that process, which ends with ours, however ours ends.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { refuse } from '../../lib/internal';
import { gitSettings, gitVariables, saidBy } from './git';

/** A ref of this working tree alone; other working trees of the same repository have their own. */
const ref = 'CORRAL_WRITER';

/** What the history of a branch says about its new commit. */
const reason = 'corral: gitops';

export class WriterLock {
  private stderr = '';
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly root: string,
    private readonly none: string,
  ) {
    child.stderr.on('data', (text: Buffer) => {
      this.stderr += text.toString();
    });
    // Writing to a process that has ended: what it said is reported instead.
    child.stdin.on('error', () => undefined);
    this.ended = once(child, 'close');
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * @param root - folder of the working tree
   * @param none - the object name that stands for "no object"
   * @throws FaultError when another run holds the lock
   */
  static async take(root: string, none: string): Promise<WriterLock> {
    const child = spawn('git', [...gitSettings, 'update-ref', '-m', reason, '--stdin'], {
      cwd: root,
      env: gitVariables(),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const lock = new WriterLock(child, root, none);
    try {
      await lock.hold();
      return lock;
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /**
   * Moves the branch that is checked out from one commit to another. The lock is free until `hold`, since a store of
   * refs may allow only one transaction at a time.
   *
   * @throws FaultError when the branch is no longer where it was
   */
  async moveBranch(from: string | undefined, to: string): Promise<void> {
    await this.say('abort');
    await this.say('start', `update HEAD ${to} ${from ?? this.none}`, 'prepare', 'commit');
  }

  /** Takes the lock. */
  hold(): Promise<void> {
    return this.say('start', `verify ${ref} ${this.none}`, 'prepare');
  }

  /** Ends the process, and with it the lock. */
  async release(): Promise<void> {
    this.child.stdin.end();
    await this.ended;
  }

  /** Sends commands, and waits until the last of them is done. */
  private async say(...commands: readonly string[]): Promise<void> {
    this.child.stdin.write(`${commands.join('\n')}\n`);
    const last = `${commands.at(-1) ?? ''}: ok`;
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done === true) break;
      if (value === last) return;
    }
    await this.ended;
    this.refuseAs(this.stderr);
  }

  private refuseAs(stderr: string): never {
    const [, file] = /Unable to create '([^']+)': File exists/.exec(stderr) ?? [];
    if (file !== undefined) {
      refuse('AnotherRun', '--repo', `another run, or another git command, writes to this repository: ${file} exists`, {
        fix: 'wait until it ends, then run again; if nothing is running, remove this file',
      });
    }
    if (/but expected|reference already exists|unable to resolve reference/.test(stderr)) {
      refuse(
        'ChangedMeanwhile',
        '--commit',
        'another commit was made on this branch during this run; nothing was written',
        { fix: 'run again' },
      );
    }
    return refuse('GitFailed', 'git update-ref', saidBy(stderr) || 'git ended without a message', {
      fix: `correct that in ${this.root}, then run again`,
    });
  }
}
