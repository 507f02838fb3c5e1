/**
 * The configuration of a running policy. It looks at the mounted folders every two seconds: a notice of the file system
 * is not reliable for links that the kubelet renames. A broken file leaves its last good content in use; a broken key
 * does not work.
 */
import type { GatewayKey, GatewayPaths } from 'corral';
import { reasonOf, type Log } from '../metrics/log';
import type { PolicyMetrics } from '../metrics/policy-metrics';
import type { Configuration, ConfigurationContent } from './configuration';
import { MountedFolder, type FolderContent } from './folder';
import { parseClients, parseKey, parseModels, parseWeights } from './parse';

const lookEveryMs = 2000;

type File = 'models' | 'clients' | 'weights' | 'keys';
type Part = Partial<ConfigurationContent>;

const only = (content: FolderContent, name: string): string => {
  const text = content.get(name);
  if (text === undefined) throw new Error(`${name}: missing; files: ${[...content.keys()].join(', ') || 'none'}`);
  return text;
};

export class WatchedConfiguration implements Configuration {
  #content: ConfigurationContent = {
    models: new Map(),
    clusters: new Map(),
    clients: new Map(),
    weights: new Map(),
    keys: new Map(),
  };
  readonly #listeners = new Set<() => void>();
  /** Parts with good content. */
  readonly #read = new Set<File>();
  /** The content in use, if it is the newest. */
  readonly #seen = new Map<File, readonly FolderContent[]>();
  readonly #failures = new Map<File, string>();
  readonly #folders: Readonly<Record<File, readonly MountedFolder[]>>;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    paths: Pick<GatewayPaths, 'models' | 'clients' | 'weights' | 'keys' | 'issuedKeys'>,
    private readonly log: Log,
    private readonly metrics: PolicyMetrics,
  ) {
    this.#folders = {
      models: [new MountedFolder(paths.models, false)],
      clients: [new MountedFolder(paths.clients, false)],
      weights: [new MountedFolder(paths.weights, false)],
      keys: [new MountedFolder(paths.keys, true), new MountedFolder(paths.issuedKeys, true)],
    };
  }

  get models() {
    return this.#content.models;
  }
  get clusters() {
    return this.#content.clusters;
  }
  get clients() {
    return this.#content.clients;
  }
  get weights() {
    return this.#content.weights;
  }
  get keys() {
    return this.#content.keys;
  }
  get complete() {
    return this.#read.has('models') && this.#read.has('clients') && this.#read.has('weights');
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks once, then every two seconds. */
  async start(): Promise<void> {
    await this.look();
    const again = async () => {
      await this.look();
      if (this.#timer !== undefined) this.#timer = setTimeout(again, lookEveryMs);
    };
    this.#timer = setTimeout(again, lookEveryMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async look(): Promise<void> {
    const changes = [
      await this.#part('models', ([models]) => parseModels(models!)),
      await this.#part('clients', ([clients]) => parseClients(only(clients!, 'clients.json'))),
      await this.#part('weights', ([weights]) => parseWeights(only(weights!, 'weights.json'))),
      await this.#part('keys', ([keys, issued]) => ({ keys: this.#keys(keys!, issued!) })),
    ];
    if (changes.every((change) => change === undefined)) return;
    this.#content = Object.assign({ ...this.#content }, ...changes);
    for (const listener of this.#listeners) listener();
  }

  async #part(file: File, parse: (folders: readonly FolderContent[]) => Part): Promise<Part | undefined> {
    try {
      const content = await Promise.all(this.#folders[file].map((folder) => folder.read()));
      const before = this.#seen.get(file);
      if (before !== undefined && content.every((each, index) => each === before[index])) return undefined;
      const part = parse(content);
      this.#seen.set(file, content);
      this.#read.add(file);
      this.#failures.delete(file);
      this.metrics.loaded.set({ file }, 1);
      this.metrics.reloads.add({ file, result: 'used' });
      this.log('info', `${file}: read`);
      return part;
    } catch (error) {
      this.#failed(file, reasonOf(error));
      return undefined;
    }
  }

  #failed(file: File, message: string): void {
    this.#seen.delete(file);
    this.metrics.loaded.set({ file }, 0);
    if (this.#failures.get(file) === message) return;
    this.#failures.set(file, message);
    this.metrics.reloads.add({ file, result: 'refused' });
    this.log(
      'error',
      `${file}: not used: ${message}. ${this.#read.has(file) ? 'The last good content stays in use.' : ''}`.trim(),
    );
  }

  /** A broken key is left out; an issued key with the id of a key of the Secret too. */
  #keys(secret: FolderContent, issued: FolderContent): ReadonlyMap<string, GatewayKey> {
    const keys = new Map<string, GatewayKey>();
    const add = (id: string, text: string) => {
      try {
        if (keys.has(id)) throw new Error(`key '${id}': an issued key has the id of a key of the Secret`);
        keys.set(id, parseKey(id, text));
      } catch (error) {
        this.metrics.reloads.add({ file: 'keys', result: 'refused' });
        this.log('error', `keys: left out: ${reasonOf(error)}`);
      }
    };
    for (const [id, text] of secret) add(id, text);
    for (const [id, text] of issued) add(id, text);
    return keys;
  }
}
