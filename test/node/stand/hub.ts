/** What is outside of the cluster: a hub and a registry under their real names, with certificates of a test authority. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Families } from '../../../lib/core/families';
import { plainEnvironment, type Leash } from '../../../scripts/toolchain/leash';
import { required } from '../../programs/support/debian';
import type { Machine } from './machine';
import { addressesOf } from './network';
import type { Passage } from './passage';

/** Name of an object store, which is at the address of the hub. */
export const objectStoreName = 's3.example';
/** Names that the cluster's DNS resolves to the hub. */
export const hubNames = [
  'huggingface.co',
  'cdn-lfs.huggingface.co',
  'registry.ollama.ai',
  'hub.example',
  objectStoreName,
] as const;

/** How the hub serves one path. */
export interface Behaviour {
  /** A later behaviour counts for what is being sent, too. @default - as fast as it can */
  readonly bytesPerSecond?: number;
  /** Status of a refusal. @default - none */
  readonly status?: number;
}

/** A request that reached the hub. */
export interface Asked {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly range: string;
}

export interface Certificates {
  /** In PEM. */
  readonly authority: string;
  /** Path of the key of the hub. */
  readonly key: string;
  /** Path of its certificate. */
  readonly certificate: string;
}

/** Certificates that name the hubs, signed by an authority that no machine trusts by itself. */
export function certify(folder: string): Certificates {
  mkdirSync(folder, { recursive: true });
  const openssl = (...args: readonly string[]): unknown =>
    execFileSync(required('openssl'), args, { cwd: folder, stdio: 'ignore' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...curve, '-days', '2', '-keyout', 'ca.key', '-out', 'ca.crt', '-subj', '/CN=Test authority');
  openssl('req', ...curve, '-keyout', 'hub.key', '-out', 'hub.csr', '-subj', '/CN=hub');
  writeFileSync(join(folder, 'names'), `subjectAltName=${hubNames.map((name) => `DNS:${name}`).join(',')}\n`);
  const signing = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names'];
  openssl('x509', '-req', '-in', 'hub.csr', ...signing, '-out', 'hub.crt');
  return {
    authority: readFileSync(join(folder, 'ca.crt'), 'utf8'),
    key: join(folder, 'hub.key'),
    certificate: join(folder, 'hub.crt'),
  };
}

export class Hub {
  private readonly behaviours: Record<string, Behaviour> = {};

  private constructor(
    private readonly folder: string,
    /** Connections from outside of the cluster. */
    readonly passage: Passage,
  ) {}

  static async open(
    leash: Leash,
    machine: Machine,
    { key, certificate }: Certificates,
    families: Families,
  ): Promise<Hub> {
    const files = join(machine.folder, 'files');
    mkdirSync(files);
    await machine.inside.start({
      file: process.execPath,
      args: [
        join(__dirname, 'hub-server.cjs'),
        files,
        key,
        certificate,
        ...addressesOf(families).flatMap((each) => [each.hub, each.metadata]),
      ],
      cwd: '/',
      env: plainEnvironment(),
      log: join(leash.folder, 'logs', 'hub.log'),
    });
    return new Hub(files, await machine.passage());
  }

  /** Serves a file at a path: `/owner/repo/resolve/main/model.gguf`. */
  serve(path: string, content: Buffer): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  behave(path: string, behaviour: Behaviour): void {
    this.behaviours[path] = behaviour;
    const file = join(this.folder, '..', 'behaviour.json');
    // Replaced as a whole: the server reads it for each part that it sends.
    writeFileSync(`${file}.new`, JSON.stringify(this.behaviours));
    renameSync(`${file}.new`, file);
  }

  get asked(): readonly Asked[] {
    const log = join(this.folder, '..', 'asked.log');
    if (!existsSync(log)) return [];
    return readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', method = '', path = '', range = ''] = line.split(' ');
        return { name, method, path, range };
      });
  }
}
