/** The backup of an environment: what it has by default, and what is wrong with it, in full sentences. */
import { describe, expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import { backupRoute } from '../../lib/environment/backup-route';
import { parseEnvironment } from '../../lib/environment/complete';
import { checkTogether } from '../../lib/environment/together';
import { base, changed, namespaced, type Change } from '../invalid/base';
import { reportOf } from '../invalid/read';

const to = {
  kind: 's3',
  endpoint: 'https://s3.example.org',
  bucket: 'copies',
  credentials: { secretName: 'backup-key' },
} as const;
const least = {
  to,
  password: { secretName: 'backup-password', key: 'password' },
  sources: [{ kind: 'store', blobs: 'none' }],
} as const;

const parsed = (backup: object, ...changes: readonly Change[]) =>
  parseEnvironment(changed([['backup'], backup], ...changes));
const reported = (backup: object, ...changes: readonly Change[]): string => reportOf(parsed(backup, ...changes).faults);

test('an environment without one has none', () => {
  expect(parseEnvironment(base).environment).not.toHaveProperty('backup');
});

test('the least that an overlay states, completed', () => {
  expect(parsed(least).environment?.backup).toEqual({
    ...least,
    to: { ...to, prefix: 'test', region: 'us-east-1' },
    schedule: { everyHours: 24, at: '01:37' },
    check: { day: 'sun', at: '04:07', readPercent: 5, restore: 1024 ** 3 },
    keep: { daily: 7, weekly: 4, monthly: 6 },
  });
});

test('policies let pods reach the address, every public address for a name, or what the overlay states', () => {
  const route = (more: object) => {
    const found = parsed({ ...least, to: { ...to, ...more } });
    expect(reportOf(found.faults)).toBe('');
    return found.environment?.backup && backupRoute(found.environment.backup.to);
  };
  expect(route({})).toEqual({ to: 'public', ports: [443] });
  expect(route({ endpoint: 'https://s3.example.org:9000/' })).toEqual({ to: 'public', ports: [9000] });
  expect(route({ endpoint: 'http://10.0.0.7:9000' })).toEqual({
    to: 'endpoints',
    endpoints: [{ cidr: '10.0.0.7/32', port: 9000 }],
  });
  expect(route({ endpoints: [{ cidr: '192.0.2.0/24', port: 443 }] })).toEqual({
    to: 'endpoints',
    endpoints: [{ cidr: '192.0.2.0/24', port: 443 }],
  });
  const pods = { namespace: 'objects', podLabels: { app: 'seaweedfs' }, port: 8333 };
  expect(route({ endpoint: 'http://s3.objects.svc:80', pods })).toEqual({ to: 'endpoints', endpoints: [], pods });
});

describe('what is wrong', () => {
  test('an object store that policies keep pods away from', () => {
    expect(reported({ ...least, to: { ...to, endpoint: 'http://s3.objects.svc:9000' } })).toBe(
      `test.backup.to.endpoint: backups may not reach http://s3.objects.svc:9000: without endpoints only public addresses are open.
  fix: endpoints: [{ cidr, port }] of the object store · pods of the object store, with their port
  [BackupBlocked]`,
    );
    expect(reported({ ...least, to: { ...to, endpoints: [{ cidr: '192.0.2.0/24', port: 9000 }] } })).toBe(
      `test.backup.to.endpoint: backups may not reach https://s3.example.org: no endpoint opens port 443.
  fix: endpoints: [{ cidr, port }] of the object store · pods of the object store, with their port
  [BackupBlocked]`,
    );
    expect(reported({ ...least, to: { ...to, endpoints: [{ cidr: '10.0.0.0/8', port: 443 }] } })).toBe(
      `test.backup.to.endpoints[0].cidr: '10.0.0.0/8' is private and wide enough to hold the pods of a cluster.
  fix: the range of the object store alone · state in reason why backups may reach all of it
  [EndpointTooWide]`,
    );
  });

  test('a source twice', () => {
    expect(reported({ ...least, sources: [...least.sources, { kind: 'store', blobs: 'all' }] })).toBe(
      `test.backup.sources[1]: the store is listed at test.backup.sources[0] already.
  fix: leave out one of the two
  [BackupSourceTwice]`,
    );
  });

  const server = (databases: object, more: object = {}) => ({
    kind: 'postgres',
    size: gib(5),
    databases,
    passwords: { secretName: 'passwords' },
    ...more,
  });
  const copyOf = (key: string, database: string) => ({ kind: 'database', server: key, database });

  test('two databases whose copies would have one name', () => {
    expect(
      reported({ ...least, sources: [copyOf('a', 'b_c'), copyOf('a-b', 'c')] }, [
        ['databases'],
        { a: server({ b_c: {} }), 'a-b': server({ c: {} }) },
      ]),
    ).toBe(
      `test.backup.sources[1]: the copies of database 'c' of 'a-b' and of database 'b_c' of 'a' would both be called 'a-b-c'.
  fix: another name for one of the two databases, or for the key of one of the two servers
  [NameCollision]`,
    );
  });

  test('of a database that is wrong, only what is wrong with it', () => {
    expect(
      parsed({ ...least, sources: [copyOf('a', 'b')] }, [
        ['databases'],
        { a: server({ b: {} }, { version: 13 }) },
      ]).faults.map(({ code, at }) => `${code} ${at}`),
    ).toEqual(['NotAllowed test.databases.a.version']);
  });

  test('a store of others, and none', () => {
    const claim = {
      kind: 'existing',
      claimName: 'of-others',
      layout: 'paths',
      read: 'staged',
      address: '10.96.0.99',
      capacity: base.cluster.weights.capacity,
      bandwidth: base.cluster.weights.bandwidth,
    };
    expect(reported(least, [['cluster', 'weights'], claim])).toContain(
      `test.backup.sources[0]: claim of-others is of others, who back it up.
  fix: leave this source out
  [NothingToBackUp]`,
    );
    expect(reported(least, [['models'], {}], [['ollama'], {}])).toBe(
      `test.backup.sources[0]: there is no store: no model of this environment comes through one.
  fix: leave this source out
  [NothingToBackUp]`,
    );
  });

  test('a time that is none, and an interval that does not divide a day', () => {
    expect(reported({ ...least, schedule: { everyHours: 5, at: '24:00' } })).toBe(
      `test.backup.schedule.everyHours: 5 is not among what is allowed.
  allowed: 1 · 2 · 3 · 4 · 6 · 8 · 12 · 24
  [NotAllowed]
test.backup.schedule.at: '24:00' does not have the right form.
  allowed: a time of the day from '00:00' to '23:59'
  [BadFormat]`,
    );
  });

  test('a model that has the name of one of its objects, in one namespace', () => {
    const { faults } = parseEnvironment(
      namespaced({}, [['backup'], least], [['models', 'backup-store'], { ...base.models.chat, replicas: 1 }]),
    );
    expect(reportOf(faults)).toContain(`the object name 'backup-store' belongs to the backup`);
  });

  test('two environments in one folder of a bucket', () => {
    const [one, two] = ['one', 'two'].map(
      (name) =>
        parsed({ ...least, to: { ...to, prefix: 'shared' } }, [['name'], name], [['cluster', 'id'], name]).environment,
    );
    expect(
      reportOf(checkTogether([one, two].flatMap((each) => each ?? [])).filter(({ code }) => code === 'BackupShared')),
    ).toBe(
      `two.backup.to.prefix: https://s3.example.org/copies/shared has the backups of one too.
  fix: prefix 'two'
  [BackupShared]`,
    );
  });
});
