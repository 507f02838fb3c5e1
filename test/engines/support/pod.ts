/**
 * A rendered pod on this machine: its volumes are folders, its containers processes of a user without rights, all on
 * one leash.
 */
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Container, Volume } from '../../../lib/kubernetes/kinds';
import { Leash, type Leashed } from '../../../scripts/toolchain/leash';
import { required } from '../../programs/support/debian';
import { freePort } from '../../components/ports';
import { here, textHere, type Invocation, type Place } from './differences';
import { Images, type Image } from './images';
import { containerOf, hasGpus, type RenderedPod } from './rendered';

/** How a process ended, and what it wrote. */
export interface Ended {
  /** Exit code; 128 and the signal's number when a signal ended it. */
  readonly code: number;
  readonly output: string;
}

/** The user that every pod runs as; a machine that does not run tests as root runs them as itself. */
const asRoot = process.getuid?.() === 0;
const podUser = 10001;
const dropRights = asRoot
  ? [required('setpriv'), `--reuid=${podUser}`, `--regid=${podUser}`, '--clear-groups', '--no-new-privs']
  : [];

/** Gives a file or folder to the pods' user. */
export const own = (path: string): string => {
  if (asRoot) chownSync(path, podUser, podUser);
  return path;
};

const signalNumbers: Readonly<Partial<Record<NodeJS.Signals, number>>> = {
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

/** A process of a container. */
export class Process {
  ended: Ended | undefined;
  readonly end: Promise<Ended>;

  constructor(
    private readonly leashed: Leashed,
    private readonly log: string,
  ) {
    this.end = leashed.exited.then(
      ({ code, signal }) =>
        (this.ended = {
          code: code ?? 128 + (signalNumbers[signal ?? 'SIGKILL'] ?? 0),
          output: existsSync(log) ? this.output : '',
        }),
    );
  }

  get pid(): number {
    return this.leashed.pid;
  }

  /** What it has written until now; nothing once the machine has stopped, since its folder went with it. */
  get output(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }

  signal(name: NodeJS.Signals): void {
    if (this.ended === undefined) process.kill(this.pid, name);
  }

  /** Ends it as a container ends: with everything that it started. */
  kill(): Promise<Ended> {
    this.leashed.kill();
    return this.end;
  }
}

/** The machine that pods run on: one leash for all of them, and a folder that goes with it. */
export class Machine {
  private readonly images: Images;
  private count = 0;

  private constructor(readonly leash: Leash) {
    this.images = new Images(join(leash.folder, 'images'));
  }

  static async start(): Promise<Machine> {
    const leash = await Leash.hold('/tmp/corral-engines-');
    chmodSync(leash.folder, 0o755);
    return new Machine(leash);
  }

  /** A new folder for the pods' user, which is not removed before the machine is. */
  folder(name: string): string {
    const path = join(this.leash.folder, `${(this.count += 1)}-${name}`);
    mkdirSync(path);
    return own(path);
  }

  image(reference: string): Promise<Image> {
    return this.images.of(reference);
  }

  /** Starts a command as the pods' user. */
  async run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Process> {
    const log = join(this.leash.folder, `${(this.count += 1)}.log`);
    const [file = '', ...args] = [...dropRights, ...command];
    return new Process(await this.leash.start({ file, args, cwd: '/', env, log }), log);
  }

  stop(): Promise<void> {
    return this.leash.release();
  }
}

/** What a pod gets that its manifest leaves to the cluster. */
export interface PodSurroundings {
  /** Folders of volumes, by name. @default - a new one for each */
  readonly volumes?: Readonly<Record<string, string>>;
  /** @default - none is renamed */
  readonly services?: ReadonlyMap<string, string>;
  /** Place in its StatefulSet. @default 0 */
  readonly ordinal?: number;
  /** Command that the engine is started by: a limit, a namespace. @default - none */
  readonly wrapper?: readonly string[];
  /** Variables that a test changes. @default - none */
  readonly env?: Readonly<Record<string, string>>;
}

/** `$(NAME)` in a value stands for a variable before it. */
const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\((\w+)\)/g, (whole, name: string) => known[name] ?? whole);

/** A pod, placed: nothing of it runs yet. */
export class Pod {
  private constructor(
    readonly machine: Machine,
    readonly rendered: RenderedPod,
    private readonly surroundings: PodSurroundings,
    private readonly folders: ReadonlyMap<string, string>,
    private readonly ports: ReadonlyMap<number, number>,
  ) {}

  static async place(machine: Machine, rendered: RenderedPod, surroundings: PodSurroundings = {}): Promise<Pod> {
    const { volumes = {}, services = new Map() } = surroundings;
    const folders = new Map(
      (rendered.spec.volumes ?? []).map(({ name }) => [name, volumes[name] ?? machine.folder(name)]),
    );
    // The volumes of a claim template are not in the pod's own list.
    for (const [name, folder] of Object.entries(volumes)) folders.set(name, folder);
    const containerPorts = rendered.spec.containers.flatMap(({ ports = [] }) =>
      ports.map(({ containerPort }) => containerPort),
    );
    const ports = new Map<number, number>();
    for (const port of containerPorts) ports.set(port, await freePort());
    const pod = new Pod(machine, rendered, surroundings, folders, ports);
    for (const volume of rendered.spec.volumes ?? []) pod.writeConfiguration(volume, services);
    return pod;
  }

  private writeConfiguration({ name, configMap, projected }: Volume, services: ReadonlyMap<string, string>): void {
    const sources = [configMap, ...(projected?.sources ?? []).map((source) => source.configMap)];
    for (const source of sources) if (source?.name !== undefined) this.writeFiles(name, source.name, services);
  }

  private writeFiles(name: string, configMap: string, services: ReadonlyMap<string, string>): void {
    const data = this.rendered.configMaps[configMap];
    if (data === undefined) throw new Error(`${this.rendered.name} mounts ${configMap}, which is not rendered`);
    const folder = this.folders.get(name) ?? '';
    const mounts = new Map(this.rendered.spec.containers.flatMap((container) => [...this.mountsOf(container)]));
    for (const [file, text] of Object.entries(data)) {
      // Programs are texts that never change: what differs lies in their inputs.
      const content = file.endsWith('.sh') ? text : textHere(text, { image: '', mounts, ports: this.ports, services });
      writeFileSync(join(folder, file), content, { mode: 0o444 });
    }
  }

  private mountsOf({ volumeMounts = [] }: Container): ReadonlyMap<string, string> {
    return new Map(volumeMounts.map(({ name, mountPath }) => [mountPath, this.folders.get(name) ?? '']));
  }

  /** The port of this machine at which the pod listens. */
  get port(): number {
    return [...this.ports.values()][0] ?? 0;
  }

  /** Folder of a volume. */
  volume(name: string): string {
    return this.folders.get(name) ?? '';
  }

  private environment({ env = [] }: Container): Readonly<Record<string, string>> {
    const labels: Readonly<Record<string, string>> = {
      "metadata.labels['apps.kubernetes.io/pod-index']": `${this.surroundings.ordinal ?? 0}`,
    };
    return env.reduce<Readonly<Record<string, string>>>((known, { name, value, valueFrom }) => {
      const text = value ?? labels[valueFrom?.fieldRef?.fieldPath ?? ''] ?? '';
      return { ...known, [name]: expand(text, known) };
    }, {});
  }

  /** Starts a container, or another command in it, as the kubelet would for a probe or a hook. */
  async start(name: string, other?: readonly string[]): Promise<Process> {
    const container = containerOf(this.rendered, name);
    const image = await this.machine.image(container.image ?? '');
    const place: Place = {
      image: image.folder,
      mounts: this.mountsOf(container),
      ports: this.ports,
      services: this.surroundings.services ?? new Map(),
    };
    const invocation: Invocation = {
      container: name,
      gpus: hasGpus(container),
      command: other ?? [...(container.command ?? []), ...(container.args ?? [])],
      env: this.environment(container),
    };
    const { command, env } = here(invocation, place);
    const wrapper = other === undefined ? (this.surroundings.wrapper ?? []) : [];
    return this.machine.run([...wrapper, ...command], { PATH: image.path, ...env, ...this.surroundings.env });
  }
}
