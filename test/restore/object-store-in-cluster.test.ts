/** An object store in the cluster of its environment: the Service that its address names is one of others. */
import { expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { isKind } from '../../lib/kubernetes/read';
import { local } from '../../overlays/local';

test.each(['http://objects.storage.svc:9000', 'http://objects.storage.svc'])('%s is accepted', (endpoint) => {
  const { charts } = synthesise({
    ...local,
    backup: {
      to: {
        kind: 's3',
        endpoint,
        bucket: 'copies',
        credentials: { secretName: 'backup-key' },
        pods: { namespace: 'storage', podLabels: { app: 'objects' }, port: 9000 },
      },
      password: { secretName: 'backup-password', key: 'password' },
      sources: [{ kind: 'store', blobs: 'all' }],
    },
  });
  const [cron] = charts
    .flatMap(({ manifests }) => manifests)
    .flatMap((each) => (isKind(each, 'CronJob') && each.metadata.name === 'backup-store' ? [each] : []));
  expect(cron?.spec?.jobTemplate.spec?.template.spec?.containers[0]?.env).toContainEqual({
    name: 'RESTIC_REPOSITORY',
    value: `s3:${endpoint}/copies/local`,
  });
});
