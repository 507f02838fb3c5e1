/** An object store outside of the cluster, over HTTPS: rclone serves a folder by the protocol of S3. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupInput } from '../../../lib';
import { plainEnvironment } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import { waitUntil } from '../../cluster/client/wait';
import { filesBelow } from '../../operations/support/object-store';
import { objectStoreName } from './hub';
import { addresses } from './network';
import type { Stand } from './stand';

const port = 9000;
const bucket = 'corral-backup';

/** The key that it takes. */
export const objectStoreKey = { id: 'corral-backup-key', secret: 'corral-backup-secret' } as const;

/** A backup of the store into it, with the Secrets that the how-to page makes. */
export const backupInput: BackupInput = {
  to: {
    kind: 's3',
    endpoint: `https://${objectStoreName}:${port}`,
    bucket,
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'all' }],
};

export interface StandObjectStore {
  /** Paths of all objects below a folder of the bucket. */
  objects(prefix: string): readonly string[];
}

/** Starts it on the machine that is the internet of a stand. */
export async function startObjectStore({ outside, certificates }: Stand): Promise<StandObjectStore> {
  const folder = join(outside.folder, 'objects');
  mkdirSync(join(folder, bucket), { recursive: true });
  const { certificate, key } = certificates;
  const listen = ['--addr', `${addresses.hub}:${port}`, '--cert', certificate, '--key', key];
  const keys = ['--auth-key', `${objectStoreKey.id},${objectStoreKey.secret}`];
  await outside.inside.start({
    file: await toolPath('rclone'),
    args: ['serve', 's3', ...listen, ...keys, '--config', '/dev/null', folder],
    cwd: '/',
    env: plainEnvironment({ HOME: outside.folder }),
    log: join(outside.inside.folder, 'logs', 'object-store.log'),
  });
  const passage = await outside.passage();
  await waitUntil(
    'the object store listens',
    () => passage.probe({ host: addresses.hub, port }),
    (code) => code === 'connected',
    { seconds: 120 },
  );
  return { objects: (prefix) => filesBelow(join(folder, bucket, prefix)) };
}
