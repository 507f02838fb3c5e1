/** The Chromium of Debian: that of the machine, else its packages unpacked into the cache of the real components. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../../scripts/toolchain/tools';
import { onPath, unpacked } from '../../components/debian';

/** A program and what it needs in its environment. */
interface Browser {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Chromium, a font, and the packages that they need and this machine lacks. */
function lacking(): readonly string[] {
  const simulate = 'apt-get -qq --simulate --no-install-recommends install chromium fonts-dejavu-core';
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `${simulate} || { apt-get -qq update && ${simulate}; }`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`apt-get cannot find chromium: ${stderr}`);
  return [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name);
}

/**
 * Where Chromium is; it is unpacked first where the machine has none.
 *
 * @throws Error where it cannot be had
 */
export function chromium(): Browser {
  const installed = onPath('chromium');
  if (installed !== undefined) return { path: installed, env: {} };
  if (onPath('apt-get') === undefined || onPath('dpkg') === undefined)
    throw new Error('there is no chromium on PATH, and no apt-get and dpkg to unpack that of Debian');
  const folderName = 'debian-chromium';
  const packages = existsSync(join(cacheFolder(), folderName)) ? [] : lacking();
  const libraries = join(unpacked(folderName, packages), 'usr/lib');
  const folder = join(libraries, process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu');
  return {
    path: join(libraries, 'chromium/chromium'),
    env: { LD_LIBRARY_PATH: `${folder}:${join(folder, 'pulseaudio')}` },
  };
}
