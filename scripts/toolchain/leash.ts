/**
 * Processes and a temporary folder that cannot outlive this process, not even its SIGKILL: a keeper holds the other end
 * of a pipe.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A program and how to start it. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** File that becomes standard input. @default - none */
  readonly input?: string;
  /** File that takes standard output, and standard error too unless `errors` does. */
  readonly log: string;
  /** File that takes standard error. @default - log */
  readonly errors?: string;
}

/** How a process ended: by itself with a code, or by a signal. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process on a leash. */
export interface Leashed {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Kills the process and everything that it started. */
  readonly kill: () => void;
}

type KeeperEvent = { readonly id: number } & (
  | { readonly event: 'made'; readonly folder: string }
  | { readonly event: 'started'; readonly pid: number }
  | { readonly event: 'failed'; readonly message: string }
  | ({ readonly event: 'exited' } & Exit)
);

/** What the keeper says about its folder carries this number; processes count from one. */
const folderId = 0;

/**
 * The environment for a child: certificates that Node would parse at every start, and Node's own options, stay behind.
 */
export function plainEnvironment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...extra };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Gone by itself in the meantime.
  }
}

/** Starts processes that end, with everything they started, when this process ends or lets go. */
export class Leash {
  private readonly keeper: ChildProcessByStdio<Writable, Readable, null>;
  private readonly listeners = new Map<number, (event: KeeperEvent) => void>();
  private readonly running = new Map<number, number>();
  private readonly keeperEnded: Promise<unknown>;
  private lastId = folderId;
  private path = '';
  private loose = false;

  private constructor() {
    // Detached: a Ctrl-C in the terminal must reach this process alone, so that the keeper lives to clean up.
    this.keeper = spawn(process.execPath, [join(__dirname, 'leash-keeper.cjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      detached: true,
      env: plainEnvironment(),
      cwd: '/',
    });
    this.keeperEnded = once(this.keeper, 'close').then(([code]) => this.settle(code === 0));
    // A keeper that was killed shows as its end; the broken pipe says nothing more.
    this.keeper.stdin.on('error', () => undefined);
    createInterface({ input: this.keeper.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as KeeperEvent;
      this.listeners.get(event.id)?.(event);
    });
  }

  /** @param prefix - start of the path of a new folder, which is removed with what is in it when the leash ends */
  static async hold(prefix: string): Promise<Leash> {
    const leash = new Leash();
    leash.path = await new Promise<string>((resolve, reject) => {
      leash.listeners.set(folderId, (event) => {
        leash.listeners.delete(folderId);
        if (event.event === 'made') resolve(event.folder);
        else reject(new Error(`no folder ${prefix}… can be made`));
      });
      // The keeper makes the folder, so that at each moment a process is there that removes it.
      leash.order({ order: 'make', prefix });
    });
    return leash;
  }

  get folder(): string {
    return this.path;
  }

  /** Resolves once the process runs; rejects when it cannot be started. */
  async start(command: Command): Promise<Leashed> {
    this.holdNode(true);
    try {
      return await this.startHeld(command);
    } finally {
      this.holdNode(!this.loose);
    }
  }

  private startHeld(command: Command): Promise<Leashed> {
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      let settle: (exit: Exit) => void;
      const exited = new Promise<Exit>((resolveExit) => {
        settle = resolveExit;
      });
      this.listeners.set(id, (event) => {
        if (event.event === 'started') {
          this.running.set(id, event.pid);
          resolve({ pid: event.pid, exited, kill: () => this.order({ order: 'kill', id }) });
        } else if (event.event === 'failed') {
          this.listeners.delete(id);
          reject(new Error(`${command.file} cannot be started: ${event.message}`));
        } else if (event.event === 'exited') {
          this.running.delete(id);
          this.listeners.delete(id);
          settle({ code: event.code, signal: event.signal });
          // Heard only when the keeper died before it could start the process.
          reject(new Error(`${command.file} cannot be started: its keeper is gone`));
        }
      });
      this.order({ order: 'start', id, ...command });
    });
  }

  /** Folders of control groups that are removed, with those in them, once every process has ended. */
  keepCgroups(paths: readonly string[]): void {
    this.order({ order: 'cgroups', paths });
  }

  /** Kills what still runs, removes the folder, and resolves when that is done. */
  async release(): Promise<void> {
    this.holdNode(true);
    this.keeper.stdin.end();
    await this.keeperEnded;
  }

  /** Lets Node end although processes are still on the leash; they end with it. */
  unref(): void {
    this.loose = true;
    this.holdNode(false);
  }

  /** Whether the keeper's pipes keep Node running. */
  private holdNode(hold: boolean): void {
    const method = hold ? 'ref' : 'unref';
    this.keeper[method]();
    // Pipes to a child are sockets, which the types of child_process do not say.
    for (const pipe of [this.keeper.stdin, this.keeper.stdout])
      (pipe as Partial<Record<typeof method, () => void>>)[method]?.();
  }

  private order(order: { readonly order: string; readonly [field: string]: unknown }): void {
    this.keeper.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /**
   * Ends every wait for a process; does the work of the keeper when the keeper itself was killed.
   */
  private settle(orderly: boolean): void {
    if (!orderly) {
      for (const pid of this.running.values()) killGroup(pid);
      if (this.path !== '') rmSync(this.path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
    for (const [id, listener] of this.listeners) listener({ id, event: 'exited', code: null, signal: 'SIGKILL' });
  }
}
