/** Two environments that keep their backups in one folder of a bucket. */
import { changed } from './base';

const backup = {
  to: {
    kind: 's3',
    endpoint: 'https://s3.example.org',
    bucket: 'copies',
    prefix: 'shared',
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'none' }],
};

export const inputs = ['one', 'two'].map((name) =>
  changed([['backup'], backup], [['name'], name], [['cluster', 'id'], name]),
);

export const report = `two.backup.to.prefix: https://s3.example.org/copies/shared has the backups of one too.
  fix: prefix 'two'
  [BackupShared]`;
