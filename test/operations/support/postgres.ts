/** A real PostgreSQL as the user of the containers, on loopback and on a socket. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toolPath } from '../../../scripts/toolchain/tools';
import { required } from '../../components/debian';
import { freePort } from '../../components/ports';
import { end, killFamily } from '../../components/processes';
import type { Sandbox } from '../../programs/support/container';

/** initdb asks for the name of its user, which must have one: `nobody`. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export interface Login {
  readonly user: string;
  readonly database: string;
  readonly password: string;
  /** @default 'prefer' */
  readonly tls?: 'disable' | 'require';
}

export interface Postgres {
  readonly port: number;
  /** Folder of its socket. */
  readonly socket: string;
  /** Variables with which programs find its clients. */
  environment(sandbox: Sandbox): Readonly<Record<string, string>>;
  /** What psql prints. @throws Error with what it prints on standard error */
  sql(text: string, login: Login): string;
  /** Kills it as a node that dies does. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder with the programs of a version: that of Debian on this machine, or the one that PyPI has. */
export async function installed(version: '15' | '18', sandbox: Sandbox): Promise<string> {
  if (version === '15') return '/usr/lib/postgresql/15/bin';
  const folder = sandbox.volume('postgresql-18');
  execFileSync(required('tar'), ['-xzf', await toolPath('postgresql-18'), '-C', folder, '--strip-components=1']);
  return join(folder, 'bin');
}

/** How a server differs from the usual one. */
export interface Different {
  /** Settings by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of its data. @default - a volume of the sandbox */
  readonly data?: string;
}

/** A file of which only the user of the server knows the content. */
export function ownedByServer(path: string): string {
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
  return path;
}

export async function startPostgres(
  sandbox: Sandbox,
  bin: string,
  { settings = {}, data = sandbox.volume('pgdata') }: Different = {},
): Promise<Postgres> {
  const [socket, port] = [sandbox.volume('pgsocket'), await freePort()];
  const program = (name: string): string => join(bin, name);
  if (user.uid !== undefined) for (const folder of [data, socket]) chownSync(folder, user.uid, user.gid);
  execFileSync(
    program('initdb'),
    ['-D', data, '-U', 'postgres', '--auth-local=trust', '--auth-host=scram-sha-256', '--no-sync', '-E', 'UTF8'],
    { ...user, stdio: 'pipe', env: { LC_ALL: 'C', PATH: process.env['PATH'] } },
  );
  let running: ChildProcess | undefined;
  const launch = (): ChildProcess =>
    spawn(
      program('postgres'),
      [
        '-D',
        data,
        '-p',
        `${port}`,
        '-k',
        socket,
        ...Object.entries({ listen_addresses: '127.0.0.1', fsync: 'off', ...settings }).flatMap(([name, value]) => [
          '-c',
          `${name}=${value}`,
        ]),
      ],
      { ...user, stdio: 'ignore', env: { LC_ALL: 'C' } },
    );
  const start = async (): Promise<void> => {
    running = launch();
    for (let i = 0; i < 900; i += 1) {
      // Processes of a server that was killed end by themselves, and until then no other one starts on its data.
      if (running.exitCode !== null) running = launch();
      if (spawnSync(program('pg_isready'), ['-q', '-h', socket, '-p', `${port}`]).status === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('PostgreSQL does not start');
  };
  const taken = (): ChildProcess | undefined => {
    const taken = running;
    running = undefined;
    return taken;
  };
  await start();
  return {
    port,
    socket,
    environment: (of) => ({
      PATH: `${dirname(of.tool(of.file('beside', '')))}:${bin}`,
      PGPORT: `${port}`,
      LC_ALL: 'C',
    }),
    sql: (text, login) => {
      const { status, stdout, stderr } = spawnSync(
        program('psql'),
        [
          '-X',
          '-q',
          '-t',
          '-v',
          'ON_ERROR_STOP=1',
          '-w',
          '-h',
          '127.0.0.1',
          '-p',
          `${port}`,
          '-U',
          login.user,
          '-d',
          login.database,
          '-c',
          text,
        ],
        { encoding: 'utf8', env: { PGPASSWORD: login.password, PGSSLMODE: login.tls ?? 'prefer', LC_ALL: 'C' } },
      );
      if (status !== 0) throw new Error(stderr);
      return stdout;
    },
    async kill() {
      const ending = taken();
      if (ending !== undefined) await killFamily(ending);
    },
    restart: start,
    async stop() {
      const ending = taken();
      if (ending !== undefined) await end(ending, 'SIGINT');
    },
  };
}
