/** A PostgreSQL, its backup and its restore: the smallest props, every prop, each refusal. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { PostgresBackup, type PostgresBackupProps } from '../../lib/constructs/backup/postgres-backup';
import { PostgresRestore, type PostgresRestoreProps } from '../../lib/constructs/backup/postgres-restore';
import { Postgres } from '../../lib/constructs/data/postgres';
import type { PostgresProps } from '../../lib/constructs/data/postgres-props';
import { gib, mib } from '../../lib/core/bytes';
import { everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { pool, programs, scheduling, wants } from './support/props';

type Scope = ConstructorParameters<typeof Postgres>[0];
const add = (chart: Scope, props: PostgresProps) => new Postgres(chart, 'chat-db', props);
const smallest: PostgresProps = {
  namespace: 'apps',
  databases: { chat: { owner: 'chat', password: { secretName: 'chat-db', key: 'password' } } },
  superuser: { secretName: 'chat-db-admin', key: 'password' },
  storage: { size: gib(10) },
};
const set = 'StatefulSet apps/chat-db: spec';
const pod = `${set}.template.spec`;
const server = `${pod}.containers[0]`;
const unhashed = (names: readonly string[]) => names.map((each) => each.replace(/[0-9a-f]{8}$/, '#'));

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give one pod with a claim that has the major version in its name, and no connection', () => {
    expect(unhashed(titles(manifests))).toEqual([
      'ServiceAccount apps/chat-db',
      'NetworkPolicy apps/chat-db',
      'ConfigMap apps/chat-db-lists-#',
      'ConfigMap apps/program-postgres-users-#',
      'Service apps/chat-db',
      'Service apps/chat-db-pods',
      'StatefulSet apps/chat-db',
    ]);
    expect(field(`${set}.volumeClaimTemplates[0]`)).toMatchObject({
      metadata: { name: 'data-17' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
    });
    expect(field(`${set}.persistentVolumeClaimRetentionPolicy`)).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(field('NetworkPolicy apps/chat-db: spec.ingress')).toBeUndefined();
    expect(field('NetworkPolicy apps/chat-db: spec.egress')).toBeUndefined();
  });

  test('keep data below the mount of the image, with a quarter of the memory as buffers and a user of a name', () => {
    expect(field(`${server}.volumeMounts`)).toEqual(
      expect.arrayContaining([
        { name: 'data-17', mountPath: '/var/lib/postgresql/data' },
        { name: 'programs', mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true },
      ]),
    );
    expect(field(`${server}.env`)).toEqual(
      expect.arrayContaining([
        { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
        { name: 'POSTGRES_PASSWORD_FILE', value: '/etc/postgres-superuser/password' },
      ]),
    );
    expect(field(`${server}.args`)).toEqual(['postgres', '-c', 'shared_buffers=256MB', '-c', 'max_connections=100']);
    expect(field(`${server}.livenessProbe.tcpSocket`)).toEqual({ port: 'postgres' });
    expect(field(`${pod}.initContainers[0].restartPolicy`)).toBe('Always');
  });
});

describe('each prop shows', () => {
  everyProp<PostgresProps>(
    add,
    {
      ...smallest,
      programs,
      from: [],
      version: 17,
      maxConnections: 100,
      wants,
      scheduling,
      additions: {},
      usersWants: wants,
      image: images.postgres,
      tls: { secretName: 'certificate' },
      exporter: {},
    },
    {
      namespace: { to: 'other', shows: { 'StatefulSet other/chat-db: metadata.namespace': 'other' } },
      programs: 'elsewhere',
      databases: {
        to: { notes: { owner: 'writer', password: { secretName: 'notes', key: 'pw' } } },
        shows: {
          [`${pod}.initContainers[0].volumeMounts`]: expect.arrayContaining([
            { name: 'password-0', mountPath: '/etc/postgres-users/notes', readOnly: true },
          ]),
        },
      },
      superuser: {
        to: { secretName: 'admin', key: 'pw' },
        shows: { [`${pod}.volumes[0].secret.secretName`]: 'admin' },
      },
      storage: {
        to: { size: gib(20), storageClass: 'fast' },
        shows: { [`${set}.volumeClaimTemplates[0].spec.storageClassName`]: 'fast' },
      },
      from: {
        to: [{ namespace: 'apps', podLabels: { app: 'chat' } }],
        shows: { 'NetworkPolicy apps/chat-db: spec.ingress[0].ports': [{ protocol: 'TCP', port: 5432 }] },
      },
      version: 'elsewhere',
      maxConnections: { to: 20, shows: { [`${server}.args[4]`]: 'max_connections=20' } },
      wants: { to: { ...wants, cpu: 900 }, shows: { [`${server}.resources.requests.cpu`]: '900m' } },
      usersWants: {
        to: { ...wants, cpu: 70 },
        shows: { [`${pod}.initContainers[0].resources.requests.cpu`]: '70m' },
      },
      tls: {
        to: { secretName: 'another' },
        shows: {
          [`${pod}.volumes`]: expect.arrayContaining([
            { name: 'tls', secret: { secretName: 'another', defaultMode: 0o440 } },
          ]),
        },
      },
      exporter: {
        to: {
          scraping: { by: 'annotations' },
          from: { namespace: 'monitoring', anyPod: true },
          wants: { ...wants, cpu: 80 },
          image: { ...images.postgresExporter, repository: 'mirror.example/exporter' },
        },
        shows: {
          [`${set}.template.metadata.annotations['prometheus.io/port']`]: '9187',
          'NetworkPolicy apps/chat-db: spec.ingress[0].ports': [{ protocol: 'TCP', port: 9187 }],
          [`${pod}.initContainers[1].resources.requests.cpu`]: '80m',
          [`${pod}.initContainers[1].image`]: expect.stringContaining('mirror.example/exporter:'),
        },
      },
      additions: { to: everyAddition, shows: { [`${set}.template.metadata.labels['team']`]: 'llm' } },
      image: {
        to: { ...images.postgres, repository: 'mirror.example/postgres' },
        shows: { [`${server}.image`]: expect.stringContaining('mirror.example/postgres:') },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
        shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
      },
    },
  );
});

test('version 18 keeps data in another folder, and in another claim', () => {
  const manifests = draw((chart) =>
    add(chart, { ...smallest, version: 18, image: { ...images.postgres, version: [18, 6] } }),
  );
  expect(fieldOf(manifests, `${set}.volumeClaimTemplates[0].metadata.name`)).toBe('data-18');
  expect(fieldOf(manifests, `${server}.volumeMounts[0]`)).toEqual({
    name: 'data-18',
    mountPath: '/var/lib/postgresql',
  });
  expect(fieldOf(manifests, `${server}.env`)).toEqual(
    expect.arrayContaining([{ name: 'PGDATA', value: '/var/lib/postgresql/18/docker' }]),
  );
});

test.each<[string, Partial<PostgresProps>, string]>([
  [
    'an image of another version',
    { version: 18 },
    'chat-db.version: 18, and the image has 17.11.\n  fix: an image of PostgreSQL 18, or version: 17\n  [MajorVersion]',
  ],
  [
    'no database',
    { databases: {} },
    'chat-db.databases: names no database.\n  fix: add one, with its owner\n  [DatabaseName]',
  ],
  [
    'a name that is none',
    { databases: { 'Chat-1': { owner: 'chat', password: smallest.superuser } } },
    "chat-db.databases: 'Chat-1' is no name of a database or a user.\n  allowed: small letters, digits and '_', no digit first, at most 63 characters\n  [DatabaseName]",
  ],
])('%s is refused', (_, props, report) => {
  expect(refusal((chart) => add(chart, { ...smallest, ...props }))).toBe(report);
});

const repository = {
  address: 's3:https://s3.example.org/copies/production',
  host: 'production',
  password: { secretName: 'backup-password', key: 'password' },
  credentials: { secretName: 'backup-key' },
} as const;
const database = {
  host: 'chat-db.apps.svc',
  peer: { namespace: 'apps', podLabels: { 'app.kubernetes.io/instance': 'chat-db' } },
  database: 'chat',
  user: 'chat',
  password: { secretName: 'chat-db', key: 'password' },
  size: mib(512),
} as const;

describe('its backup', () => {
  const props: PostgresBackupProps = { namespace: 'apps', repository, ...database, schedule: '7 1 * * *' };
  const manifests = draw((chart) => new PostgresBackup(chart, 'backup-chat', props));
  const spec = 'CronJob apps/backup-chat: spec.jobTemplate.spec.template.spec';

  test('dumps first, in the image of the database, into a volume that restic reads', () => {
    expect(fieldOf(manifests, `${spec}.initContainers[0].name`)).toBe('postgres');
    expect(fieldOf(manifests, `${spec}.initContainers[0].image`)).toContain('/postgres:17.11');
    expect(fieldOf(manifests, `${spec}.initContainers[0].env`)).toEqual(
      expect.arrayContaining([
        { name: 'PGHOST', value: 'chat-db.apps.svc' },
        { name: 'DUMP_FOLDER', value: '/dump/database' },
      ]),
    );
    expect(fieldOf(manifests, `${spec}.containers[0].env`)).toEqual(
      expect.arrayContaining([
        { name: 'BACKUP_SOURCE', value: 'chat' },
        { name: 'BACKUP_ROOT', value: '/dump' },
        { name: 'MAKES_REPOSITORY', value: 'no' },
      ]),
    );
    expect(fieldOf(manifests, `${spec}.volumes[0]`)).toEqual({ name: 'dump', emptyDir: { sizeLimit: '512Mi' } });
  });

  test('may connect to the database and the object store', () => {
    expect(fieldOf(manifests, 'NetworkPolicy apps/backup-chat: spec.egress[1].ports')).toEqual([
      { protocol: 'TCP', port: 5432 },
    ]);
    expect(fieldOf(manifests, 'NetworkPolicy apps/backup-chat: spec.egress[2].ports')).toEqual([
      { protocol: 'TCP', port: 443 },
    ]);
  });

  test('takes another source, port and image', () => {
    const other = draw(
      (chart) =>
        new PostgresBackup(chart, 'backup-chat', {
          ...props,
          source: 'talk',
          port: 6432,
          makesRepository: true,
          postgresImage: { ...images.postgres, repository: 'mirror.example/postgres' },
        }),
    );
    expect(fieldOf(other, `${spec}.initContainers[0].image`)).toContain('mirror.example/postgres:');
    expect(fieldOf(other, `${spec}.initContainers[0].env`)).toEqual(
      expect.arrayContaining([{ name: 'PGPORT', value: '6432' }]),
    );
    expect(fieldOf(other, `${spec}.containers[0].env`)).toEqual(
      expect.arrayContaining([
        { name: 'BACKUP_SOURCE', value: 'talk' },
        { name: 'MAKES_REPOSITORY', value: 'yes' },
      ]),
    );
    expect(fieldOf(other, 'NetworkPolicy apps/backup-chat: spec.egress[1].ports')).toEqual([
      { protocol: 'TCP', port: 6432 },
    ]);
  });
});

test('its restore fetches the dump first, and a client restores it with the identity of the backup', () => {
  const props: PostgresRestoreProps = {
    namespace: 'apps',
    repository,
    ...database,
    backup: 'backup-chat',
    snapshot: '1a2b3c4d',
  };
  const manifests = draw((chart) => new PostgresRestore(chart, 'restore-chat', props));
  const job = titles(manifests).find((each) => each.startsWith('Job ')) ?? '';
  const spec = `${job}: spec.template.spec`;
  expect(job).toMatch(/^Job apps\/restore-chat-[0-9a-f]{8}$/);
  expect(fieldOf(manifests, `${spec}.serviceAccountName`)).toBe('backup-chat');
  expect([
    fieldOf(manifests, `${spec}.initContainers[0].name`),
    fieldOf(manifests, `${spec}.containers[0].name`),
  ]).toEqual(['dump-restore', 'postgres']);
  expect(fieldOf(manifests, `${spec}.initContainers[0].env`)).toEqual(
    expect.arrayContaining([{ name: 'BACKUP_SNAPSHOT', value: '1a2b3c4d' }]),
  );
});
