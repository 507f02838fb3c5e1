/**
 * A real PostgreSQL, of Debian (15) and of PyPI (18), beside the real exporter: what the exporter may read, and what
 * clients see without a user, with a wrong password, without encryption, on a full disk and after a kill.
 */
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { metricSources } from '../../lib/observability';
import { postgresUsers } from '../../lib/programs/postgres/postgres-users';
import { ensureTools, toolPath } from '../../scripts/toolchain/tools';
import { required } from '../components/debian';
import { freePort } from '../components/ports';
import { Sandbox } from '../programs/support/container';
import { smallDisk } from '../programs/support/small-disk';
import { differences, exposed } from './support/exposition';
import { installed, ownedByServer, startPostgres, type Different, type Postgres } from './support/postgres';

jest.setTimeout(600_000);

beforeAll(async () => {
  await ensureTools(['postgresql-18', 'postgres-exporter']);
}, 20 * 60_000);

describe.each(['15', '18'] as const)('PostgreSQL %s', (version) => {
  let sandbox: Sandbox;
  let server: Postgres;
  let ends: (() => unknown)[];

  beforeEach(() => {
    sandbox = new Sandbox();
    ends = [];
  });
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    await server.stop();
    sandbox.remove();
  });

  /** Starts a server and what gives users, and waits until it has. */
  async function start(different: Different = {}, certificateFile?: string): Promise<void> {
    server = await startPostgres(sandbox, await installed(version, sandbox), different);
    const passwordFile = sandbox.file('chat-password', 'secret');
    const program = postgresUsers.run({
      owners: [{ database: 'chat', owner: 'chat', passwordFile }],
      socket: server.socket,
      monitor: 'exporter',
      certificateFile,
      every: seconds(1),
    });
    const running = sandbox.start(program, server.environment(sandbox));
    ends.push(async () => {
      running.process.kill('SIGTERM');
      await running.ended;
    });
    let printed = '';
    running.process.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
    await until(() => printed.includes('chat owns chat'));
  }
  const chat = { user: 'chat', database: 'chat', password: 'secret' } as const;
  const sql = (text: string, as: Partial<Parameters<Postgres['sql']>[1]> = {}) => server.sql(text, { ...chat, ...as });

  /** The metrics of the real exporter, with the variables of the rendered container. */
  async function exporter(): Promise<() => Promise<string>> {
    const port = await freePort();
    const name = `host=${server.socket} port=${server.port} user=exporter dbname=postgres sslmode=disable`;
    const running: ChildProcess = spawn(
      await toolPath('postgres-exporter'),
      [`--web.listen-address=127.0.0.1:${port}`],
      { stdio: 'ignore', env: { DATA_SOURCE_NAME: name } },
    );
    ends.push(() => running.kill());
    return async () => {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
        if (answer !== undefined) return answer.text();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    };
  }

  test('the exporter shows the state of the server, says when it is away, and reads no table', async () => {
    await start();
    const metrics = await exporter();
    await until(async () => (await metrics()).includes('pg_up 1'));
    const shown = await metrics();
    expect(shown).toMatch(/^pg_database_size_bytes\{datname="chat"\} \d/m);
    expect(shown).toMatch(/^pg_settings_max_connections\{[^}]*\} 100$/m);
    expect(differences(metricSources['postgres-exporter'], exposed(shown))).toEqual([]);
    expect(shown).not.toMatch(/^pg_scrape_collector_success\{.*\} 0$/m);
    sql('CREATE TABLE notes (text text)');
    const asExporter = { user: 'exporter', database: 'chat', password: '' };
    expect(() => sql('SELECT 1', asExporter)).toThrow(/password/);
    await server.kill();
    expect(await metrics()).toContain('pg_up 0');
    await server.restart();
    await until(async () => (await metrics()).includes('pg_up 1'));
  });

  test('a user that does not exist and a wrong password get the same answer', async () => {
    await start();
    const answerTo = (user: string): string => {
      try {
        return sql('SELECT 1', { user, password: 'wrong' });
      } catch (error) {
        return String(error).replaceAll(user, 'USER');
      }
    };
    expect(answerTo('chat')).toContain('password authentication failed for user "USER"');
    expect(answerTo('nobody')).toBe(answerTo('chat'));
  });

  test('with a certificate plain connections are refused, and a renewed one is in force without a restart', async () => {
    const certificate = (name: string) => {
      const [key, cert] = [join(sandbox.folder, `${name}.key`), join(sandbox.folder, `${name}.crt`)];
      execFileSync(
        required('openssl'),
        ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'].concat([
          '-subj',
          `/CN=${name}`,
          '-keyout',
          key,
          '-out',
          cert,
        ]),
        { stdio: 'pipe' },
      );
      return { key: ownedByServer(key), cert: ownedByServer(cert) };
    };
    const { key, cert } = certificate('first');
    const access = ownedByServer(sandbox.file('access', 'local all all trust\nhostssl all all all scram-sha-256\n'));
    await start({ settings: { ssl: 'on', ssl_cert_file: cert, ssl_key_file: key, hba_file: access } }, cert);
    expect(sql('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()', { tls: 'require' })).toContain('t');
    expect(() => sql('SELECT 1', { tls: 'disable' })).toThrow(/no pg_hba.conf entry .* no encryption/);
    const nameShown = (): string =>
      execFileSync(
        'bash',
        [
          '-c',
          `openssl s_client -starttls postgres -connect 127.0.0.1:${server.port} </dev/null 2>/dev/null | openssl x509 -noout -subject`,
        ],
        { encoding: 'utf8' },
      );
    expect(nameShown()).toContain('first');
    const second = certificate('second');
    renameSync(second.key, key);
    renameSync(second.cert, cert);
    await until(() => nameShown().includes('second'));
  });

  test('a full disk stops writes, keeps what was written, and is over once there is room', async () => {
    const disk = smallDisk(sandbox.volume('disk'), 100_000);
    ends.push(() => disk.remove());
    await start({ data: ownedByServer(disk.path), settings: { wal_recycle: 'off', max_wal_size: '32MB' } });
    sql('CREATE TABLE notes AS SELECT 1 AS kept');
    expect(() =>
      sql('CREATE TABLE large AS SELECT repeat(md5(i::text), 30) FROM generate_series(1, 200000) i'),
    ).toThrow(/No space left on device|connection to server was lost|server closed the connection/);
    await server.kill();
    disk.resize(400_000);
    await server.restart();
    expect(sql('SELECT kept FROM notes')).toContain('1');
    sql('CREATE TABLE later AS SELECT 2 AS written');
  });

  test('what was committed is there after a kill', async () => {
    await start({ settings: { fsync: 'on' } });
    sql('CREATE TABLE notes AS SELECT 1 AS kept');
    await server.kill();
    expect(() => sql('SELECT 1')).toThrow(/refused/);
    await server.restart();
    expect(sql('SELECT kept FROM notes')).toContain('1');
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 900 && !(await holds()); i += 1) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await holds()).toBe(true);
}
