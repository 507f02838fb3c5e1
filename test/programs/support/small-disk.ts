/** A volume that is really full after so many kibibytes: a tmpfs, mounted for one test. */
import { spawnSync } from 'node:child_process';

export interface SmallDisk {
  readonly path: string;
  resize(kibibytes: number): void;
  remove(): void;
}

function root(...command: readonly string[]): void {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [program = '', ...args] = [...sudo, ...command];
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(
      `tests of a full disk mount a tmpfs, which needs root or sudo without a password: ${command.join(' ')}: ${stderr}`,
    );
}

/** Makes a folder such a volume. */
export function smallDisk(path: string, kibibytes: number): SmallDisk {
  root('mount', '-t', 'tmpfs', '-o', `size=${kibibytes}k,mode=0777`, 'corral-test', path);
  return {
    path,
    resize: (size) => root('mount', '-o', `remount,size=${size}k`, path),
    remove: () => root('umount', '--lazy', path),
  };
}
