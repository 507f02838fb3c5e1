/**
 * A gateway on this machine: the real Envoy with the configuration that the library renders, and the real policy. What
 * differs from a pod: ports and folders, loopback, a server of names, and the times where a test divides them.
 */
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  existsSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  envoyBootstrap,
  envoyCertificate,
  type EnvoySettings,
  type GatewayAccessLine,
  type GatewayClientsFile,
  type GatewayKey,
  type GatewayModel,
  type GatewayModelsFile,
  type GatewaySettings,
  type GatewayWeightsFile,
  mib,
} from '../../../lib';
import { images } from '../../../lib/catalog/images';
import { gatewayModelsParts } from '../../../lib/gateway';
import { gatewayPolicy } from '../../../lib/programs';
import { toolPath } from '../../../scripts/toolchain/tools';
import { type Machine, own, type Process } from '../../engines/support/pod';
import { freePort } from '../../components/ports';
import { ask } from './client';
import type { Names } from './names';

export interface GatewayFiles {
  readonly models: GatewayModelsFile;
  readonly clients: GatewayClientsFile;
  readonly weights: GatewayWeightsFile;
}

export interface GatewayOptions
  extends GatewayFiles, Partial<Pick<EnvoySettings, 'times' | 'maxBody' | 'maxConnections'>> {
  readonly keys: Readonly<Record<string, GatewayKey>>;
  /** What engines ask for. @default - nothing */
  readonly engineKey?: string;
  /** False: Envoy asks nobody, and the client names the cluster. Only to measure what the checks cost. @default true */
  readonly checks?: boolean;
  /** Folder with `tls.crt` and `tls.key`. @default - plain HTTP */
  readonly certificate?: string;
}

/** A model of a llama-server with one track, whose cluster has its name. */
export const model = (cluster: string, more: Partial<GatewayModel> = {}): GatewayModel => ({
  aliases: [],
  engine: 'llama-server',
  apis: ['chat', 'completions', 'embeddings', 'responses', 'rerank', 'messages'],
  contextLength: 4096,
  maxOutputLength: 2048,
  images: false,
  maxBody: 4_194_304,
  loadSeconds: 77,
  tracks: { stable: { cluster } },
  ...more,
});

const checkFilters: readonly unknown[] = ['corral.key', 'corral.body', 'corral.request'];
/** Leaves out the checks of Envoy's configuration, and what keeps clients from naming a cluster. */
function withoutChecks(key: string, value: unknown): unknown {
  if (key === 'early_header_mutation_extensions' || key === 'typed_per_filter_config') return undefined;
  return key === 'http_filters' && Array.isArray(value)
    ? value.filter(({ name }: { readonly name: unknown }) => !checkFilters.includes(name))
    : value;
}

/** Seconds after which Envoy closes its listeners while it drains; one of a pod is longer. */
const drainSeconds = 1;

export class Gateway {
  private constructor(
    private readonly machine: Machine,
    private readonly folder: string,
    readonly ports: EnvoySettings['ports'],
  ) {}

  envoy: Process | undefined;
  policy: Process | undefined;

  /** Starts it on free ports; on others, if a program of another test took one of them in between. */
  static async start(machine: Machine, names: Names, options: GatewayOptions, tries = 3): Promise<Gateway> {
    const ports = {
      http: await freePort(),
      metrics: await freePort(),
      policy: await freePort(),
      checks: await freePort(),
      admin: await freePort(),
    };
    const gateway = new Gateway(machine, machine.folder('gateway'), ports);
    gateway.write(options);
    gateway.configure(names, options);
    try {
      await gateway.startPolicy();
      await gateway.startEnvoy();
      return gateway;
    } catch (error) {
      gateway.policy?.signal('SIGKILL');
      if (tries === 1 || !/address already in use|EADDRINUSE/i.test(String(error))) throw error;
      return Gateway.start(machine, names, options, tries - 1);
    }
  }

  get port(): number {
    return this.ports.http;
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts);
  }

  /** Writes a file of the gateway and renames it into place, as the kubelet does. */
  put(folder: string, name: string, text: string): void {
    if (!existsSync(this.path(folder))) own2(this.path(folder));
    const beside = this.path(folder, `.${name}`);
    writeFileSync(beside, text);
    own(beside);
    renameSync(beside, this.path(folder, name));
  }

  remove(folder: string, name: string): void {
    rmSync(this.path(folder, name));
  }

  /** Writes models, clients and weights, and all keys. */
  private write({ models, clients, weights, keys }: GatewayOptions): void {
    for (const folder of ['clusters', 'access', 'config', 'keys']) own2(this.path(folder));
    this.change({ models, clients, weights });
    for (const [id, key] of Object.entries(keys)) this.put('keys', id, JSON.stringify(key));
  }

  /** Changes what a running gateway reads again. */
  change({ models, ...files }: Partial<GatewayFiles>): void {
    const parts = models === undefined ? [] : gatewayModelsParts(models);
    for (const { file, content } of parts) this.put('models', file, JSON.stringify(content));
    for (const [name, content] of Object.entries(files)) this.put(name, `${name}.json`, JSON.stringify(content));
  }

  private configure(names: Names, options: GatewayOptions): void {
    const { times, maxBody = 4_194_304, maxConnections = 2000, certificate, engineKey, checks = true } = options;
    if (engineKey !== undefined) this.put('engine-key', 'key', `${engineKey}\n`);
    const files = { clusters: this.path('clusters'), access: this.path('access') };
    const bootstrap = envoyBootstrap({
      ports: this.ports,
      files,
      address: '127.0.0.1',
      trustedHops: 0,
      maxBody,
      maxConnections,
      maxHeap: 400 * 1024 * 1024,
      times,
      tls: certificate === undefined ? undefined : { certificate, config: this.path('config') },
      dns: { address: '127.0.0.1', port: names.port },
    });
    const settings: GatewaySettings = {
      ports: this.ports,
      files: {
        ...files,
        models: this.path('models'),
        clients: this.path('clients'),
        weights: this.path('weights'),
        keys: this.path('keys'),
        issuedKeys: this.path('issued-keys'),
      },
      peers: 'localhost',
      trustedHops: 0,
      ollamaVersion: images.ollama.version.join('.'),
      engineKeyFile: engineKey === undefined ? undefined : this.path('engine-key', 'key'),
    };
    this.put('config', 'envoy.json', JSON.stringify(bootstrap, checks ? undefined : withoutChecks));
    this.put('config', 'settings.json', JSON.stringify(settings));
    if (certificate !== undefined)
      this.put('config', 'certificate.json', JSON.stringify(envoyCertificate(certificate)));
  }

  /** A copy that the user of the pods may run: the cache lies in the home of the user who runs the tests. */
  private async program(name: 'envoy' | 'node-24'): Promise<string> {
    const path = join(this.machine.leash.folder, name);
    if (!existsSync(path)) {
      copyFileSync(await toolPath(name), path);
      chmodSync(path, 0o755);
    }
    return path;
  }

  async startPolicy(): Promise<void> {
    const { command, files, env } = gatewayPolicy.run({
      settings: this.path('config', 'settings.json'),
      memory: mib(384),
    });
    for (const [name, text] of Object.entries(files)) this.put('programs', name, text);
    const [, ...args] = command.map((text) => text.replace('/etc/corral', this.path('programs')));
    this.policy = await this.machine.run([await this.program('node-24'), ...args], {
      POD_IP: '127.0.0.1',
      POD_NAME: 'gateway-0',
      ...env,
    });
    await this.until('policy', this.policy, async () => (await status(this.ports.policy, '/startup')) === 200);
  }

  async startEnvoy(): Promise<void> {
    this.envoy = await this.machine.run(
      [
        await this.program('envoy'),
        `--config-path ${this.path('config', 'envoy.json')}`,
        `--concurrency 2 --drain-time-s ${drainSeconds}`,
        '--file-flush-interval-msec 100 --log-level warning',
        '--disable-hot-restart',
      ].flatMap((words) => words.split(' ')),
      { POD_IP: '127.0.0.1', POD_NAME: 'gateway-0' },
    );
    await this.until('envoy', this.envoy, async () => (await status(this.ports.metrics, '/ready')) === 200);
  }

  private async until(name: string, process: Process, holds: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + 120_000; !(await holds()); await sleep(50))
      if (process.ended !== undefined || Date.now() > deadline)
        throw new Error(`${name} is not ready: ${process.ended?.code ?? 'too late'}\n${process.output.slice(-3000)}`);
  }

  /** The lines of the access log until now. */
  lines(): readonly GatewayAccessLine[] {
    const path = this.path('access', 'access.log');
    return existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as GatewayAccessLine)
      : [];
  }

  /** The number of lines, once no further one comes of what has ended: Envoy writes them ten times a second. */
  async settled(): Promise<number> {
    for (let before = -1; before !== this.lines().length; await sleep(600)) before = this.lines().length;
    return this.lines().length;
  }

  /** The lines from a number on, once there are as many as that. */
  async linesFrom(first: number, count = 1): Promise<readonly GatewayAccessLine[]> {
    for (const deadline = Date.now() + 60_000; this.lines().length < first + count; await sleep(50))
      if (Date.now() > deadline)
        throw new Error(
          `${this.lines().length - first} of ${count} access lines came:\n${JSON.stringify(this.lines())}`,
        );
    return this.lines().slice(first);
  }

  /** Asks Envoy's administration. */
  async admin(path: string, method = 'GET'): Promise<string> {
    return (await ask(this.ports.admin, { path, method })).body;
  }
}

function own2(path: string): void {
  mkdirSync(path, { recursive: true });
  own(path);
}

const status = (port: number, path: string): Promise<number> =>
  ask(port, { path }).then(
    (reply) => reply.status,
    () => 0,
  );
