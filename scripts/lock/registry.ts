/**
 * A tag of an Ollama registry: its manifest and its layers, each proven by its digest. Refuses tags that a fleet cannot
 * serve as planned.
 */
import type { OllamaLayer } from '../../lib';
import { changesMemory, ollamaName, refuse, sha256 } from '../../lib/internal';
import type { FileSource } from './source';

/** A tag, read. */
export interface LockedTag {
  readonly manifestDigest: string;
  /** The layers in their order, then the config. */
  readonly layers: readonly OllamaLayer[];
  /** The GGUF file. */
  readonly file: FileSource;
  /** `Q4_K_M`, as the config says it. */
  readonly quantisation: string | undefined;
}

interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** A manifest as registries write it; what is in it is not checked yet. */
interface Manifest {
  readonly config?: Described;
  readonly layers?: readonly Described[];
}

const kinds = ['model', 'license', 'template', 'params', 'system', 'messages', 'projector'] as const;
const layerType = /^application\/vnd\.ollama\.image\.(.*)$/;
const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
const digestForm = /^sha256:[0-9a-f]{64}$/;

/** What is read whole is text: a prompt, parameters, a config. */
const mostText = 1024 * 1024;

async function bytesAt(url: string, fetchFrom: typeof fetch): Promise<Buffer> {
  const response = await fetchFrom(url, { headers: { accept: `${manifestType}, */*` } });
  if (response.ok) return Buffer.from(await response.arrayBuffer());
  if (response.status >= 500 || response.status === 429)
    return refuse('HubUnreachable', url, `the registry answers ${response.status}`, { fix: 'try again later' });
  return refuse('FileNotFound', url, `the registry answers ${response.status}`, {
    fix: [401, 403].includes(response.status)
      ? ['DOWNLOAD_TOKEN with a token that the registry accepts', '--hub with the address of your mirror']
      : ['check the name and its tag', '--hub with the address of your mirror'],
  });
}

const broken = (url: string, found: string): never =>
  refuse('BrokenManifest', url, found, { fix: 'try again, or use another mirror' });

function parsed(content: Buffer, url: string): unknown {
  try {
    return JSON.parse(content.toString()) as unknown;
  } catch {
    return broken(url, 'it is no JSON');
  }
}

const isDescribed = (each: unknown): each is Described =>
  typeof each === 'object' &&
  each !== null &&
  'digest' in each &&
  digestForm.test(String(each.digest)) &&
  'size' in each &&
  Number.isSafeInteger(each.size) &&
  'mediaType' in each;

/** A layer that is text, proven by its digest. */
async function smallLayer({ digest, size }: Described, repository: string, fetchFrom: typeof fetch): Promise<Buffer> {
  const url = `${repository}/blobs/${digest}`;
  if (size > mostText) return broken(url, `it has ${size} bytes, where a text of at most ${mostText} is expected`);
  const content = await bytesAt(url, fetchFrom);
  const found = `sha256:${sha256(content)}`;
  return found === digest ? content : broken(url, `its bytes have the digest ${found}`);
}

const unusable = (tag: string, found: string): never =>
  refuse('TagUnusable', tag, found, {
    fix: 'lock the GGUF file of the same model, and name it in the fleet: npm run lock -- REPOSITORY FILE',
  });

function layerOf(tag: string, { mediaType, digest, size }: Described): OllamaLayer {
  const kind = layerType.exec(mediaType)?.[1] ?? mediaType;
  const known = kinds.find((each) => each === kind);
  return {
    mediaType: known ?? unusable(tag, `it has a layer of type ${kind}, which a plan does not count`),
    digest,
    bytes: size,
  };
}

/** Refuses parameters by which Ollama would load the model otherwise than a plan counts. */
function checkParameters(tag: string, parameters: unknown): void {
  const names = typeof parameters === 'object' && parameters !== null ? Object.keys(parameters) : [];
  const refused = names.filter(changesMemory);
  if (refused.length > 0)
    unusable(tag, `its parameters set ${refused.join(', ')}, with which Ollama loads it otherwise than a plan counts`);
}

/** Reads the manifest of a tag, and the layers that decide how it is loaded. */
export async function readTag(tag: string, registry: string, fetchFrom: typeof fetch): Promise<LockedTag> {
  const repository = `${registry.replace(/\/$/, '')}/v2/${ollamaName(tag).repository}`;
  const url = `${repository}/manifests/${ollamaName(tag).tag}`;
  const content = await bytesAt(url, fetchFrom);
  const { config, layers } = parsed(content, url) as Manifest;
  if (!isDescribed(config) || !Array.isArray(layers) || layers.length === 0 || !layers.every(isDescribed))
    return broken(url, 'it does not list a config and layers');
  const found = layers.map((layer) => layerOf(tag, layer));
  const models = found.filter(({ mediaType }) => mediaType === 'model');
  const [model] = models;
  if (model === undefined || models.length > 1)
    return unusable(tag, `it has ${models.length} GGUF files, and a fleet serves models of one`);
  for (const [i, { mediaType }] of found.entries()) {
    const layer = layers[i];
    if (mediaType === 'params' && layer !== undefined)
      checkParameters(tag, parsed(await smallLayer(layer, repository, fetchFrom), url));
  }
  const settings = parsed(await smallLayer(config, repository, fetchFrom), url) as { readonly file_type?: unknown };
  return {
    manifestDigest: `sha256:${sha256(content)}`,
    layers: [...found, { mediaType: 'config', digest: config.digest, bytes: config.size }],
    file: {
      uri: `${repository}/blobs/${model.digest}`,
      path: 'model',
      local: false,
      bytes: model.bytes,
      sha256: () => Promise.resolve(model.digest.replace('sha256:', '')),
    },
    quantisation: typeof settings.file_type === 'string' && settings.file_type !== '' ? settings.file_type : undefined,
  };
}
