/** Databases and caches that PostgreSQL or Valkey would not start with, or not as stated. */
import { expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import { parseEnvironment } from '../../lib/environment/complete';
import { changed, type Change } from '../invalid/base';
import { reportOf } from '../invalid/read';

const server = {
  kind: 'postgres',
  size: gib(5),
  databases: { chat: {} },
  passwords: { secretName: 'passwords' },
} as const;
const reported = (more: object, ...changes: readonly Change[]): string =>
  reportOf(parseEnvironment(changed([['databases'], { chat: { ...server, ...more } }], ...changes)).faults);

test.each(['postgres', 'exporter', 'public', 'none', 'template0', 'template1', 'pg_x'])(
  "a database or an owner is not '%s', which is PostgreSQL's own",
  (name) => {
    expect(reported({ databases: { [name]: {} } })).toContain('[BadName]');
    expect(reported({ databases: { chat: { owner: name } } })).toContain('[BadFormat]');
  },
);

test.each(['nobody', 'template', 'template01', 'user', 'select'])(
  "a database may be '%s': names are quoted",
  (name) => {
    expect(reported({ databases: { [name]: {} } })).toBe('');
  },
);

test('a volume holds the write-ahead log', () => {
  expect(reported({ size: gib(1) })).toBe('');
  expect(reported({ size: gib(1) - 1 })).toContain('[OutOfRange]');
});

test('the memory holds all sessions beside the buffers', () => {
  expect(reported({ memory: mib(256), maxConnections: 192 })).toBe('');
  expect(reported({ memory: mib(256), maxConnections: 193 })).toBe(
    `test.databases.chat.maxConnections: 193 sessions need at least 1 MiB each, and of 256 MiB of memory the buffers leave 192 MiB.
  fix: maxConnections 192 or less · memory mib(258) or more
  [DatabaseMemory]`,
  );
  expect(reported({ memory: mib(258), maxConnections: 193 })).toBe('');
});

test.each([
  ['serving', 'databases', 'database'],
  ['store', 'caches', 'cache'],
] as const)('the namespace of %s is none of clients of %s', (part, field, what) => {
  const clients = [{ namespace: 'apps', anyPod: true }];
  const users = { app: { prefixes: ['app:'] } };
  const { passwords } = server;
  const given = field === 'databases' ? server : { kind: 'valkey', maxMemory: mib(64), users, passwords };
  const report = reportOf(
    parseEnvironment(
      changed([[field], { chat: { ...given, clients } }], [['cluster', 'namespaces'], { [part]: 'apps' }]),
    ).faults,
  );
  expect(report).toBe(
    `test.cluster.namespaces.${part}: 'apps' is the namespace of clients of ${what} 'chat' too: a default deny and a quota would stop it.
  fix: give ${part === 'serving' ? 'engines' : 'the store'} a separate namespace
  [SharedNamespace]`,
  );
});
