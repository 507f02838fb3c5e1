/**
 * The list of weights that loader, stager and collector read: one line per file or manifest, made from the catalogue.
 */
import { childPath, refuse, sha256 } from '../core';
import {
  isMounted,
  isOfRegistry,
  modelFiles,
  type ModelOrigin,
  ollamaName,
  originText,
  type StoredFile,
} from '../catalog';
import { blobPath, ggufPath, manifestPath, type Weights } from './weights-layout';

/** Where the bytes come from. */
export type WeightsSource =
  /** Each model's own origin, or a mirror of a hub or registry in the same layout. */
  | { readonly from: 'origin'; readonly hub: string; readonly registry: string }
  /** A server of `/blobs/sha256-<digest>`: a weights server of ours, in this cluster or another. */
  | { readonly from: 'weights-server'; readonly url: string };

/** A mounted volume with the files of a claim or an image. */
export interface MountedSource {
  readonly from: 'volume';
  readonly mount: string;
}

type AnySource = WeightsSource | MountedSource;

/** The public origins. */
export const publicOrigins = {
  from: 'origin',
  hub: 'https://huggingface.co',
  registry: 'https://registry.ollama.ai',
} as const satisfies WeightsSource;

/** File name of the list in a program's folder. */
export const weightsListFile = 'weights.list';

const digestOf = (digest: string): string => digest.replace(/^sha256:/, '');

/** Lines are split at blanks by the shell, and names become paths: neither blanks, quotes nor `..` may be in them. */
const usable = /^(?!.*(?:^|\/)\.{0,2}(?:\/|$))[\w./:+@%-]+$/;

function word(text: string, path: string): string {
  return usable.test(text)
    ? text
    : refuse('WeightsNameUnusable', path, `'${text}' cannot be a path in the store`, {
        allowed: 'letters, digits and . / : + @ % - _, without empty, `.` or `..` parts',
      });
}

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** An `http` or `https` address without credentials and without a final slash. */
function base(address: string, path: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    return refuse('WeightsSourceUnusable', path, `'${address}' is not a plain http address`, {
      fix: 'give a token by a mounted file, never in the address',
    });
  }
  return url.href.replace(/\/+$/, '');
}

const byDigest = (source: Extract<WeightsSource, { from: 'weights-server' }>, sha256: string): string =>
  `${base(source.url, 'source.url')}/${blobPath(sha256)}`;

/** Where a registry has a model: Ollama's own, or a hub, which has its models in the same layout. */
function registryAddress(tag: string, source: Extract<WeightsSource, { from: 'origin' }>): string {
  const registry = isOfRegistry(tag) ? base(source.registry, 'source.registry') : base(source.hub, 'source.hub');
  return `${registry}/v2/${ollamaName(tag).repository}`;
}

/** Path of a file below the root of a claim or an image. */
const mountedPath = (folder: string, path: string): string =>
  [...folder.split('/').filter((part) => part !== ''), path].join('/');

const refuseNotMounted = (path: string, origin: ModelOrigin): never =>
  refuse('WeightsNotMounted', path, `comes from ${originText(origin)}, which no volume has`, {
    fix: 'download it with a loader',
  });

function fileAddress(ofModel: ModelOrigin, file: StoredFile, source: AnySource, path: string): string {
  if (source.from === 'weights-server') return byDigest(source, file.sha256);
  const origin: ModelOrigin = file.origin === undefined ? ofModel : { from: 'huggingface', ...file.origin };
  if (source.from === 'volume')
    return isMounted(origin)
      ? `${source.mount}/${word(mountedPath(origin.from === 'image' ? origin.folder : '', file.path), path)}`
      : refuseNotMounted(path, origin);
  switch (origin.from) {
    case 'ollama':
      return `${registryAddress(origin.tag, source)}/blobs/sha256:${file.sha256}`;
    case 'huggingface':
      return `${base(source.hub, 'source.hub')}/${origin.repo}/resolve/${encodeURIComponent(origin.revision ?? 'main')}/${encoded(file.path)}`;
    case 'web':
      return `${base(origin.folder, path)}/${encoded(file.path)}`;
    case 'claim':
    case 'image':
      return refuse('WeightsNotDownloaded', path, `comes from ${originText(origin)}, which no address has`, {
        fix: 'copy it from its volume',
      });
  }
}

function manifestAddresses(
  tag: string,
  digest: string,
  source: WeightsSource,
): readonly [manifest: string, blobPrefix: string] {
  if (source.from === 'weights-server') return [byDigest(source, digest), byDigest(source, '')];
  const repository = registryAddress(tag, source);
  return [`${repository}/manifests/${ollamaName(tag).tag}`, `${repository}/blobs/sha256:`];
}

/**
 * Lines of the files of a model. `about` says that the catalogue computed the size, so that only the digest can judge
 * the file.
 */
const fileLines = ({ key, model }: Weights, source: AnySource): readonly string[] =>
  modelFiles(model).map((file) =>
    [
      'file',
      file.sha256,
      file.bytes,
      file.bytesFrom === 'stated' ? 'exact' : 'about',
      word(ggufPath(key, file.path, file.name), childPath('models', key)),
      fileAddress(model.origin, file, source, childPath('models', key)),
    ].join(' '),
  );

/** The name of a manifest in the store, its digest, and the tag of its origin. */
function manifestOf({ key, model: { origin }, name, made }: Weights) {
  if (made !== undefined) return { path: manifestPath(name ?? key), digest: sha256(made.text), tag: name ?? key };
  if (origin.from === 'ollama')
    return { path: manifestPath(name ?? origin.tag), digest: digestOf(origin.manifestDigest), tag: origin.tag };
  return refuse(
    'NoOllamaManifest',
    childPath('models', key),
    `comes from ${originText(origin)}, which has no manifest that Ollama could read`,
    { fix: ['name a model of an Ollama registry', 'serve it by llama-server'] },
  );
}

/** Whether a model's files come by themselves, and not as the layers of a registry's manifest. */
const comesAsFiles = ({ form, model: { origin } }: Weights): boolean => form === 'gguf' || origin.from !== 'ollama';

function linesOf(weights: Weights, source: AnySource): readonly string[] {
  if (weights.form === 'gguf') return fileLines(weights, source);
  const { path, digest, tag } = manifestOf(weights);
  const name = word(path, childPath('models', weights.key));
  if (source.from === 'volume') return refuseNotMounted(childPath('models', weights.key), weights.model.origin);
  return [
    ...(comesAsFiles(weights) ? fileLines(weights, source) : []),
    ['manifest', digest, name, ...manifestAddresses(tag, digest, source)].join(' '),
  ];
}

const asText = (lines: readonly string[]): string => [...new Set(lines)].map((line) => `${line}\n`).join('');

/**
 * What a loader or a stager has to bring, one line each:
 * `file <sha256> <bytes> exact|about <name> <address>` and `manifest <sha256> <name> <address> <prefix of its blobs'
 * addresses>`. A model that several consumers name is listed once.
 */
export function weightsList(weights: readonly Weights[], source: AnySource): string {
  if (weights.length === 0)
    refuse('NoWeights', 'weights', 'names no model', { fix: 'name one, or leave the program out' });
  return asText(weights.flatMap((each) => linesOf(each, source)));
}

/** The names of a model in the store, each with the digest that it leads to: of a file, or of a manifest. */
export function storeNames(weights: Weights): readonly (readonly [name: string, sha256: string])[] {
  const files = modelFiles(weights.model).map(
    (file) => [ggufPath(weights.key, file.path, file.name), file.sha256] as const,
  );
  const asFiles = comesAsFiles(weights);
  if (asFiles && weights.made === undefined) return files;
  const { path, digest } = manifestOf(weights);
  return [...(asFiles ? files : []), [path, digest]];
}

/** What an origin has of a model: its registry's manifest or its files, and none that is made. */
const asItComes = (weights: Weights): Weights => {
  const { key, model, made } = weights;
  if (made === undefined) return weights;
  return { key, model, form: comesAsFiles(weights) ? 'gguf' : 'registry' };
};

/** What a loader brings from an origin; the manifests that are made, it gets as files. */
export const originList = (weights: readonly Weights[], source: AnySource): string =>
  weightsList(weights.map(asItComes), source);

/** File names of the texts of made manifests, and the list that a loader reads of them. */
export interface MadeFiles {
  /** `text <sha256> <file>` for each layer, and `manifest <sha256> <file> <name>` behind those of a manifest. */
  readonly list: string;
  readonly files: Readonly<Record<string, string>>;
}

/** The texts of the manifests that are made, as files beside a program; `undefined` where there is none. */
export function madeFiles(weights: readonly Weights[]): MadeFiles | undefined {
  const files: Record<string, string> = {};
  const put = (text: string): readonly [digest: string, file: string] => {
    const digest = sha256(text);
    const file = `made-${digest.slice(0, 16)}`;
    files[file] = text;
    return [digest, file];
  };
  const lines = weights.flatMap((each) => {
    if (each.made === undefined) return [];
    const name = word(manifestOf(each).path, childPath('models', each.key));
    const layers = each.made.layers.map((layer) => ['text', ...put(layer)].join(' '));
    const [digest, file] = put(each.made.text);
    return [...layers, `manifest ${digest} ${file} ${name}`];
  });
  return lines.length === 0 ? undefined : { list: asText(lines), files };
}

/** What must be in the store before an engine may read it in place: `<name> <sha256>` for every name. */
export const namesList = (weights: readonly Weights[]): string =>
  asText(weights.flatMap((each) => storeNames(each).map((line) => line.join(' '))));

/**
 * What a revision of the platform names, for the collector: `blob <sha256>` for everything that must stay, and `name
 * <path>` for every name in the store. The layers of a manifest that is in the store are found there, so a config that
 * the catalogue leaves out stays too. Sorted, so that two revisions that name the same are the same text.
 */
export const revisionList = (weights: readonly Weights[]): string =>
  asText(
    weights
      .flatMap((each) => {
        const { origin } = each.model;
        const layers = each.form === 'registry' && origin.from === 'ollama' ? origin.layers : [];
        return [
          ...storeNames(each).flatMap(([name, digest]) => [`name ${name}`, `blob ${digest}`]),
          ...layers.map(({ digest }) => `blob ${digestOf(digest)}`),
          ...(each.made?.layers ?? []).map((layer) => `blob ${sha256(layer)}`),
        ];
      })
      .sort(),
  );
