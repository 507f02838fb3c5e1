/** A backup that pods cannot bring to its store, with a source twice and one that there is not. */
import { changed } from './base';

const backup = {
  to: {
    kind: 's3',
    endpoint: 'http://s3.objects.svc:9000',
    bucket: 'copies',
    credentials: { secretName: 'backup-key' },
  },
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'none' }],
};
const twice = {
  ...backup,
  to: { ...backup.to, endpoint: 'https://s3.example.org' },
  sources: [...backup.sources, { kind: 'store', blobs: 'all' }],
};

export const inputs = [
  changed([['backup'], backup]),
  changed([['backup'], twice]),
  changed([['backup'], { ...twice, sources: backup.sources }], [['models'], {}], [['ollama'], {}]),
];

export const report = `test.backup.to.endpoint: backups may not reach http://s3.objects.svc:9000: without endpoints only public addresses are open.
  fix: endpoints: [{ cidr, port }] of the object store · pods of the object store, with their port
  [BackupBlocked]
test.backup.sources[1]: the store is listed at test.backup.sources[0] already.
  fix: leave out one of the two
  [BackupSourceTwice]
test.backup.sources[0]: there is no store: no model of this environment comes through one.
  fix: leave this source out
  [NothingToBackUp]`;
