/** Packages of Debian, unpacked into the cache of the real components: nothing is installed on the machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/toolchain/tools';

/** The path of a program of the machine, undefined where it has none of this name. */
export const onPath = (name: string): string | undefined => {
  const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
  return found.startsWith('/') ? found : undefined;
};

/** A program that the machine itself must have. */
export function required(name: string): string {
  return (
    onPath(name) ??
    (() => {
      throw new Error(`these tests need ${name}: install it`);
    })()
  );
}

/**
 * The folder that holds the files of these packages, of the release that this machine's apt uses. Downloads into a
 * folder of its own and renames, so that two test workers at once do no harm.
 *
 * @param name of the folder in the cache: another list of packages needs another name
 * @param arrange changes the files before they are published
 * @throws Error with what apt or dpkg printed
 */
export function unpacked(
  name: string,
  packages: readonly string[],
  arrange: (root: string) => void = () => {},
): string {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(cacheFolder(), { recursive: true });
  const work = mkdtempSync(join(cacheFolder(), `.${name}-`));
  const inWork = (command: string) => {
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: work, encoding: 'utf8' });
    if (status !== 0) throw new Error(`unpacking ${packages.join(' ')} failed:\n${stderr}`);
  };
  try {
    const download = `apt-get download ${packages.join(' ')}`;
    inWork(`${download} || { apt-get update && ${download}; }`);
    inWork('mkdir root && for package in ./*.deb; do dpkg -x "$package" root || exit 1; done');
    arrange(join(work, 'root'));
    if (!existsSync(folder)) renameSync(join(work, 'root'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}
