/** An object store on loopback: rclone serves a folder by the protocol of S3, each folder in it as a bucket. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RepositoryInputs } from '../../../lib/programs/backup/repository';
import { toolPath } from '../../../scripts/toolchain/tools';
import { seconds } from '../../../lib/core/duration';
import { freePort } from '../../components/ports';
import { end } from '../../components/processes';
import type { Sandbox } from '../../programs/support/container';

export const bucket = 'corral';
const keyId = 'corral-backup-key';
const secret = 'corral-backup-secret';

/** Paths of all files below a folder, which may not be there. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export class ObjectStore {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly program: string,
    readonly port: number,
    /** Its folder: one folder for each bucket. */
    readonly folder: string,
  ) {}

  static async start(folder: string): Promise<ObjectStore> {
    mkdirSync(join(folder, bucket), { recursive: true });
    const store = new ObjectStore(await toolPath('rclone'), await freePort(), folder);
    await store.resume();
    return store;
  }

  /** Serves again, on the same port. */
  async resume(): Promise<void> {
    this.process = spawn(
      this.program,
      [
        'serve',
        's3',
        '--addr',
        `127.0.0.1:${this.port}`,
        '--auth-key',
        `${keyId},${secret}`,
        '--config',
        '/dev/null',
        this.folder,
      ],
      { stdio: 'ignore' },
    );
    for (let i = 0; i < 900; i += 1) {
      const answered = await fetch(`http://127.0.0.1:${this.port}/`).then(
        () => true,
        () => false,
      );
      if (answered) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('rclone does not serve');
  }

  stop(): Promise<void> {
    const { process: running } = this;
    this.process = undefined;
    return running === undefined ? Promise.resolve() : end(running, 'SIGKILL');
  }

  /** Every object below a folder of the bucket. */
  objects(prefix: string): readonly string[] {
    return filesBelow(join(this.folder, bucket, prefix));
  }

  /** What programs of backups are given, with the files of both Secrets. */
  inputs(sandbox: Sandbox, host = 'production', more: Partial<RepositoryInputs> = {}): RepositoryInputs {
    const keyFolder = sandbox.volume('key');
    sandbox.file('key/access-key-id', keyId);
    sandbox.file('key/secret-access-key', `${secret}\n`);
    return {
      repository: `s3:http://127.0.0.1:${this.port}/${bucket}/${host}`,
      region: 'us-east-1',
      passwordFile: sandbox.file('password', 'the password of the repository\n'),
      keyFolder,
      host,
      patience: seconds(20),
      lockPatience: seconds(60),
      ...more,
    };
  }
}
