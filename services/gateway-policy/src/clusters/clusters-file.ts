/** Keeps the file of Envoy's clusters up to date. Envoy watches its folder for a file that is renamed into place. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf, type Log } from '../metrics/log';
import type { Configuration } from '../reload/configuration';
import { envoyClusters } from './envoy-clusters';

export class ClustersFile {
  readonly #path: string;
  #version: string | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(
    folder: string,
    private readonly configuration: Pick<Configuration, 'clusters' | 'complete' | 'onChange'>,
    private readonly log: Log,
  ) {
    this.#path = join(folder, 'clusters.json');
  }

  /** Writes the file, and again after each change. */
  async start(): Promise<void> {
    this.configuration.onChange(() => void this.#next());
    await this.#next();
  }

  /** One write at a time. */
  #next(): Promise<void> {
    this.#last = this.#last.then(() => this.#write());
    return this.#last;
  }

  async #write(): Promise<void> {
    if (!this.configuration.complete) return;
    const file = envoyClusters(this.configuration.clusters);
    if (file.version_info === this.#version) return;
    try {
      await writeFile(`${this.#path}.new`, JSON.stringify(file));
      await rename(`${this.#path}.new`, this.#path);
      this.#version = file.version_info;
      this.log('info', `clusters: ${file.resources.length} written, version ${file.version_info}`);
    } catch (error) {
      this.log('error', `clusters: not written: ${reasonOf(error)}`);
    }
  }
}
