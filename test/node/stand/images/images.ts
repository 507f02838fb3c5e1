/**
 * The images of the catalogue, made from the programs of the tests and recorded under their digest-pinned names, so that
 * manifests stay as they are rendered.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { images as catalog } from '../../../../lib/catalog';
import { toolPath } from '../../../../scripts/toolchain/tools';
import { appletsOf, busybox, required } from '../../../programs/support/debian';
import { writeImage, type ImageConfig } from './layout';
import { ImageRoot } from './root';

/** What images are made from, beside the cache. */
export interface ImageSources {
  /** Root of unpacked Debian packages. */
  readonly packages: string;
  /** Certificate of the authority of the test's hub, in PEM. */
  readonly authority: string;
}

interface Recipe {
  /** Further names, beside those that start with `localhost/`. */
  readonly names: readonly string[];
  readonly config: ImageConfig;
  readonly fill: (root: ImageRoot, sources: ImageSources) => Promise<void>;
}

/** As containerd looks a reference up that has a tag and a digest: without the tag. */
const nameOf = (image: keyof typeof catalog): string => `${catalog[image].repository}@${catalog[image].digest}`;

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Shells and tools that Ubuntu's and Debian's images have and hooks use. */
const systemTools = ['bash', 'cat', 'cut', 'date', 'env', 'grep', 'head', 'ls', 'sed', 'sleep', 'tail', 'tr', 'wc'];

function system(root: ImageRoot): void {
  root.program('/bin/sh', '/usr/bin/dash');
  for (const tool of systemTools) root.program(`/usr/bin/${tool}`, required(tool));
}

/** A name of an image of the stand's own, for pods that are no part of an environment. */
export const standImage = (name: 'busybox' | 'coredns' | 'packets'): string => `localhost/${name}:1`;

const recipes = {
  pause: {
    names: ['localhost/pause:1'],
    config: { Entrypoint: ['/pause'], User: '65534' },
    fill: async (root) => root.program('/pause', await toolPath('pause')),
  },
  busybox: {
    names: [standImage('busybox')],
    config: { Env: [path], Cmd: ['sh'] },
    fill: async (root) => root.busybox(busybox()),
  },
  coredns: {
    names: [standImage('coredns')],
    config: { Entrypoint: ['/coredns'] },
    fill: async (root) => root.program('/coredns', await toolPath('coredns')),
  },
  packets: {
    names: [standImage('packets')],
    config: { Entrypoint: ['/packets', 'listen'], User: '65534' },
    fill: async (root) => root.program('/packets', await toolPath('packets')),
  },
  curl: {
    names: [nameOf('curl')],
    config: { Env: [path], Entrypoint: ['curl'], User: '101' },
    async fill(root, { authority }) {
      root.busybox(busybox());
      root.program('/usr/bin/curl', required('curl'));
      // Debian builds busybox without this applet, Alpine with it.
      if (!appletsOf(busybox()).includes('flock')) root.program('/usr/bin/flock', required('flock'));
      root.text('/etc/ssl/certs/ca-certificates.crt', authority);
    },
  },
  restic: {
    names: [nameOf('restic')],
    config: { Env: [path], Entrypoint: ['/usr/bin/restic'] },
    async fill(root, { authority }) {
      root.busybox(busybox());
      root.program('/usr/bin/restic', await toolPath('restic'));
      root.program('/usr/bin/flock', required('flock'));
      root.text('/etc/ssl/certs/ca-certificates.crt', authority);
    },
  },
  nginx: {
    names: [nameOf('nginx')],
    config: { Env: [path], User: '101', StopSignal: 'SIGQUIT' },
    async fill(root, { packages }) {
      root.busybox(busybox());
      root.program('/usr/sbin/nginx', join(packages, 'usr/sbin/nginx'));
      root.folderOf('/etc/nginx', join(packages, 'etc/nginx'));
    },
  },
  'llama-server': {
    names: [nameOf('llamaServer'), nameOf('llamaServerCuda')],
    config: { Env: [path], Entrypoint: ['/app/llama-server'], WorkingDir: '/app' },
    async fill(root) {
      system(root);
      root.program('/usr/bin/curl', required('curl'));
      root.program('/app/llama-server', await toolPath('llama-server'));
    },
  },
  ollama: {
    names: [nameOf('ollama')],
    config: { Env: [path, 'OLLAMA_HOST=0.0.0.0:11434'], Entrypoint: ['/bin/ollama'], Cmd: ['serve'] },
    async fill(root) {
      system(root);
      root.program('/bin/ollama', await toolPath('ollama'));
      root.program('/usr/lib/ollama/llama-server', await toolPath('llama-server'));
    },
  },
  envoy: {
    names: [nameOf('envoy')],
    config: { Env: [path], Entrypoint: ['/usr/local/bin/envoy'], Cmd: ['-c', '/etc/envoy/envoy.yaml'] },
    async fill(root) {
      system(root);
      root.program('/usr/local/bin/envoy', await toolPath('envoy'));
    },
  },
  nodejs: {
    names: [nameOf('nodejs')],
    config: { Env: [path], Entrypoint: ['/nodejs/bin/node'], User: '65532', WorkingDir: '/home/nonroot' },
    fill: async (root) => root.program('/nodejs/bin/node', await toolPath('node-24')),
  },
} satisfies Readonly<Record<string, Recipe>>;

export type ImageName = keyof typeof recipes;

/** What every node needs, whatever runs on it. */
export const systemImages = ['pause', 'busybox', 'coredns'] as const satisfies readonly ImageName[];

/**
 * Writes images as tar files.
 *
 * @param folder - gets a file for each, and nothing else
 */
export async function writeImages(
  folder: string,
  names: readonly ImageName[],
  sources: ImageSources,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const { names: recorded, config, fill }: Recipe = recipes[name];
    const work = join(folder, name);
    mkdirSync(join(work, 'root'), { recursive: true });
    const root = new ImageRoot(join(work, 'root'), sources.packages);
    await fill(root, sources);
    const file = join(folder, `${name}.tar`);
    writeImage(join(work, 'layout'), root.folder, config, recorded, file);
    rmSync(work, { recursive: true });
    files.push(file);
  }
  return files;
}
