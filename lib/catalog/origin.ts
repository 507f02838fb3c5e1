/** Where a model comes from: a hub, a registry, a server of files, a claim, an image. */

/** One layer or the config of a model in an Ollama registry. */
export interface OllamaLayer {
  readonly mediaType:
    | 'model'
    | 'license'
    | 'template'
    | 'params'
    | 'system'
    | 'messages'
    | 'projector'
    | 'adapter'
    | 'config';
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  readonly bytes: number;
}

/** Where a model comes from. */
export type ModelOrigin =
  | { readonly from: 'huggingface'; readonly repo: string; readonly revision?: string }
  | {
      readonly from: 'ollama';
      readonly tag: string;
      readonly manifestDigest: string;
      readonly layers: readonly OllamaLayer[];
    }
  | {
      /** A server of files that is no hub. */
      readonly from: 'web';
      /** Address of the folder: a file is at this address, a slash and its path. `https://files.example/models` */
      readonly folder: string;
    }
  /** A claim with the files, in the namespace of the store: it is read, and never written. Paths are those on it. */
  | { readonly from: 'claim'; readonly claimName: string }
  | {
      /** An OCI image with the files: read in place with the local tier `image`, else copied into the store. */
      readonly from: 'image';
      /** `registry/name:tag@sha256:…` */
      readonly reference: string;
      /** Folder of the image in which the files lie under their own names, shards side by side: `/weights`, or `/`. */
      readonly folder: string;
    };

/** The origins whose files a loader copies from a volume: it connects to nothing. */
export type MountedOrigin = Extract<ModelOrigin, { readonly from: 'claim' | 'image' }>;

/** Whether the files are copied from a volume, not downloaded. */
export const isMounted = (origin: ModelOrigin): origin is MountedOrigin =>
  origin.from === 'claim' || origin.from === 'image';

/** Where a model comes from, in a sentence. */
export function originText(origin: ModelOrigin): string {
  switch (origin.from) {
    case 'huggingface':
      return origin.repo;
    case 'ollama':
      return origin.tag;
    case 'web':
      return origin.folder;
    case 'claim':
      return `claim ${origin.claimName}`;
    case 'image':
      return `image ${origin.reference}`;
  }
}
