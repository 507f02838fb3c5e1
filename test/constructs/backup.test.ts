/** Backups of the store, their check and a restore: the smallest props, every prop. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { BackupCheck, type BackupCheckProps } from '../../lib/constructs/backup/backup-check';
import type { BackupRepository } from '../../lib/constructs/backup/props';
import { StoreBackup, type StoreBackupProps } from '../../lib/constructs/backup/store-backup';
import { StoreRestore, type StoreRestoreProps } from '../../lib/constructs/backup/store-restore';
import { gib, mib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { hours } from '../../lib/core/duration';
import { clusterDns, publicHttps } from '../../lib/kubernetes/draw/network';
import { additionsShown, everyAddition } from './support/additions';
import { draw, fieldOf, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { pool, programs, scheduling, wants } from './support/props';

type Scope = ConstructorParameters<typeof StoreBackup>[0];
const repository: BackupRepository = {
  address: 's3:https://s3.example.org/copies/production',
  host: 'production',
  password: { secretName: 'backup-password', key: 'password' },
  credentials: { secretName: 'backup-key' },
};
const objectStore = { namespace: 'objects', podLabels: { app: 'seaweedfs' } };
const variable = (name: string, value: string) => expect.arrayContaining([{ name, value }]);
const unhashed = (names: readonly string[]) => names.map((each) => each.replace(/[0-9a-f]{8}$/, '#'));

/** What every Job of a backup is given, at a pod. */
const common = (pod: string, template: string, job: string) =>
  ({
    programs: 'elsewhere',
    repository: {
      to: { ...repository, region: 'eu-central-1', caBundle: { configMap: 'corporate-ca', key: 'ca.crt' } },
      shows: {
        [`${pod}.containers[0].env`]: expect.arrayContaining([
          { name: 'AWS_DEFAULT_REGION', value: 'eu-central-1' },
          { name: 'RESTIC_CACERT', value: '/etc/backup-ca/ca.crt' },
        ]),
        [`${pod}.volumes`]: expect.arrayContaining([
          { name: 'backup-ca', configMap: { name: 'corporate-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ]),
      },
    },
    deadline: {
      to: derived(hours(2), 'small'),
      shows: { [`${job}.activeDeadlineSeconds`]: 7200 },
    },
    wants: { to: { ...wants, cpu: 900 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '900m' } },
    additions: {
      to: everyAddition,
      shows: additionsShown(template, pod),
    },
    image: {
      to: { ...images.restic, repository: 'mirror.example/other' },
      shows: { [`${pod}.containers[0].image`]: expect.stringContaining('mirror.example/other:') },
    },
    scheduling: {
      to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
      shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
    },
  }) as const;

const access = (policy: string) => ({
  addresses: {
    to: [{ cidr: '10.0.0.7/32', port: 9000 }],
    shows: {
      [`${policy}: spec.egress[1]`]: {
        to: [{ ipBlock: { cidr: '10.0.0.7/32' } }],
        ports: [{ protocol: 'TCP', port: 9000 }],
      },
    },
  },
  pods: {
    to: [{ peer: objectStore, port: 8333 }],
    shows: { [`${policy}: spec.egress[1].ports`]: [{ protocol: 'TCP', port: 8333 }] },
  },
  dns: {
    to: { ...clusterDns, port: 5353 },
    shows: { [`${policy}: spec.egress[0].ports[3].port`]: 5353 },
  },
});

const filled = {
  repository,
  programs,
  deadline: derived(hours(3), 'large'),
  wants,
  scheduling,
  additions: {},
  image: images.restic,
};
const reaching = { addresses: [publicHttps], pods: [], dns: clusterDns };

describe('a backup of the store', () => {
  const add = (chart: Scope, props: StoreBackupProps) => new StoreBackup(chart, 'backup-store', props);
  const smallest: StoreBackupProps = {
    namespace: 'store',
    repository,
    claimName: 'models',
    blobs: 'none',
    schedule: '37 1 * * *',
  };
  const cron = 'CronJob store/backup-store: spec';
  const template = `${cron}.jobTemplate.spec.template`;
  const pod = `${template}.spec`;

  test('the smallest props give runs that never overlap, read the store only and reach the object store only', () => {
    const manifests = draw((chart) => add(chart, smallest));
    expect(unhashed(titles(manifests))).toEqual([
      'ServiceAccount store/backup-store',
      'NetworkPolicy store/backup-store',
      'ConfigMap store/program-backup-#',
      'CronJob store/backup-store',
    ]);
    expect(fieldOf(manifests, cron)).toMatchObject({
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 86_400 } },
    });
    expect(fieldOf(manifests, `${pod}.containers[0].volumeMounts[0]`)).toEqual({
      name: 'store',
      mountPath: '/store',
      readOnly: true,
    });
    expect(fieldOf(manifests, `${pod}.volumes[2].secret`)).toEqual({
      secretName: 'backup-key',
      items: ['access-key-id', 'secret-access-key'].map((key) => ({ key, path: key })),
      defaultMode: 0o440,
    });
    expect(fieldOf(manifests, 'NetworkPolicy store/backup-store: spec.ingress')).toBeUndefined();
    expect(fieldOf(manifests, 'NetworkPolicy store/backup-store: spec.egress[1].ports')).toEqual([
      { protocol: 'TCP', port: 443 },
    ]);
  });

  describe('each prop shows', () => {
    everyProp<StoreBackupProps>(
      add,
      { ...smallest, ...filled, ...reaching, source: 'store', makesRepository: true },
      {
        ...common(pod, template, `${cron}.jobTemplate.spec`),
        ...access('NetworkPolicy store/backup-store'),
        namespace: { to: 'other', shows: { 'CronJob other/backup-store: metadata.namespace': 'other' } },
        schedule: { to: '0 0 * * 0', shows: { [`${cron}.schedule`]: '0 0 * * 0' } },
        claimName: {
          to: 'claim',
          shows: { [`${pod}.volumes[0]`]: { name: 'store', persistentVolumeClaim: { claimName: 'claim' } } },
        },
        source: { to: 'weights', shows: { [`${pod}.containers[0].env`]: variable('BACKUP_SOURCE', 'weights') } },
        blobs: {
          to: 'all',
          shows: {
            [`${pod}.containers[0].env`]: expect.not.arrayContaining([{ name: 'BACKUP_UP_TO', value: '1M' }]),
          },
        },
        makesRepository: {
          to: false,
          shows: { [`${pod}.containers[0].env`]: variable('MAKES_REPOSITORY', 'no') },
        },
      },
    );
  });
});

describe('the check of backups', () => {
  const add = (chart: Scope, props: BackupCheckProps) => new BackupCheck(chart, 'backup-check', props);
  const smallest: BackupCheckProps = {
    namespace: 'store',
    repository,
    sources: ['store'],
    keep: { daily: 7, weekly: 4, monthly: 6 },
    schedule: '7 4 * * 0',
  };
  const cron = 'CronJob store/backup-check: spec';
  const template = `${cron}.jobTemplate.spec.template`;
  const pod = `${template}.spec`;

  test('the smallest props read a twentieth, restore a GiB of each source, and mount no store', () => {
    const manifests = draw((chart) => add(chart, smallest));
    expect(fieldOf(manifests, `${pod}.containers[0].env`)).toEqual(
      expect.arrayContaining([
        { name: 'READ_PERCENT', value: '5' },
        { name: 'RESTORE_BYTES', value: '1073741824' },
        { name: 'BACKUP_SOURCES', value: 'store' },
      ]),
    );
    expect(
      (fieldOf(manifests, `${pod}.volumes`) as readonly { readonly name: string }[]).map(({ name }) => name),
    ).toEqual(['backup-password', 'backup-key', 'tmp', 'programs']);
  });

  describe('each prop shows', () => {
    everyProp<BackupCheckProps>(
      add,
      { ...smallest, ...filled, ...reaching, readPercent: 5, restore: gib(1) },
      {
        ...common(pod, template, `${cron}.jobTemplate.spec`),
        ...access('NetworkPolicy store/backup-check'),
        namespace: { to: 'other', shows: { 'CronJob other/backup-check: metadata.namespace': 'other' } },
        schedule: { to: '0 0 * * 6', shows: { [`${cron}.schedule`]: '0 0 * * 6' } },
        sources: {
          to: ['store', 'chat'],
          shows: { [`${pod}.containers[0].env`]: variable('BACKUP_SOURCES', 'store chat') },
        },
        keep: {
          to: { daily: 1, weekly: 2, monthly: 3 },
          shows: {
            [`${pod}.containers[0].env`]: expect.arrayContaining([
              { name: 'KEEP_DAILY', value: '1' },
              { name: 'KEEP_WEEKLY', value: '2' },
              { name: 'KEEP_MONTHLY', value: '3' },
            ]),
          },
        },
        readPercent: { to: 50, shows: { [`${pod}.containers[0].env`]: variable('READ_PERCENT', '50') } },
        restore: { to: mib(1), shows: { [`${pod}.containers[0].env`]: variable('RESTORE_BYTES', '1048576') } },
      },
    );
  });
});

describe('a restore of the store', () => {
  const add = (chart: Scope, props: StoreRestoreProps) => new StoreRestore(chart, 'restore-store', props);
  const smallest: StoreRestoreProps = { namespace: 'store', repository, claimName: 'models', backup: 'backup-store' };
  const of = (props: StoreRestoreProps) => {
    const manifests = draw((chart) => add(chart, props));
    return { manifests, job: titles(manifests).find((each) => each.startsWith('Job ')) ?? '' };
  };

  test('is a Job that writes the store, with the identity and the policy of the backup', () => {
    const { manifests, job } = of(smallest);
    expect(unhashed(titles(manifests))).toEqual([
      'ConfigMap store/program-store-restore-#',
      'Job store/restore-store-#',
    ]);
    expect(fieldOf(manifests, `${job}: spec.template.spec.serviceAccountName`)).toBe('backup-store');
    expect(fieldOf(manifests, `${job}: spec.template.metadata.labels['app.kubernetes.io/instance']`)).toBe(
      'backup-store',
    );
    expect(fieldOf(manifests, `${job}: spec.template.spec.containers[0].volumeMounts[0]`)).toEqual({
      name: 'store',
      mountPath: '/store',
    });
    expect(fieldOf(manifests, `${job}: spec.template.spec.containers[0].env`)).toEqual(
      variable('BACKUP_SNAPSHOT', 'latest'),
    );
  });

  test('of another copy is another Job', () => {
    const other = of({ ...smallest, snapshot: '1a2b3c4d', source: 'weights' });
    expect(other.job).not.toBe(of(smallest).job);
    expect(fieldOf(other.manifests, `${other.job}: spec.template.spec.containers[0].env`)).toEqual(
      expect.arrayContaining([
        { name: 'BACKUP_SNAPSHOT', value: '1a2b3c4d' },
        { name: 'BACKUP_SOURCE', value: 'weights' },
      ]),
    );
  });
});
