/**
 * Manifests for Ollama that are made from values: of a GGUF file of the catalogue, and of what a Modelfile adds to a
 * model. A name without either is the registry's own manifest under another name.
 */
import type { Model, OllamaLayer } from '../../catalog';
import { sha256 } from '../../core';
import type { MadeManifest } from '../../programs';
import type { ServedModel } from '../../workload';
import type { Modelfile } from './modelfile';

/** A model as clients of a fleet name it. */
export interface OfferedModel extends ServedModel {
  /** Name in Ollama, with its tag: `llama3.2:latest`. */
  readonly name: string;
  /** What its Modelfile adds. @default - nothing */
  readonly modelfile?: Modelfile;
}

/** A layer as a manifest lists it. */
interface Described {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const configType = 'application/vnd.docker.container.image.v1+json';
const layerType = (kind: OllamaLayer['mediaType']): string => `application/vnd.ollama.image.${kind}`;

const described = (mediaType: string, text: string): Described => ({
  mediaType,
  digest: `sha256:${sha256(text)}`,
  size: Buffer.byteLength(text),
});

/** Families whose prompts and answers Ollama writes and reads itself, as `ollama create` finds them by architecture. */
const renderers: Readonly<Partial<Record<string, { readonly name: string; readonly stop: readonly string[] }>>> = {
  gemma4: { name: 'gemma4', stop: ['<turn|>'] },
};

/** Whether a Modelfile adds anything to a model. */
const isEmpty = ({ system, template, parameters, adapter }: Modelfile): boolean =>
  [system, template, adapter].every((each) => each === undefined) && Object.keys(parameters ?? {}).length === 0;

/** The config of a model whose registry has none, or one that would keep the template from being used. */
function configText({ architecture: { architecture }, quantisation }: Model, renderer: string | undefined): string {
  return JSON.stringify({
    model_format: 'gguf',
    model_family: architecture,
    model_families: [architecture],
    model_type: '',
    file_type: quantisation,
    ...(renderer === undefined ? {} : { renderer, parser: renderer }),
  });
}

const ofRegistry = ({ mediaType, digest, bytes }: OllamaLayer): Described => ({
  mediaType: mediaType === 'config' ? configType : layerType(mediaType),
  digest,
  size: bytes,
});

/** The layers of a model before its Modelfile, without what that replaces. */
function layersOf({ origin, files }: Model, { system, template }: Modelfile): readonly Described[] {
  if (origin.from !== 'ollama')
    return files.map((file) => ({
      mediaType: layerType('model'),
      digest: `sha256:${file.sha256}`,
      size: file.bytes,
    }));
  return origin.layers
    .filter(({ mediaType }) => mediaType !== 'config')
    .filter(({ mediaType }) => !(mediaType === 'system' && system !== undefined))
    .filter(({ mediaType }) => !(mediaType === 'template' && template !== undefined))
    .map(ofRegistry);
}

/** The layer of an adapter, whose file the store has with those of the model. */
function adapterLayers({ adapters = {} }: Model, { adapter }: Modelfile): readonly Described[] {
  const file = adapter === undefined ? undefined : adapters[adapter]?.file;
  if (file === undefined) return [];
  return [{ mediaType: layerType('adapter'), digest: `sha256:${file.sha256}`, size: file.bytes }];
}

/** The config layer of a registry's model, which its catalogue entry may leave out. */
export const configOf = ({ origin }: Model): OllamaLayer | undefined =>
  origin.from === 'ollama' ? origin.layers.find(({ mediaType }) => mediaType === 'config') : undefined;

/**
 * The manifest of a name; `undefined` where it is the registry's. Ollama reads the layers in their order, and a second
 * layer of parameters changes those of the first that it names.
 *
 * @see ollama server/images.go `GetModel`, create/manifest.go `ApplyModelfileLayers`
 */
export function madeManifest({ model, modelfile = {} }: OfferedModel): MadeManifest | undefined {
  const { origin, architecture } = model;
  if (origin.from === 'ollama' && isEmpty(modelfile)) return undefined;
  const { system, template, parameters = {} } = modelfile;
  // A renderer would be asked instead of the template.
  const renderer =
    origin.from === 'ollama' || template !== undefined ? undefined : renderers[architecture.architecture];
  const given = { ...(renderer === undefined ? {} : { stop: renderer.stop }), ...parameters };
  const own: readonly (readonly [OllamaLayer['mediaType'], string])[] = [
    ...(template === undefined ? [] : [['template', template] as const]),
    ...(system === undefined ? [] : [['system', system] as const]),
    ...(Object.keys(given).length === 0 ? [] : [['params', JSON.stringify(given)] as const]),
  ];
  const known = template === undefined ? configOf(model) : undefined;
  const config = known === undefined ? configText(model, renderer?.name) : undefined;
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: known === undefined ? described(configType, config ?? '') : ofRegistry(known),
    layers: [
      ...layersOf(model, modelfile),
      ...adapterLayers(model, modelfile),
      ...own.map(([kind, layer]) => described(layerType(kind), layer)),
    ],
  });
  return { text, layers: [...(config === undefined ? [] : [config]), ...own.map(([, layer]) => layer)] };
}
