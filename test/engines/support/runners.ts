/** The llama-servers that an Ollama server has started, as the kernel knows them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fetchFrom } from './http';
import type { Process } from './pod';

/** A llama-server of one model. */
export interface Runner {
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const texts = (path: string): readonly string[] => readFileSync(path, 'utf8').split('\0').slice(0, -1);

/** What `read` says of a process; `undefined` when it ended meanwhile. */
function of<T>(pid: number, read: (folder: string) => T): T | undefined {
  try {
    return read(`/proc/${pid}`);
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

const parentOf = (pid: number): number | undefined =>
  of(pid, (folder) => Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1]));

const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);

/** Every llama-server that holds a model, or loads one. */
export const runnersOf = ({ pid }: Process): readonly Runner[] =>
  childrenOf(pid).flatMap((child): readonly Runner[] => {
    const runner = of(child, (folder) => ({
      pid: child,
      args: texts(`${folder}/cmdline`),
      env: Object.fromEntries(
        texts(`${folder}/environ`).map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
      ),
    }));
    return runner?.args.includes('--model') === true ? [runner] : [];
  });

/** What follows a flag on a command line. */
export const valueOf = ({ args }: Runner, flag: string): string | undefined =>
  args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined;

/** MiB of memory that a server and its runners hold and nobody can reclaim. */
export const memoryOf = (server: Process): number =>
  [server.pid, ...childrenOf(server.pid)]
    .map(
      (pid) =>
        of(pid, (folder) => Number(/^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1])) ?? 0,
    )
    .reduce((sum, kib) => sum + kib / 1024, 0);

/** A model as `/api/ps` lists it. */
export interface Loaded {
  readonly name: string;
  /** Bytes of all its buffers, as Ollama read them in its runner's log. */
  readonly size: number;
  readonly context_length: number;
}

/** What a server says is loaded, by name. */
export async function loadedAt(port: number): Promise<readonly Loaded[]> {
  const { models } = JSON.parse((await fetchFrom(port, 'GET', '/api/ps')).body) as {
    readonly models: readonly Loaded[];
  };
  return [...models].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The part of a server's log that the last load of a blob wrote: Ollama loads one model at a time, and again when a
 * load was given up.
 */
export const lastLoadOf = (log: string, sha256: string): string =>
  log
    .split(/^(?=.*msg="starting llama-server")/m)
    .filter((part) => part.slice(0, part.indexOf('\n')).includes(sha256))
    .at(-1) ?? '';
