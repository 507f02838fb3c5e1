/** A real Valkey with the configuration that the construct renders, as the user of the containers, on loopback. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Valkey } from '../../../lib/constructs/data/valkey';
import type { ValkeyProps } from '../../../lib/constructs/data/valkey-props';
import type { Container } from '../../../lib/kubernetes/kinds';
import { programFolder, type ProgramRun } from '../../../lib/programs/program';
import { toolPath } from '../../../scripts/toolchain/tools';
import { unpacked } from '../../components/debian';
import { freePort } from '../../components/ports';
import { end } from '../../components/processes';
import { draw, fieldOf } from '../../constructs/support/drawn';
import { type Running, Sandbox } from '../../programs/support/container';
import { Client, type Reply } from './resp';

/** That of the catalogue, from PyPI, without TLS; that of Debian's backports, with TLS and another allocator. */
export const versions = ['9.1.1', '8.0.1'] as const;
export type Version = (typeof versions)[number];

export const debian = (): string =>
  unpacked('debian-valkey-8', ['liblzf1', 'libjemalloc2'], () => undefined, {
    bookworm: ['valkey-server', 'valkey-tools'],
  });

const user = process.getuid?.() === 0 ? { uid: 10001, gid: 10001 } : {};
const password = { secretName: 'chat-cache', key: 'password' } as const;

/** Users of the tests; the password of each is its name. */
export const users: ValkeyProps['users'] = {
  chat: { password },
  look: { password, may: 'read' },
  part: { password, prefixes: ['part:'] },
  lua: { password, may: 'script' },
  graphs: { password, may: 'watch' },
};

export async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  for (let i = 0; i < 1800; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: it took too long`);
}

/** One pod: what the construct draws, with the folders of a sandbox for its volumes. */
export class ValkeyPod {
  private readonly sandbox = new Sandbox();
  private readonly manifests: ReturnType<typeof draw>;
  private server: ChildProcess | undefined;
  private sidecar: Running | undefined;
  log = '';

  private constructor(
    props: Omit<ValkeyProps, 'namespace' | 'users'>,
    private readonly program: string,
    readonly port: number,
    private readonly further: string,
  ) {
    this.manifests = draw((chart) => new Valkey(chart, 'chat-cache', { namespace: 'apps', users, ...props }));
    const libraries = join(debian(), 'usr/lib/x86_64-linux-gnu');
    this.sandbox.volume('lib');
    for (const name of readdirSync(libraries))
      if (name.includes('.so.')) this.sandbox.file(`lib/${name}`, readFileSync(join(libraries, name)));
    this.sandbox.tool(join(debian(), 'usr/bin/valkey-cli'));
    for (const folder of ['run', 'data', 'tls']) this.sandbox.volume(folder);
    for (const name of Object.keys(users)) this.secret(name, `${name}\n`);
  }

  /** @param further lines of the configuration that only a test has */
  static async start(
    version: Version,
    props: Omit<ValkeyProps, 'namespace' | 'users'>,
    further: readonly string[] = [],
  ): Promise<ValkeyPod> {
    const program = version === '9.1.1' ? await toolPath('valkey-server') : join(debian(), 'usr/bin/valkey-server');
    return new ValkeyPod(props, program, await freePort(), further.map((line) => `${line}\n`).join(''));
  }

  /** Memory that the pod may take, in bytes. */
  get limit(): number {
    const { limits = {} } = this.container('containers').resources ?? {};
    return Number(String(limits['memory']).replace('Mi', '')) * 1024 ** 2;
  }

  /** Writes the password that the Secret of a user has. */
  secret(name: string, value: string): void {
    this.sandbox.volume(`passwords/${name}`);
    this.sandbox.file(`passwords/${name}/password`, value);
  }

  certificate(certificate: string, key: string): void {
    for (const [name, text] of Object.entries({ 'tls.crt': certificate, 'tls.key': key }))
      this.sandbox.own(this.sandbox.file(`tls/${name}`, text));
  }

  private container(kind: 'initContainers' | 'containers'): Container {
    const set = this.manifests.find((each) => each.kind === 'StatefulSet') === undefined ? 'Deployment' : 'StatefulSet';
    return fieldOf(this.manifests, `${set} apps/chat-cache: spec.template.spec.${kind}[0]`) as unknown as Container;
  }

  private here(text: string): string {
    const at = (name: string) => join(this.sandbox.folder, name);
    return text
      .replaceAll('/run/valkey', at('run'))
      .replaceAll('/etc/valkey-users', at('passwords'))
      .replaceAll('/etc/valkey-tls', at('tls'))
      .replaceAll(/^dir \/data$/gm, `dir ${at('data')}`)
      .replaceAll(/^(port|tls-port) 6379$/gm, `$1 ${this.port}`);
  }

  /** Files of the ConfigMaps, which pods see in one folder. */
  private get files(): Readonly<Record<string, string>> {
    const maps = this.manifests.filter(({ kind }) => kind === 'ConfigMap') as unknown as readonly {
      readonly data: Readonly<Record<string, string>>;
    }[];
    const all: Record<string, string> = Object.assign({}, ...maps.map(({ data }) => data));
    return Object.fromEntries(Object.entries(all).map(([name, text]) => [name, this.here(text)]));
  }

  private get environment() {
    return { LD_LIBRARY_PATH: join(this.sandbox.folder, 'lib') };
  }

  /** Gives users, and starts the server once they are there, as the kubelet does. */
  async run(): Promise<void> {
    const { command = [], env = [] } = this.container('initContainers');
    const run: ProgramRun = {
      command,
      env: Object.fromEntries(env.map(({ name, value = '' }) => [name, this.here(value)])),
      files: this.files,
    };
    this.sidecar = this.sandbox.start(run, { ...this.environment, EVERY_SECONDS: '1' });
    for (const stream of [this.sidecar.process.stdout, this.sidecar.process.stderr])
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    const list = join(this.sandbox.folder, 'run/users.acl');
    await until(() => existsSync(list), 'the list of users');
    await this.startServer();
  }

  async startServer(): Promise<void> {
    const [, file = ''] = this.container('containers').command ?? [];
    const config = this.sandbox.file(
      'valkey.conf',
      `${this.files[file.slice(programFolder.length + 1)]}bind 127.0.0.1\n${this.further}`,
    );
    this.server = spawn(this.sandbox.tool(this.program), [config], { ...user, env: this.environment });
    for (const stream of [this.server.stdout, this.server.stderr])
      stream?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    await until(() => {
      if (this.server?.exitCode !== null) throw new Error(this.log);
      return this.listens();
    }, 'the server');
  }

  private async listens(): Promise<boolean> {
    try {
      (await Client.plain(this.port)).close();
      return true;
    } catch {
      return false;
    }
  }

  /** Whether the readiness probe holds. */
  isReady(): boolean {
    const [, ...args] = this.container('containers').readinessProbe?.exec?.command ?? [];
    return (
      spawnSync(
        '/bin/sh',
        args.map((each) => this.here(each)),
        {
          env: { ...this.environment, PATH: `${join(debian(), 'usr/bin')}:/usr/bin:/bin` },
        },
      ).status === 0
    );
  }

  untilReady = (): Promise<void> => until(() => this.isReady(), 'the readiness probe');

  /** A connection of a user whose password is its name. */
  async as(name: string, word = name): Promise<Client> {
    const client = await Client.plain(this.port);
    const reply = await client.ask('AUTH', name, word);
    if (reply !== 'OK') throw new Error(String(reply));
    return client;
  }

  /** A number of INFO. */
  async info(field: string): Promise<number> {
    const client = await this.as('graphs');
    const text: Reply = await client.ask('INFO', 'everything');
    client.close();
    return Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(String(text))?.[1]);
  }

  /** Memory of the server and of what it forked, in bytes: pages that both have count once. */
  memory(): number {
    const parent = this.server?.pid ?? 0;
    const children = (pid: number): readonly number[] =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    return [parent, ...children(parent)]
      .map((pid) => {
        try {
          return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
        } catch {
          // It has ended meanwhile.
          return 0;
        }
      })
      .reduce((sum, each) => sum + each, 0);
  }

  /** Ends the server: SIGKILL as a node that dies does, SIGTERM as the kubelet does. */
  endServer(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const ending = this.server;
    this.server = undefined;
    return ending === undefined ? Promise.resolve() : end(ending, signal);
  }

  async remove(): Promise<void> {
    await this.endServer('SIGKILL');
    this.sidecar?.process.kill('SIGTERM');
    await this.sidecar?.ended;
    this.sandbox.remove();
  }
}
