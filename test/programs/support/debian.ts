/**
 * Real programs for these tests: from PATH, else unpacked from Debian's packages into the cache. Never skipped: what is
 * missing fails by name.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { messageOf } from '../../../scripts/toolchain/errors';
import { onPath, required, unpacked } from '../../components/debian';

export { required };

/** A program, the package that has it, and where in the package it lies. */
interface Packaged {
  readonly name: string;
  readonly package: string;
  readonly path: string;
}

function unpack({ name, package: debian, path }: Packaged): string {
  try {
    return join(unpacked(`debian-${debian}`, [debian]), path);
  } catch (error) {
    throw new Error(`these tests need ${name}: install it (\`apt-get install ${debian}\`). ${messageOf(error)}`, {
      cause: error,
    });
  }
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

/** The applets of a busybox, by name. */
export const appletsOf = (path: string): readonly string[] =>
  execFileSync(path, ['--list'], { encoding: 'utf8' }).split('\n').filter(Boolean);
