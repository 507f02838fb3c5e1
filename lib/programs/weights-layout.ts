/** Where weights lie, in the store and on every node alike: blobs by digest, and names beside them. Paths only. */
import { childPath, refuse } from '../core';
import { type Model, ollamaName, type Projector } from '../catalog';

/** How an engine reads weights: llama-server opens a GGUF file, Ollama a manifest of a registry with layers. */
export type WeightsForm = 'gguf' | 'registry';

/** A manifest for Ollama that no registry has: it is made from values, with the layers that are texts. */
export interface MadeManifest {
  /** The manifest itself, as JSON. */
  readonly text: string;
  /** Config and layers that are texts; the other layers are files of the model. */
  readonly layers: readonly string[];
}

/** A model by its key in the catalogue, in the form that an engine reads. */
export interface Weights {
  readonly key: string;
  readonly model: Model;
  readonly form: WeightsForm;
  /** Name by which Ollama lists it, with its tag: `llama3.2:latest`. @default - the tag in its registry */
  readonly name?: string;
  /** Manifest in place of the registry's; a model of a hub has no other. @default - that of its registry */
  readonly made?: MadeManifest;
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
export const ggufPath = (key: string, path: string, name = fileName(path)): string => `gguf/${key}/${name}`;

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

/** Path of an Ollama manifest below a root. The host is that of the name, wherever the bytes came from. */
export function manifestPath(text: string): string {
  const { host, repository, tag } = ollamaName(text);
  return `manifests/${host}/${repository}/${tag}`;
}
