/** The file system of an image, put together from programs of this machine and of its cache. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { appletsOf } from '../../../programs/support/debian';

const merged = ['bin', 'sbin', 'lib', 'lib64'] as const;

/** Users of the images, with those that manifests run as. */
const users = [
  { name: 'root', id: 0 },
  { name: 'nginx', id: 101 },
  { name: 'nobody', id: 65534 },
];

export class ImageRoot {
  /**
   * @param folder - becomes the root of the image
   * @param packages - root of unpacked Debian packages, whose programs need libraries of theirs
   */
  constructor(
    readonly folder: string,
    private readonly packages: string,
  ) {
    for (const name of merged) {
      mkdirSync(join(folder, 'usr', name), { recursive: true });
      symlinkSync(`usr/${name}`, join(folder, name));
    }
    for (const name of ['etc', 'tmp', 'run', 'var']) mkdirSync(join(folder, name));
    mkdirSync(join(folder, 'var/tmp'));
    for (const name of ['tmp', 'var/tmp']) chmodSync(join(folder, name), 0o1777);
    this.text('/etc/passwd', users.map(({ name, id }) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''));
    this.text('/etc/group', users.map(({ name, id }) => `${name}:x:${id}:\n`).join(''));
  }

  private path(inside: string): string {
    const path = join(this.folder, inside);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  }

  text(inside: string, content: string | Buffer): void {
    writeFileSync(this.path(inside), content);
  }

  folderOf(inside: string, from: string): void {
    cpSync(from, this.path(inside), { recursive: true, dereference: true });
  }

  link(inside: string, target: string): void {
    symlinkSync(target, this.path(inside));
  }

  /** A program with every library that it loads. */
  program(inside: string, from: string): void {
    this.copy(inside, from);
    chmodSync(join(this.folder, inside), 0o755);
    for (const library of this.librariesOf(from))
      if (!existsSync(join(this.folder, library))) this.copy(library, library);
  }

  /** The shell and tools of busybox, as Alpine has them. */
  busybox(from: string): void {
    this.program('/bin/busybox', from);
    for (const applet of appletsOf(from)) if (applet !== 'busybox') this.link(`/bin/${applet}`, '/bin/busybox');
  }

  private copy(inside: string, from: string): void {
    const ours = join(this.packages, from);
    copyFileSync(realpathSync(existsSync(ours) ? ours : from), this.path(inside));
  }

  /** Absolute paths, as the loader finds them: libraries of the unpacked packages first. */
  private librariesOf(program: string): readonly string[] {
    const folder = join(this.packages, 'usr/lib/x86_64-linux-gnu');
    let output: string;
    try {
      output = execFileSync('ldd', [program], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, LD_LIBRARY_PATH: folder },
      });
    } catch {
      // Linked statically.
      return [];
    }
    if (output.includes('not found')) throw new Error(`${program} lacks libraries on this machine:\n${output}`);
    return [...output.matchAll(/(?:=> )?(\/\S+) \(0x/g)].map(([, path = '']) =>
      path.startsWith(this.packages) ? path.slice(this.packages.length) : path,
    );
  }
}
