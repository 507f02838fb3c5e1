/**
 * The list of weights that loader, stager and collector read: one line per file or manifest, made from the catalogue.
 */
import { childPath, refuse } from '../core';
import { modelFiles, type ModelOrigin, type WeightsFile } from '../catalog';
import { blobPath, ggufPath, manifestPath, ollamaName, type Weights } from './weights-layout';

/** Where the bytes come from. */
export type WeightsSource =
  /** Each model's own origin, or a mirror of a hub or registry in the same layout. */
  | { readonly from: 'origin'; readonly hub: string; readonly registry: string }
  /** A server of `/blobs/sha256-<digest>`: a weights server of ours, in this cluster or another. */
  | { readonly from: 'weights-server'; readonly url: string };

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

function fileAddress(origin: ModelOrigin, file: WeightsFile, source: WeightsSource): string {
  if (source.from === 'weights-server') return byDigest(source, file.sha256);
  if (origin.from === 'ollama') {
    return `${base(source.registry, 'source.registry')}/v2/${ollamaName(origin.tag).repository}/blobs/sha256:${file.sha256}`;
  }
  return `${base(source.hub, 'source.hub')}/${origin.repo}/resolve/${encodeURIComponent(origin.revision ?? 'main')}/${encoded(file.path)}`;
}

function manifestAddresses(
  tag: string,
  digest: string,
  source: WeightsSource,
): readonly [manifest: string, blobPrefix: string] {
  if (source.from === 'weights-server') return [byDigest(source, digest), byDigest(source, '')];
  const name = ollamaName(tag);
  const repository = `${base(source.registry, 'source.registry')}/v2/${name.repository}`;
  return [`${repository}/manifests/${name.tag}`, `${repository}/blobs/sha256:`];
}

/**
 * Lines of one model. `about` says that the catalogue computed the size, so that only the digest can judge the file.
 */
function linesOf({ key, model, form }: Weights, source: WeightsSource): readonly string[] {
  const { origin } = model;
  const path = childPath('models', key);
  if (form === 'gguf') {
    return modelFiles(model).map((file) =>
      [
        'file',
        file.sha256,
        file.bytes,
        file.bytesFrom === 'stated' ? 'exact' : 'about',
        word(ggufPath(key, file.path), path),
        fileAddress(origin, file, source),
      ].join(' '),
    );
  }
  if (origin.from !== 'ollama') {
    return refuse('NoOllamaManifest', path, `comes from ${origin.repo}, which has no manifest that Ollama could read`, {
      fix: ['name a model of an Ollama registry', 'serve it by llama-server'],
    });
  }
  const digest = digestOf(origin.manifestDigest);
  return [
    ['manifest', digest, word(manifestPath(origin.tag), path), ...manifestAddresses(origin.tag, digest, source)].join(
      ' ',
    ),
  ];
}

const asText = (lines: readonly string[]): string => [...new Set(lines)].map((line) => `${line}\n`).join('');

/**
 * What a loader or a stager has to bring, one line each:
 * `file <sha256> <bytes> exact|about <name> <address>` and `manifest <sha256> <name> <address> <prefix of its blobs'
 * addresses>`. A model that several consumers name is listed once.
 */
export function weightsList(weights: readonly Weights[], source: WeightsSource): string {
  if (weights.length === 0)
    refuse('NoWeights', 'weights', 'names no model', { fix: 'name one, or leave the program out' });
  return asText(weights.flatMap((each) => linesOf(each, source)));
}

/** The names of a model in the store, each with the digest that it leads to: of a file, or of a manifest. */
const namesOf = ({ key, model, form }: Weights): readonly (readonly [name: string, sha256: string])[] =>
  form === 'registry' && model.origin.from === 'ollama'
    ? [[manifestPath(model.origin.tag), digestOf(model.origin.manifestDigest)]]
    : modelFiles(model).map((file) => [ggufPath(key, file.path), file.sha256]);

/** What must be in the store before an engine may read it in place: `<name> <sha256>` for every name. */
export const namesList = (weights: readonly Weights[]): string =>
  asText(weights.flatMap((each) => namesOf(each).map((line) => line.join(' '))));

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
          ...namesOf(each).flatMap(([name, sha256]) => [`name ${name}`, `blob ${sha256}`]),
          ...layers.map(({ digest }) => `blob ${digestOf(digest)}`),
        ];
      })
      .sort(),
  );
