/**
 * Programs of databases with a real PostgreSQL, of Debian (15) and of PyPI (18): users, dump, backup, restore, and what
 * is refused.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { backup } from '../../lib/programs/backup/backup';
import { backupCheck } from '../../lib/programs/backup/backup-check';
import { dumpRestore } from '../../lib/programs/backup/dump-restore';
import { mib } from '../../lib/core/bytes';
import { postgresDump } from '../../lib/programs/postgres/postgres-dump';
import { postgresRestore } from '../../lib/programs/postgres/postgres-restore';
import { postgresUsers } from '../../lib/programs/postgres/postgres-users';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { backupTools } from '../components/sets';
import { Sandbox } from '../programs/support/container';
import { ObjectStore } from './support/object-store';
import { installed, type Postgres, startPostgres } from './support/postgres';

jest.setTimeout(600_000);

beforeAll(async () => {
  await ensureTools([...backupTools, 'postgresql-18']);
}, 20 * 60_000);

describe.each(['15', '18'] as const)('PostgreSQL %s', (version) => {
  let sandbox: Sandbox;
  let server: Postgres;
  let password: string;

  beforeEach(async () => {
    sandbox = new Sandbox();
    server = await startPostgres(sandbox, await installed(version, sandbox));
    password = sandbox.file('chat-password', "it's \\ a $ecret\n");
  });
  afterEach(async () => {
    await server.stop();
    sandbox.remove();
  });

  const users = () =>
    postgresUsers.run({
      owners: [{ database: 'chat', owner: 'chat', passwordFile: password }],
      socket: server.socket,
      every: seconds(1),
    });
  const connection = (database = 'chat') => ({
    host: '127.0.0.1',
    port: server.port,
    database,
    user: 'chat',
    passwordFile: password,
  });
  const dump = (folder: string, database = 'chat') => postgresDump.run({ ...connection(database), folder });
  const run = (program: Parameters<Sandbox['run']>[0]) => sandbox.run(program, server.environment(sandbox));

  /** Starts what gives users, and waits until it has. */
  async function withUsers(): Promise<() => Promise<string>> {
    const running = sandbox.start(users(), server.environment(sandbox));
    let printed = '';
    running.process.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    await until(() => printed.includes('chat owns chat'));
    return async () => {
      running.process.kill('SIGTERM');
      return (await running.ended).output;
    };
  }
  const sql = (text: string, as = { user: 'chat', database: 'chat', password: "it's \\ a $ecret" }) =>
    server.sql(text, as);

  test('users and databases are there, a changed Secret is a changed password, and no one else connects', async () => {
    const end = await withUsers();
    expect(sql('CREATE TABLE notes (text text); SELECT current_user')).toContain('chat');
    expect(() => sql('SELECT 1', { user: 'chat', database: 'chat', password: 'wrong' })).toThrow(
      /password authentication failed/,
    );
    expect(() => sql('SELECT 1', { user: 'postgres', database: 'postgres', password: '' })).toThrow(/password/);
    sandbox.file('chat-password', 'another');
    await until(() => {
      try {
        return sql('SELECT 1', { user: 'chat', database: 'chat', password: 'another' }).includes('1');
      } catch {
        return false;
      }
    });
    expect(() => sql('SELECT 1')).toThrow(/password authentication failed/);
    expect(await end()).not.toContain('error');
  });

  test('a dump goes through the backup and comes back, whole, after the server was killed', async () => {
    const end = await withUsers();
    sql(
      "CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes SELECT i, 'note ' || i FROM generate_series(1, 5000) i",
    );
    sandbox.tool(await toolPath('restic'));
    const objects = await ObjectStore.start(sandbox.volume('objects'));
    try {
      const repository = objects.inputs(sandbox);
      const place = sandbox.volume('dump');
      const folder = join(place, 'database');
      expect(await run(dump(folder))).toMatchObject({ code: 0 });
      const [name = ''] = readdirSync(folder);
      expect(name).toMatch(/^chat\.sha256-[0-9a-f]{64}$/);
      expect(
        await sandbox.run(
          backup.run({
            ...repository,
            source: 'chat',
            makesRepository: true,
            root: place,
            entries: ['database'],
            needed: 'database',
          }),
        ),
      ).toMatchObject({ code: 0 });
      expect(
        await sandbox.run(
          backupCheck.run({
            ...repository,
            sources: ['chat'],
            keep: { daily: 7, weekly: 4, monthly: 6 },
            readPercent: 100,
            restore: mib(10),
          }),
        ),
      ).toMatchObject({ code: 0, output: expect.stringContaining('restored 1 of 1 files of chat') });
      // What comes after the dump is lost, what was before is there.
      sql('DELETE FROM notes WHERE id > 10; CREATE TABLE later (a int)');
      await server.kill();
      await server.restart();
      expect(sql('SELECT count(*) FROM notes')).toContain('10');
      const back = join(sandbox.volume('back'), 'database');
      expect(await sandbox.run(dumpRestore.run({ ...repository, source: 'chat', folder: back }))).toMatchObject({
        code: 0,
        output: expect.stringContaining('is restored and has the right digest'),
      });
      expect(await run(postgresRestore.run({ ...connection(), folder: back }))).toMatchObject({ code: 0 });
      expect(sql('SELECT count(*), max(text) FROM notes')).toContain('5000');
      renameSync(
        join(back, name),
        join(
          back,
          name.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        ),
      );
      expect(await run(postgresRestore.run({ ...connection(), folder: back }))).toMatchObject({
        code: 14,
        output: expect.stringContaining('nothing was restored'),
      });
      rmSync(back, { recursive: true });
      expect(await run(postgresRestore.run({ ...connection(), folder: back }))).toMatchObject({ code: 13 });
    } finally {
      await objects.stop();
    }
    await end();
  });

  test('a wrong password, a database that is not there and a server that is away are reported, and nothing is dumped', async () => {
    const end = await withUsers();
    const folder = join(sandbox.volume('dump'), 'database');
    expect(await run(dump(folder, 'other'))).toMatchObject({
      code: 13,
      output: expect.stringContaining('database "other" does not exist'),
    });
    sandbox.file('wrong', 'wrong');
    expect(
      await run(postgresDump.run({ ...connection(), passwordFile: join(sandbox.folder, 'wrong'), folder })),
    ).toMatchObject({ code: 12, output: expect.stringContaining('password authentication failed') });
    expect(await end()).toContain('chat owns chat');
    await server.kill();
    expect(await run(dump(folder))).toMatchObject({ code: 11, output: expect.stringContaining('refused') });
    expect(readdirSync(folder).filter((each) => each.includes('sha256-'))).toEqual([]);
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 900 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(holds()).toBe(true);
}
