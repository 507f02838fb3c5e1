/** Where weights lie, in the store and on every node alike: blobs by digest, and names beside them. Paths only. */
import { childPath, refuse } from '../core';
import type { Model, Projector } from '../catalog';

/** How an engine reads weights: llama-server opens a GGUF file, Ollama a manifest of a registry with layers. */
export type WeightsForm = 'gguf' | 'registry';

/** A model by its key in the catalogue, in the form that an engine reads. */
export interface Weights {
  readonly key: string;
  readonly model: Model;
  readonly form: WeightsForm;
}

/** Folder of the blobs below a root; each is called `sha256-<digest>`, which is also what Ollama calls them. */
export const blobFolder = 'blobs';

/** Path of a blob below a root. */
export const blobPath = (sha256: string): string => `${blobFolder}/sha256-${sha256}`;

/** The file name that llama-server sees: the last part of the path, which shards need to find their siblings. */
function fileName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith('.gguf') ? name : `${name}.gguf`;
}

/**
 * Path of a GGUF file below a root: `gguf/<key>/<file>.gguf`, a relative symbolic link to its blob. The key stays as it
 * is (`gguf/llama-3.3-70b-instruct/Q4_K_M/…`), because two keys that a slug makes equal would overwrite each other's
 * names.
 */
export const ggufPath = (key: string, path: string): string => `gguf/${key}/${fileName(path)}`;

function firstFile({
  key,
  model: {
    files: [first],
  },
}: Pick<Weights, 'key' | 'model'>): string {
  return first?.path ?? refuse('ModelHasNoFiles', childPath('models', key), 'has no files');
}

/** What llama-server's `--model` gets: the file, or the first shard, of a model under the mount of the weights. */
export const modelFile = (mount: string, weights: Pick<Weights, 'key' | 'model'>): string =>
  `${mount}/${ggufPath(weights.key, firstFile(weights))}`;

/** The same in an image of weights: the files are in one folder under their own names, shards side by side. */
export const modelFileIn = (folder: string, weights: Pick<Weights, 'key' | 'model'>): string =>
  `${folder}/${fileName(firstFile(weights))}`;

/** What `--mmproj` gets: the file of a model's projector, beside the model's own. */
export const projectorFile = (mount: string, key: string, { file }: Projector): string =>
  `${mount}/${ggufPath(key, file.path)}`;

/** The same in an image of weights. */
export const projectorFileIn = (folder: string, { file }: Projector): string => `${folder}/${fileName(file.path)}`;

/** A model's tag in an Ollama registry: `llama3.1:8b` is `library/llama3.1` and `8b`. */
export function ollamaName(tag: string): { readonly repository: string; readonly tag: string } {
  const [name = '', version = 'latest'] = tag.split(':');
  return { repository: name.includes('/') ? name : `library/${name}`, tag: version };
}

/** Path of an Ollama manifest below a root. The host is Ollama's default one, wherever the bytes came from. */
export function manifestPath(tag: string): string {
  const name = ollamaName(tag);
  return `manifests/registry.ollama.ai/${name.repository}/${name.tag}`;
}
