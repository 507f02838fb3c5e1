/** Models of a few kilobytes with true digests, and the addresses under which a hub or a registry has them. */
import { createHash } from 'node:crypto';
import type { Model } from '../../../lib/catalog/model';
import type { OllamaLayer } from '../../../lib/catalog/origin';
import type { WeightsFile } from '../../../lib/catalog/weights-file';
import type { Weights } from '../../../lib/programs/weights-layout';
import type { Origin } from './origin';

export const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

/** Bytes that look like nothing else: the same for the same seed. */
export function content(seed: string, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, i) =>
    createHash('sha256').update(`${seed}${i}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

const facts = {
  quantisation: 'Q4_K_M',
  architecture: {
    architecture: 'llama',
    blockCount: 1,
    contextLength: 8,
    embeddingLength: 8,
    feedForwardLength: 8,
    headCount: 1,
    headCountKv: 1,
    keyLength: 8,
    valueLength: 8,
    vocabularySize: 8,
  },
  tensors: { from: 'header', inputBytes: 0, outputBytes: 0, tied: false, layers: [{ layers: 1, bytes: 8 }] },
} as const satisfies Pick<Model, 'quantisation' | 'architecture' | 'tensors'>;

/**
 * A model of a hub, for llama-server; its files are put into the origin. `about` gives sizes that are only computed.
 */
export function hubModel(
  origin: Origin,
  key: string,
  files: Readonly<Record<string, Buffer>>,
  about?: number,
): Weights {
  const repo = 'org/model-GGUF';
  const list = Object.entries(files).map(([path, bytes]): WeightsFile => {
    origin.files.set(`/${repo}/resolve/main/${path}`, bytes);
    return {
      path,
      sha256: sha256(bytes),
      bytes: about ?? bytes.length,
      bytesFrom: about === undefined ? 'stated' : 'computed',
    };
  });
  return { key, form: 'gguf', model: { ...facts, origin: { from: 'huggingface', repo }, files: list } };
}

/** Address of a hub model's file in the origin. */
export const hubPath = (path: string): string => `/org/model-GGUF/resolve/main/${path}`;

/** A model of a registry, for Ollama; manifest and layers are put into the origin, as the registry serves them. */
export function registryModel(
  origin: Origin,
  tag: string,
  layers: Readonly<Record<string, Buffer>>,
): Weights & { readonly manifest: Buffer } {
  const [name = '', version = ''] = tag.split(':');
  const put = (bytes: Buffer) => {
    origin.files.set(`/v2/library/${name}/blobs/sha256:${sha256(bytes)}`, bytes);
    return { digest: `sha256:${sha256(bytes)}`, size: bytes.length };
  };
  const config = Buffer.from(JSON.stringify({ model_format: 'gguf', tag, of: sha256(layers.model ?? '') }));
  const described = Object.entries(layers).map(([kind, bytes]) => ({
    mediaType: `application/vnd.ollama.image.${kind}`,
    ...put(bytes),
  }));
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', ...put(config) },
      layers: described,
    }),
  );
  origin.files.set(`/v2/library/${name}/manifests/${version}`, manifest);
  const model = layers.model ?? Buffer.alloc(0);
  return {
    key: tag,
    form: 'registry',
    manifest,
    model: {
      ...facts,
      origin: {
        from: 'ollama',
        tag,
        manifestDigest: `sha256:${sha256(manifest)}`,
        layers: described.map(({ digest, size }, i): OllamaLayer => ({
          mediaType: i === 0 ? 'model' : 'params',
          digest,
          bytes: size,
        })),
      },
      files: [{ path: 'model', sha256: sha256(model), bytes: model.length, bytesFrom: 'stated' }],
    },
  };
}

/** Serves everything of a model by digest, as the weights server does. */
export function publishByDigest(origin: Origin, ...blobs: readonly Buffer[]): void {
  for (const blob of blobs) origin.files.set(`/blobs/sha256-${sha256(blob)}`, blob);
}
