/**
 * Models as an Ollama registry has them, and a node's store as the stager leaves it: blobs by digest, manifests by
 * name.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import type { OllamaLayer } from '../../../lib/catalog/origin';
import { blobPath, manifestPath } from '../../../lib/programs/weights-layout';
import { entryOf, writeShape, type Shape } from './shape';
import { sha256, tinyEntry } from './tiny-model';

/** A layer by content, or by what writes it. */
type Content = Buffer | ((path: string) => void);

/** A model of a registry: its catalogue entry, its manifest, and everything that the manifest names. */
export interface RegistryModel {
  readonly tag: string;
  readonly model: Model;
  readonly manifest: Buffer;
  /** By digest, 64 hexadecimal digits. */
  readonly blobs: ReadonlyMap<string, Content>;
}

interface Weights {
  readonly entry: Omit<Model, 'origin' | 'files'>;
  readonly digest: string;
  readonly bytes: number;
  readonly content: Content;
}

/** The model of a tag, as Ollama's own tools would have pushed it. */
function registryModel(tag: string, { entry, digest, bytes, content }: Weights): RegistryModel {
  const family = entry.architecture.architecture;
  const config = Buffer.from(
    JSON.stringify({
      model_format: 'gguf',
      model_family: family,
      model_families: [family],
      file_type: entry.quantisation,
      tag,
    }),
  );
  const template = Buffer.from('{{ .Prompt }}');
  const named = { model: { digest, bytes }, template: { digest: sha256(template), bytes: template.length } };
  const described = (mediaType: string, part: { readonly digest: string; readonly bytes: number }) => ({
    mediaType,
    digest: `sha256:${part.digest}`,
    size: part.bytes,
  });
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: described('application/vnd.docker.container.image.v1+json', {
        digest: sha256(config),
        bytes: config.length,
      }),
      layers: [
        described('application/vnd.ollama.image.model', named.model),
        described('application/vnd.ollama.image.template', named.template),
      ],
    }),
  );
  const layer = (
    mediaType: OllamaLayer['mediaType'],
    part: { readonly digest: string; readonly bytes: number },
  ): OllamaLayer => ({ mediaType, digest: `sha256:${part.digest}`, bytes: part.bytes });
  return {
    tag,
    manifest,
    blobs: new Map([
      [digest, content],
      [sha256(template), template],
      [sha256(config), config],
    ]),
    model: {
      ...entry,
      origin: {
        from: 'ollama',
        tag,
        manifestDigest: `sha256:${sha256(manifest)}`,
        layers: [
          layer('model', named.model),
          layer('template', named.template),
          layer('config', { digest: sha256(config), bytes: config.length }),
        ],
      },
      files: [{ path: 'model', sha256: digest, bytes, bytesFrom: 'stated' }],
    },
  };
}

/** A tiny model that really generates. */
export const registryEntry = (facts: ArchitectureFacts, file: Buffer, tag: string): RegistryModel =>
  registryModel(tag, { entry: tinyEntry(facts), digest: sha256(file), bytes: file.length, content: file });

/** Digest of a model of a shape: that of its name, since nobody reads gigabytes of zeros to check it. */
export const digestOf = (tag: string): string => createHash('sha256').update(tag).digest('hex');

/** A model of a shape, whose tensors are zeros. */
export function registryShape(shape: Shape, tag: string): RegistryModel {
  const entry = entryOf(shape);
  const bytes = entry.files.reduce((sum, file) => sum + file.bytes, 0);
  return registryModel(tag, {
    entry,
    digest: digestOf(tag),
    bytes,
    content: (path) => {
      writeShape(path, shape);
    },
  });
}

/**
 * Lays out what a node's disk holds of some models. Nobody but its owner may change it: the pod's volume is mounted
 * read-only.
 */
export function layOutStore(root: string, models: readonly RegistryModel[]): void {
  const put = (path: string, content: Content): void => {
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'function') content(path);
    else writeFileSync(path, content);
    chmodSync(path, 0o444);
  };
  for (const { tag, manifest, blobs } of models) {
    put(join(root, manifestPath(tag)), manifest);
    for (const [digest, content] of blobs) put(join(root, blobPath(digest)), content);
  }
  for (const folder of readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    chmodSync(join(folder.parentPath, folder.name), 0o555);
  }
  chmodSync(root, 0o555);
}
