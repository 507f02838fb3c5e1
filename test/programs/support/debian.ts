/**
 * Real programs for these tests: from PATH, else unpacked from Debian's packages into the cache. Never skipped: what is
 * missing fails by name.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../../scripts/toolchain/errors';
import { cacheFolder } from '../../../scripts/toolchain/tools';

/** A program, the package that has it, and where in the package it lies. */
interface Packaged {
  readonly name: string;
  readonly package: string;
  readonly path: string;
}

const onPath = (name: string): string | undefined => {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  return found.startsWith('/') ? found : undefined;
};

/** Downloads into a folder of its own and renames, so that two test workers at once do no harm. */
function unpack({ name, package: debian, path }: Packaged): string {
  const folder = join(cacheFolder(), `debian-${debian}`);
  if (existsSync(join(folder, path))) return join(folder, path);
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), `.${debian}-`));
  const inWork = (command: string) => spawnSync('sh', ['-c', command], { cwd: work, encoding: 'utf8' });
  try {
    const got = inWork(`apt-get download ${debian} || { apt-get update && apt-get download ${debian}; }`);
    if (got.status !== 0 || inWork('mkdir root && dpkg -x ./*.deb root').status !== 0) {
      throw new Error(
        `these tests need ${name}: install it (\`apt-get install ${debian}\`). Unpacking the package failed:\n${got.stderr}`,
      );
    }
    if (!existsSync(folder)) renameSync(join(work, 'root'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return join(folder, path);
}

const packages = {
  busybox: { name: 'busybox', package: 'busybox-static', path: 'bin/busybox' },
  nginx: { name: 'nginx', package: 'nginx', path: 'usr/sbin/nginx' },
  shellcheck: { name: 'shellcheck', package: 'shellcheck', path: 'usr/bin/shellcheck' },
} as const satisfies Readonly<Record<string, Packaged>>;

const obtain = (packaged: Packaged): string => onPath(packaged.name) ?? unpack(packaged);

export const busybox = (): string => obtain(packages.busybox);
export const nginx = (): string => obtain(packages.nginx);
export const shellcheck = (): string => obtain(packages.shellcheck);

/** Obtains programs before the tests start. One that cannot be had fails the tests that need it, by its name. */
export function prepareDebian(names: readonly (keyof typeof packages)[]): void {
  for (const name of names) {
    const start = Date.now();
    try {
      const path = obtain(packages[name]);
      if (Date.now() - start > 1_000)
        process.stderr.write(`unpacked ${path} in ${Math.round((Date.now() - start) / 1000)} s\n`);
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
    }
  }
}

/** A program that the machine itself must have. */
export function required(name: string): string {
  return (
    onPath(name) ??
    (() => {
      throw new Error(`these tests need ${name}: install it`);
    })()
  );
}

/** The applets of a busybox, by name. */
export const appletsOf = (path: string): readonly string[] =>
  execFileSync(path, ['--list'], { encoding: 'utf8' }).split('\n').filter(Boolean);
