/** Writes an image as an OCI layout in a tar file, which containerd imports without a registry. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What an image says of the containers that are made from it. */
export interface ImageConfig {
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly User?: string;
  readonly StopSignal?: string;
  readonly WorkingDir?: string;
}

interface Blob {
  readonly digest: string;
  readonly size: number;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

function addBlob(folder: string, content: Buffer): Blob {
  const hex = sha256(content);
  writeFileSync(join(folder, 'blobs', 'sha256', hex), content);
  return { digest: `sha256:${hex}`, size: content.length };
}

const addJson = (folder: string, value: unknown): Blob => addBlob(folder, Buffer.from(JSON.stringify(value)));

const tar = (folder: string, file: string): unknown =>
  execFileSync('tar', [
    '--sort=name',
    '--owner=0',
    '--group=0',
    '--numeric-owner',
    '--mtime=@0',
    // Everything is everyone's: what keeps a container from writing is its manifest, and not the image.
    '--mode=a+rwX',
    '-C',
    folder,
    '-cf',
    file,
    '.',
  ]);

const mediaType = (name: string): string => `application/vnd.oci.image.${name}`;

/**
 * @param work - a folder that does not exist yet, for what is written on the way
 * @param root - the file system of the image
 * @param names - under which containerd records the image
 * @param target - the tar file that is written
 */
export function writeImage(
  work: string,
  root: string,
  config: ImageConfig,
  names: readonly string[],
  target: string,
): void {
  mkdirSync(join(work, 'blobs', 'sha256'), { recursive: true });
  tar(root, join(work, 'layer'));
  const layerBytes = readFileSync(join(work, 'layer'));
  const layer = { digest: `sha256:${sha256(layerBytes)}`, size: layerBytes.length };
  renameSync(join(work, 'layer'), join(work, 'blobs', 'sha256', layer.digest.slice('sha256:'.length)));
  const settings = addJson(work, {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [layer.digest] },
  });
  const manifest = addJson(work, {
    schemaVersion: 2,
    mediaType: mediaType('manifest.v1+json'),
    config: { mediaType: mediaType('config.v1+json'), ...settings },
    layers: [{ mediaType: mediaType('layer.v1.tar'), ...layer }],
  });
  const manifests = names.map((name) => ({
    mediaType: mediaType('manifest.v1+json'),
    ...manifest,
    annotations: { 'io.containerd.image.name': name },
  }));
  writeFileSync(join(work, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(join(work, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  tar(work, target);
}
