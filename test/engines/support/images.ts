/** The images of the containers as folders: the real programs, where the images have them. */
import { chmodSync, copyFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toolPath } from '../../../scripts/toolchain/tools';
import { appletsOf, busybox, nginx, required } from '../../programs/support/debian';

/** An image, unpacked. */
export interface Image {
  readonly folder: string;
  /** `PATH` of its containers. */
  readonly path: string;
}

const imageNames = ['llama.cpp', 'ollama', 'curl', 'nginx'] as const;
type ImageName = (typeof imageNames)[number];

/** A copy that the user of the containers may run: the cache lies in the home of the user who runs the tests. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o755);
}

/** Programs of a full system, which the images of both engines are. */
const systemPath = '/usr/local/bin:/usr/bin:/bin';

async function llamaServer(folder: string): Promise<Image> {
  copy(await toolPath('llama-server'), join(folder, 'app/llama-server'));
  return { folder, path: systemPath };
}

async function ollama(folder: string): Promise<Image> {
  copy(await toolPath('ollama'), join(folder, 'bin/ollama'));
  copy(await toolPath('llama-server'), join(folder, 'lib/ollama/llama-server'));
  return { folder, path: systemPath };
}

/** Alpine's shell and tools alone, and the real curl. */
async function curl(folder: string): Promise<Image> {
  const bin = join(folder, 'bin');
  const shell = join(bin, 'busybox');
  copy(busybox(), shell);
  const applets = appletsOf(shell).filter((applet) => applet !== 'busybox');
  // Debian builds busybox without flock, Alpine with it.
  const others = ['curl', ...(applets.includes('flock') ? [] : ['flock'])];
  for (const applet of applets) symlinkSync(shell, join(bin, applet));
  for (const other of others) symlinkSync(required(other), join(bin, other));
  return { folder, path: bin };
}

async function webServer(folder: string): Promise<Image> {
  copy(nginx(), join(folder, 'usr/sbin/nginx'));
  return { folder, path: join(folder, 'usr/sbin') };
}

const unpack: Readonly<Record<ImageName, (folder: string) => Promise<Image>>> = {
  'llama.cpp': llamaServer,
  ollama,
  curl,
  nginx: webServer,
};

/** Unpacks each image once below a folder, when a container first needs it. */
export class Images {
  private readonly unpacked = new Map<ImageName, Promise<Image>>();

  constructor(private readonly folder: string) {}

  /** @param reference the image as the manifest has it */
  of(reference: string): Promise<Image> {
    const name = imageNames.find((each) => reference.includes(`/${each}`));
    if (name === undefined) throw new Error(`no program stands for the image ${reference}`);
    const image = this.unpacked.get(name) ?? unpack[name](join(this.folder, name));
    this.unpacked.set(name, image);
    return image;
  }
}
