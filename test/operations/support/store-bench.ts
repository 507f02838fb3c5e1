/** Programs that copy and restore a store of weights, with an object store and a source of models of their own. */
import { createHash } from 'node:crypto';
import { mib } from '../../../lib/core/bytes';
import { seconds } from '../../../lib/core/duration';
import { backup, type BackupInputs } from '../../../lib/programs/backup/backup';
import { backupCheck, type BackupCheckInputs } from '../../../lib/programs/backup/backup-check';
import type { RepositoryInputs } from '../../../lib/programs/backup/repository';
import { storeRestore, type StoreRestoreInputs } from '../../../lib/programs/backup/store-restore';
import { loader } from '../../../lib/programs/loader';
import type { ProgramRun } from '../../../lib/programs/program';
import { toolPath } from '../../../scripts/toolchain/tools';
import { Sandbox, type Ended } from '../../programs/support/container';
import { content, hubModel, registryModel } from '../../programs/support/models';
import { Origin } from '../../programs/support/origin';
import { ObjectStore } from './object-store';

export const weights = content('weights', 2_500_000);
export const qwen = content('qwen', 1_200_000);
export const small = content('small', 90_000);

/** The bytes of a large file, made quickly: the same for the same seed. */
export const largeContent = (seed: string, length: number): Buffer =>
  createHash('shake256', { outputLength: length }).update(seed).digest();

export class StoreBench {
  private constructor(
    readonly sandbox: Sandbox,
    readonly objects: ObjectStore,
    readonly origin: Origin,
    /** Root of the store that is copied. */
    readonly store: string,
    readonly common: RepositoryInputs,
  ) {}

  static async start(): Promise<StoreBench> {
    const sandbox = new Sandbox();
    sandbox.tool(await toolPath('restic'));
    const objects = await ObjectStore.start(sandbox.volume('objects'));
    const origin = await new Origin().start();
    return new StoreBench(sandbox, objects, origin, sandbox.volume('store'), objects.inputs(sandbox));
  }

  async end(): Promise<void> {
    await this.objects.stop();
    this.origin.stop();
    this.sandbox.remove();
  }

  models = () => [
    hubModel(this.origin, 'chat/Q4_K_M', { 'chat.gguf': weights }),
    registryModel(this.origin, 'qwen:3b', { model: qwen, params: small }),
  ];

  load = (root = this.store): Promise<Ended> =>
    this.sandbox.run(
      loader.run({
        weights: this.models(),
        source: { from: 'origin', hub: this.origin.url, registry: this.origin.url },
        root,
        patience: seconds(2),
        firstPause: seconds(0),
      }),
    );

  copy = (more: Partial<BackupInputs> = {}): ProgramRun =>
    backup.run({
      ...this.common,
      source: 'store',
      makesRepository: true,
      root: this.store,
      entries: ['blobs', 'gguf', 'manifests', 'revisions'],
      needed: 'blobs',
      lock: 'lock',
      ...more,
    });

  check = (more: Partial<BackupCheckInputs> = {}): ProgramRun =>
    backupCheck.run({
      ...this.common,
      sources: ['store'],
      keep: { daily: 7, weekly: 4, monthly: 6 },
      readPercent: 100,
      restore: mib(10),
      ...more,
    });

  restoring = (root: string, more: Partial<StoreRestoreInputs> = {}): ProgramRun =>
    storeRestore.run({ ...this.common, source: 'store', root, ...more });

  restore = (root: string, more: Partial<StoreRestoreInputs> = {}): Promise<Ended> =>
    this.sandbox.run(this.restoring(root, more));
}
