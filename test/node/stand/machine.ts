/** A machine of the stand: a network, mounts and processes of its own, which end together. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { plainEnvironment, type Command, type Leash, type Leashed } from '../../../scripts/toolchain/leash';
import { Passage, type Target } from './passage';

/** Far beyond the moment that namespaces take, for machines under load. */
const startMilliseconds = 30_000;
/** Written by a machine in its folder. */
const readyFile = 'ready';

export interface MachineOptions {
  readonly name: string;
  /** Root of unpacked Debian packages that are laid over `/usr`. @default - none: no pods run here */
  readonly packages?: string;
  /** Folders of the control groups that its processes join. */
  readonly cgroups: readonly string[];
}

const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);

/** Starts the namespaces of a machine, and returns when its mounts are made. */
async function startNamespaces(
  leash: Leash,
  folder: string,
  { name, packages = '', cgroups }: MachineOptions,
): Promise<Leashed> {
  const log = join(leash.folder, 'logs', `${name}.log`);
  const namespaces = await leash.start({
    file: 'unshare',
    args: [
      '--net',
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      '--propagation',
      'private',
      'bash',
      join(__dirname, 'namespaces.sh'),
      folder,
      packages,
      ...cgroups,
    ],
    cwd: '/',
    env: plainEnvironment(),
    log,
  });
  let ended = false;
  void namespaces.exited.then(() => (ended = true));
  const deadline = Date.now() + startMilliseconds;
  while (!existsSync(join(folder, readyFile))) {
    if (ended || Date.now() > deadline)
      throw new Error(`machine ${name} of the stand did not start:\n${await readFile(log, 'utf8')}`);
    await sleep(10);
  }
  return namespaces;
}

export class Machine {
  private count = 0;

  private constructor(
    readonly name: string,
    /** All that it writes, by the same path inside and outside. */
    readonly folder: string,
    private readonly leash: Leash,
    private namespaces: Leashed,
    private readonly options: MachineOptions,
  ) {}

  /** Process id of its init, as the stand sees it. */
  get init(): number {
    return childOf(this.namespaces.pid);
  }

  private get cgroups(): readonly string[] {
    return this.options.cgroups;
  }

  static async start(leash: Leash, options: MachineOptions): Promise<Machine> {
    const folder = join(leash.folder, options.name);
    await mkdir(folder);
    return new Machine(options.name, folder, leash, await startNamespaces(leash, folder, options), options);
  }

  /** Arguments of `nsenter` that run a command inside. */
  private entering(command: readonly string[], pod?: number): readonly string[] {
    const own = ['-t', String(this.init), '-n', '-m', '-p', '--'];
    const ofPod = pod === undefined ? [] : ['nsenter', '-t', String(pod), '-n', '--'];
    return [...own, ...ofPod, ...command];
  }

  /** As a leash, for programs that are started inside, and in its control groups. */
  get inside(): Pick<Leash, 'folder' | 'start'> {
    const joining = this.cgroups.map((folder) => `echo $$ > ${folder}/cgroup.procs`);
    const script = [...joining, 'exec "$@"'].join(' && ');
    return {
      folder: this.leash.folder,
      start: ({ file, args, ...rest }: Command) =>
        this.leash.start({
          file: 'nsenter',
          args: this.entering(['bash', '-c', script, file, file, ...args]),
          ...rest,
        }),
    };
  }

  /** Runs a command inside, which must succeed, and returns what it printed. */
  run(command: readonly string[], input = ''): string {
    return execFileSync('nsenter', this.entering(command), {
      encoding: 'utf8',
      input,
      env: plainEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    });
  }

  /** Commands of `ip`, without the word. */
  ip(...lines: readonly string[]): void {
    this.run(['ip', '-batch', '-'], `${lines.join('\n')}\n`);
  }

  /** Connects this machine with another: one end of a cable is a device here, the other one there. */
  cable(device: string, other: Machine, otherDevice: string): void {
    // The kernel reads the process id in the namespace of the caller, so that the command enters the network alone.
    const ends = [device, 'type', 'veth', 'peer', 'name', otherDevice, 'netns', String(other.init)];
    execFileSync('nsenter', ['-t', String(this.init), '-n', '--', 'ip', 'link', 'add', ...ends]);
  }

  /** Removes the cable of a device, which may be there still when the machine at its other end has ended. */
  dropCable(device: string): void {
    spawnSync('nsenter', ['-t', String(this.init), '-n', '--', 'ip', 'link', 'delete', device], { stdio: 'ignore' });
  }

  /** A passage into the network of the machine, or of one of its pods, named by a process id inside. */
  async passage(servers: readonly string[] = [], pod?: number): Promise<Passage> {
    const path = join(this.folder, `passage-${(this.count += 1)}.sock`);
    const log = join(this.leash.folder, 'logs', `${this.name}-passage-${this.count}.log`);
    await this.leash.start({
      file: 'nsenter',
      args: this.entering([process.execPath, join(__dirname, 'passage-server.cjs'), path, ...servers], pod),
      cwd: '/',
      env: plainEnvironment(),
      log,
    });
    for (const deadline = Date.now() + startMilliseconds; !existsSync(path); await sleep(10))
      if (Date.now() > deadline) throw new Error(`no passage into ${this.name}:\n${await readFile(log, 'utf8')}`);
    return new Passage(path);
  }

  /** Listens on an address of the machine, and passes each connection to a socket file. */
  async relay({ host, port }: Target, path: string): Promise<void> {
    const log = join(this.leash.folder, 'logs', `${this.name}-relay-${port}.log`);
    await this.leash.start({
      file: 'nsenter',
      args: this.entering([process.execPath, join(__dirname, 'relay-server.cjs'), host, `${port}`, path]),
      cwd: '/',
      env: plainEnvironment(),
      log,
    });
  }

  /** Ends everything that runs on it, at once, as a loss of power does. */
  async kill(): Promise<void> {
    this.namespaces.kill();
    await this.namespaces.exited;
  }

  /** Switches it on after its end: its disk is as it was, and it is connected to nothing. */
  async switchOn(): Promise<void> {
    rmSync(join(this.folder, readyFile), { force: true });
    this.namespaces = await startNamespaces(this.leash, this.folder, this.options);
  }
}
