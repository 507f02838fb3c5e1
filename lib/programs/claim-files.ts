/** Where the files of a model lie on a claim that others filled, by its layout. Paths only. */
import { type ClaimPlace, type Model, modelFiles, type StoredFile, type WeightsFile } from '../catalog';
import { blobPath, ggufPath, manifestPath, type Weights } from './weights-layout';

/** A file of a model on a claim. */
export interface ClaimFile {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Path below the root of the claim. */
  readonly path: string;
  /** Its size, where a source states it. */
  readonly bytes?: number;
}

/** What reads the files: engines know them by their names, the weights server by their digests. */
export type ClaimReader = 'engine' | 'weights-server';

const below = ({ folder }: ClaimPlace, path: string): string => (folder === undefined ? path : `${folder}/${path}`);

const commit = /^[0-9a-f]{40}$/;

/** Path of one file; `undefined` where the layout has none for it. */
function pathOf(
  place: ClaimPlace,
  reader: ClaimReader,
  { key, model }: Pick<Weights, 'key' | 'model'>,
  { path, sha256, name, origin: own }: StoredFile,
): string | undefined {
  const origin: Model['origin'] = own === undefined ? model.origin : { from: 'huggingface', ...own };
  switch (place.layout) {
    case 'paths':
      return origin.from === 'ollama' ? undefined : path;
    case 'hub-cache': {
      if (origin.from !== 'huggingface' || !commit.test(origin.revision ?? '')) return undefined;
      const repository = `models--${origin.repo.replaceAll('/', '--')}`;
      return reader === 'engine'
        ? `${repository}/snapshots/${origin.revision}/${path}`
        : `${repository}/blobs/${sha256}`;
    }
    case 'ollama-models':
      return origin.from === 'ollama' ? blobPath(sha256) : undefined;
    case 'corral':
      return reader === 'engine' ? ggufPath(key, path, name) : blobPath(sha256);
  }
}

/** Path of a file for an engine, below the root of the claim. */
export function claimPath(
  place: ClaimPlace,
  weights: Pick<Weights, 'key' | 'model'>,
  file: StoredFile,
): string | undefined {
  const path = pathOf(place, 'engine', weights, file);
  return path === undefined ? undefined : below(place, path);
}

const sizeOf = ({ bytes, bytesFrom }: WeightsFile): number | undefined => (bytesFrom === 'stated' ? bytes : undefined);

/** The manifest of an Ollama model and its layers. */
function registryFiles(place: ClaimPlace, { origin }: Model): readonly ClaimFile[] | undefined {
  if (origin.from !== 'ollama' || (place.layout !== 'ollama-models' && place.layout !== 'corral')) return undefined;
  const digest = (text: string): string => text.replace(/^sha256:/, '');
  return [
    { sha256: digest(origin.manifestDigest), path: below(place, manifestPath(origin.tag)) },
    ...origin.layers.map((layer) => ({
      sha256: digest(layer.digest),
      path: below(place, blobPath(digest(layer.digest))),
      bytes: layer.bytes,
    })),
  ];
}

/** The files of a model on a claim; `undefined` where its layout has no place for one of them. */
export function claimFiles(place: ClaimPlace, reader: ClaimReader, weights: Weights): readonly ClaimFile[] | undefined {
  // Ollama lists a model by the path of its manifest, and nothing is added to a claim of others.
  if (weights.made !== undefined || (weights.name !== undefined && reader === 'engine')) return undefined;
  if (weights.form === 'registry') return registryFiles(place, weights.model);
  const found = modelFiles(weights.model).map((file) => {
    const path = pathOf(place, reader, weights, file);
    return path === undefined ? undefined : { sha256: file.sha256, path: below(place, path), bytes: sizeOf(file) };
  });
  const all = found.filter((each) => each !== undefined);
  return all.length === found.length ? all : undefined;
}

/** The files of several models, each once. */
export function filesOnClaim(
  place: ClaimPlace,
  reader: ClaimReader,
  weights: readonly Weights[],
): readonly ClaimFile[] {
  const all = weights.flatMap((each) => claimFiles(place, reader, each) ?? []);
  return [...new Map(all.map((file) => [`${file.sha256} ${file.path}`, file])).values()];
}
