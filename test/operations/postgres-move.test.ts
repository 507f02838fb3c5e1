/** The documented commands that move a database of an older PostgreSQL into one of an environment, with real servers. */
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureTools } from '../../scripts/toolchain/tools';
import { Sandbox } from '../programs/support/container';
import { installed, type Postgres, startPostgres } from './support/postgres';

jest.setTimeout(600_000);

beforeAll(async () => {
  await ensureTools(['postgresql-18']);
}, 20 * 60_000);

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'how-to', 'databases.md'), 'utf8');
const [, section = ''] = page.split('## Move a database of another server\n');
const blocks = [...section.matchAll(/```sh\n([^`]*)```/g)].map(([, text = '']) => text);
const copy = blocks[0] ?? '';
const extension = blocks[1] ?? '';

const superuser = { user: 'postgres', database: 'postgres', password: 'any' };
const chat = { user: 'chat', database: 'chat', password: 'new' };

let sandboxes: readonly [Sandbox, Sandbox];
let [bins, servers]: [string[], Postgres[]] = [[], []];

/** The old server is of Debian, the new one of PyPI: two versions. Passwords are needed between pods only. */
beforeEach(async () => {
  sandboxes = [new Sandbox(), new Sandbox()];
  bins = [await installed('15', sandboxes[0]), await installed('18', sandboxes[1])];
  servers = [];
  for (const [index, sandbox] of sandboxes.entries()) {
    const bin = bins[index] ?? '';
    const server = await startPostgres(sandbox, bin);
    servers.push(server);
    inside(server, bin, "CREATE ROLE chat LOGIN PASSWORD 'new'");
    inside(server, bin, 'CREATE DATABASE chat OWNER chat');
  }
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  for (const sandbox of sandboxes) sandbox.remove();
});

/** What the superuser runs on the socket. */
function inside({ socket, port }: Postgres, bin: string, text: string, database = superuser.database): void {
  const words = ['-X', '-q', '-h', socket, '-p', `${port}`, '-U', superuser.user, '-d', database, '-c', text];
  const { status, stderr } = spawnSync(join(bin, 'psql'), words, { encoding: 'utf8', env: { LC_ALL: 'C' } });
  if (status !== 0) throw new Error(stderr);
}

/** Runs commands of the page: what `kubectl exec` runs finds the socket of the new server, as it does in its pod. */
function run(commands: string): { readonly status: number | null; readonly output: string } {
  const [old, moved] = servers;
  const [oldBin = '', newBin = ''] = bins;
  if (old === undefined || moved === undefined) throw new Error('there are no servers');
  const kubectl = sandboxes[1].file(
    'kubectl',
    `#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\nshift\nPATH='${newBin}':$PATH PGHOST='${moved.socket}' PGPORT=${moved.port} exec "$@"\n`,
  );
  spawnSync('chmod', ['755', kubectl]);
  const ofOld = commands.replace(/^OLD=.*$/m, `OLD=postgresql://chat@127.0.0.1:${old.port}/chat`);
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', `set -e -o pipefail\n${ofOld}`], {
    encoding: 'utf8',
    env: { PATH: `${dirname(kubectl)}:${oldBin}:/usr/bin:/bin`, PGPASSWORD: 'new', LC_ALL: 'C' },
  });
  return { status, output: `${stdout}${stderr}` };
}

const on = (index: number, text: string): string => (servers[index]?.sql(text, chat) ?? '').trim();
const notes =
  "CREATE TABLE notes (id serial PRIMARY KEY, text text); COMMENT ON TABLE notes IS 'kept'; INSERT INTO notes (text) VALUES ('one'), ('two')";

test('tables, their rows and counters of an older server are there, and belong to the owner', () => {
  on(0, notes);
  expect(run(copy)).toEqual({ status: 0, output: '' });
  expect(on(1, "INSERT INTO notes (text) VALUES ('three') RETURNING id")).toBe('3');
  expect(on(1, "SELECT tableowner FROM pg_tables WHERE tablename = 'notes'")).toBe('chat');
  expect(on(1, "SELECT obj_description('notes'::regclass)")).toBe('kept');
});

test('nothing is copied where one part of it cannot be', () => {
  on(0, notes);
  on(1, 'CREATE VIEW notes AS SELECT 1');
  const { status, output } = run(copy);
  expect(status).toBe(1);
  expect(output).toContain('"notes" already exists');
  expect(on(1, 'SELECT count(*) FROM notes')).toBe('1');
});

test('an extension that only the superuser may create is created first', () => {
  const [old] = servers;
  if (old === undefined) throw new Error('there is no server');
  inside(old, bins[0] ?? '', 'CREATE EXTENSION pg_stat_statements', 'chat');
  on(0, notes);
  expect(run(copy).output).toContain('permission denied to create extension "pg_stat_statements"');
  expect(run(extension)).toMatchObject({ status: 0 });
  expect(run(copy.replace('--single-transaction', '--no-comments --single-transaction'))).toEqual({
    status: 0,
    output: '',
  });
  expect(on(1, 'SELECT count(*) FROM notes')).toBe('2');
});
