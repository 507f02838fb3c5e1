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

/** Lists of packages of the backports of a release, in the folder of the download, beside those of the machine. */
const backports = (release: string): string =>
  [
    `echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian ${release}-backports main' >own.list`,
    'mkdir -p lists/partial cache/archives/partial',
    'own="-o Dir::Etc::sourcelist=$PWD/own.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$PWD/lists -o Dir::Cache=$PWD/cache"',
    'apt-get $own update',
  ].join(' && ');

/**
 * The folder that holds the files of these packages, of the release that this machine's apt uses. Downloads into a
 * folder of its own and renames, so that two test workers at once do no harm.
 *
 * @param name of the folder in the cache: another list of packages needs another name
 * @param arrange changes the files before they are published
 * @param backported packages that come from the backports of a release: `{ bookworm: ['valkey-tools'] }`
 * @throws Error with what apt or dpkg printed
 */
export function unpacked(
  name: string,
  packages: readonly string[],
  arrange: (root: string) => void = () => {},
  backported: Readonly<Record<string, readonly string[]>> = {},
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
    for (const [release, names] of Object.entries(backported))
      inWork(`${backports(release)} && apt-get $own download ${names.join(' ')}`);
    inWork('mkdir root && for package in ./*.deb; do dpkg -x "$package" root || exit 1; done');
    arrange(join(work, 'root'));
    if (!existsSync(folder)) renameSync(join(work, 'root'), folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}
