/** Two real llama-servers behind one name, each at an address of its own, and a fleet of Ollama. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { images } from '../../../lib';
import { imageReference } from '../../../lib/catalog';
import type { Machine, Process } from '../../engines/support/pod';
import { layOutStore, registryEntry } from '../../engines/support/registry-model';
import { quick, slow, tinyFile } from '../../engines/support/tiny-model';
import { freePort } from '../../components/ports';
import { ask } from './client';

const isWell = (host: string, port: number, path: string): Promise<boolean> =>
  fetch(`http://${host}:${port}${path}`).then(
    ({ ok }) => ok,
    () => false,
  );

async function until(process: Process, holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await holds()); await sleep(100))
    if (process.ended !== undefined || Date.now() > deadline)
      throw new Error(`an engine is not ready: ${process.output.slice(-2000)}`);
}

/** A llama-server at an address of loopback. */
export class LlamaServer {
  process: Process | undefined;

  constructor(
    private readonly machine: Machine,
    private readonly file: string,
    readonly address: string,
    readonly port: number,
    private readonly flags: readonly string[],
  ) {}

  async start(): Promise<void> {
    const { folder } = await this.machine.image(imageReference(images.llamaServer));
    this.process = await this.machine.run(
      [
        join(folder, 'app/llama-server'),
        `--model ${this.file} --alias tiny --host ${this.address} --port ${this.port}`,
        '--ctx-size 16384 --parallel 2 --threads 1 --metrics --no-warmup',
        ...this.flags,
      ].flatMap((words) => words.split(' ')),
      { OMP_WAIT_POLICY: 'passive' },
    );
    await until(this.process, () => isWell(this.address, this.port, '/health'));
  }

  /** Requests at work. */
  async busy(key?: string): Promise<number> {
    const response = await fetch(`http://${this.address}:${this.port}/metrics`, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    });
    return Number(/^llamacpp:requests_processing (\d+)/m.exec(await response.text())?.[1]);
  }
}

/** Servers of one model, at the same port of several addresses, as pods of one Service. */
export async function llamaServers(
  machine: Machine,
  addresses: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly LlamaServer[]> {
  const folder = machine.folder('weights');
  const path = join(folder, 'tiny.gguf');
  writeFileSync(path, tinyFile(slow, 5), { mode: 0o444 });
  const port = await freePort();
  const servers = addresses.map((address) => new LlamaServer(machine, path, address, port, flags));
  await Promise.all(servers.map((server) => server.start()));
  return servers;
}

/** Ollama with the model `tiny:test`. */
export async function ollama(machine: Machine): Promise<{ readonly port: number; readonly process: Process }> {
  const { folder, path } = await machine.image(imageReference(images.ollama));
  const store = machine.folder('store');
  layOutStore(store, [registryEntry(quick, tinyFile(quick, 8), 'tiny:test')]);
  const home = machine.folder('home');
  mkdirSync(join(home, 'tmp'), { recursive: true });
  const port = await freePort();
  const process = await machine.run([join(folder, 'bin/ollama'), 'serve'], {
    PATH: path,
    HOME: home,
    OLLAMA_HOST: `127.0.0.1:${port}`,
    OLLAMA_MODELS: store,
    OLLAMA_NO_CLOUD: '1',
    OMP_WAIT_POLICY: 'passive',
  });
  await until(process, async () => (await ask(port, { path: '/api/version' }).catch(() => undefined))?.status === 200);
  return { port, process };
}
