/** Names of a fleet: the manifests that are made for them, and who reads what of the store. */
import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../lib/core/sha256';
import { weightsOf } from '../../../lib/engines/ollama/container';
import { madeManifest, type OfferedModel } from '../../../lib/engines/ollama/manifest';
import { byProcess, completeName, isOllamaName, nameOfKey, onePerProcess } from '../../../lib/engines/ollama/names';
import { templateProblem } from '../../../lib/engines/ollama/template';
import { namesList, originList, publicOrigins, revisionList, weightsList } from '../../../lib/programs/weights-list';
import { plan } from '../../../lib/plan/plan-environment';
import { parseEnvironment } from '../../../lib/environment/complete';
import type { Model } from '../../../lib/catalog/model';
import { base, smallModel } from '../../invalid/base';
import { fleetsOf } from '../../plan/fixtures/servers';

const digest = (of: string): string => `sha256:${of.repeat(64)}`;
const tagModel: Model = {
  ...smallModel,
  origin: {
    from: 'ollama',
    tag: 'small:1b',
    manifestDigest: digest('d'),
    layers: [
      { mediaType: 'model', digest: digest('b'), bytes: 1_000_000 },
      { mediaType: 'template', digest: digest('1'), bytes: 10 },
      { mediaType: 'system', digest: digest('2'), bytes: 20 },
      { mediaType: 'params', digest: digest('3'), bytes: 30 },
      { mediaType: 'config', digest: digest('4'), bytes: 40 },
    ],
  },
  files: [{ path: 'model', sha256: 'b'.repeat(64), bytes: 1_000_000, bytesFrom: 'stated' }],
};
const tag: OfferedModel = { key: 'small:1b', model: tagModel, name: 'small:1b' };
const file: OfferedModel = { key: 'small/Q4_K_M', model: smallModel, name: 'small:Q4_K_M' };

interface Manifest {
  readonly config: { readonly mediaType: string; readonly digest: string; readonly size: number };
  readonly layers: readonly { readonly mediaType: string; readonly digest: string; readonly size: number }[];
}
const manifestOf = (offered: OfferedModel): Manifest => JSON.parse(madeManifest(offered)?.text ?? '') as Manifest;
const kinds = ({ layers }: Manifest): readonly string[] =>
  layers.map(({ mediaType, digest: of, size }) => `${mediaType.replace(/.*\./, '')} ${of.slice(7, 15)} ${size}`);
const described = (kind: string, text: string): string =>
  `${kind} ${sha256(text).slice(0, 8)} ${Buffer.byteLength(text)}`;

describe('a manifest', () => {
  test("of a tag, or of another name for it, is the registry's", () => {
    expect(
      [tag, { ...tag, name: 'llama3.2:latest' }, { ...tag, modelfile: { parameters: {} } }].map(madeManifest),
    ).toEqual([undefined, undefined, undefined]);
  });

  test('of a GGUF file has the file and a config of its architecture', () => {
    const { config, layers } = manifestOf(file);
    const text =
      '{"model_format":"gguf","model_family":"llama","model_families":["llama"],"model_type":"","file_type":"Q4_K_M"}';
    expect(madeManifest(file)?.layers).toEqual([text]);
    expect(config).toEqual({
      mediaType: 'application/vnd.docker.container.image.v1+json',
      digest: `sha256:${sha256(text)}`,
      size: text.length,
    });
    expect(layers).toEqual([{ mediaType: 'application/vnd.ollama.image.model', digest: digest('a'), size: 1_000_000 }]);
  });

  test('of a tag keeps its layers and its config, and its own parameters come behind those of the tag', () => {
    const modelfile = { system: 'Ja – gern.', parameters: { temperature: 0, stop: ['END'] } } as const;
    const made = { ...tag, name: 'support:latest', modelfile };
    expect(manifestOf(made).config).toEqual({
      mediaType: 'application/vnd.docker.container.image.v1+json',
      digest: digest('4'),
      size: 40,
    });
    expect(kinds(manifestOf(made))).toEqual([
      'model bbbbbbbb 1000000',
      'template 11111111 10',
      'params 33333333 30',
      described('system', 'Ja – gern.'),
      described('params', '{"temperature":0,"stop":["END"]}'),
    ]);
    expect(madeManifest(made)?.layers).toEqual(['Ja – gern.', '{"temperature":0,"stop":["END"]}']);
  });

  test('with a template has a config that names no renderer, which would be asked instead', () => {
    const gemma = { ...smallModel, architecture: { ...smallModel.architecture, architecture: 'gemma4' } } as const;
    const plain = { key: 'g/Q4', model: gemma, name: 'g:Q4' };
    expect(madeManifest(plain)?.layers).toEqual([
      expect.stringContaining('"renderer":"gemma4","parser":"gemma4"'),
      '{"stop":["<turn|>"]}',
    ]);
    const template = '{{ .Prompt }}';
    expect(madeManifest({ ...plain, modelfile: { template } })?.layers).toEqual([
      expect.not.stringContaining('renderer'),
      template,
    ]);
    expect(kinds(manifestOf({ ...tag, modelfile: { template } }))).toEqual([
      'model bbbbbbbb 1000000',
      'system 22222222 20',
      'params 33333333 30',
      described('template', template),
    ]);
  });
});

describe('what is read of the store', () => {
  const alias = weightsOf({ ...tag, name: 'llama3.2:latest' });
  const support = weightsOf({ ...tag, name: 'team/support:v2', modelfile: { system: 'You help.' } });
  const ofFile = weightsOf(file);
  const server = { from: 'weights-server', url: 'http://10.96.0.15:8080' } as const;
  const made = (weights: typeof alias): string => sha256(weights.made?.text ?? '');

  test('a pod gets each name by its digest, and a file of the hub with its manifest', () => {
    expect(weightsList([weightsOf(tag), alias, support, ofFile], server).split('\n')).toEqual([
      `manifest ${'d'.repeat(64)} manifests/registry.ollama.ai/library/small/1b ${server.url}/blobs/sha256-${'d'.repeat(64)} ${server.url}/blobs/sha256-`,
      `manifest ${'d'.repeat(64)} manifests/registry.ollama.ai/library/llama3.2/latest ${server.url}/blobs/sha256-${'d'.repeat(64)} ${server.url}/blobs/sha256-`,
      `manifest ${made(support)} manifests/registry.ollama.ai/team/support/v2 ${server.url}/blobs/sha256-${made(support)} ${server.url}/blobs/sha256-`,
      `file ${'a'.repeat(64)} 1000000 exact gguf/small/Q4_K_M/small-Q4_K_M.gguf ${server.url}/blobs/sha256-${'a'.repeat(64)}`,
      `manifest ${made(ofFile)} manifests/registry.ollama.ai/library/small/Q4_K_M ${server.url}/blobs/sha256-${made(ofFile)} ${server.url}/blobs/sha256-`,
      '',
    ]);
  });

  test('an origin is asked for nothing that is made', () => {
    expect(originList([support, ofFile], publicOrigins).split('\n')).toEqual([
      `manifest ${'d'.repeat(64)} manifests/registry.ollama.ai/library/small/1b https://registry.ollama.ai/v2/library/small/manifests/1b https://registry.ollama.ai/v2/library/small/blobs/sha256:`,
      `file ${'a'.repeat(64)} 1000000 exact gguf/small/Q4_K_M/small-Q4_K_M.gguf https://huggingface.co/example/small-GGUF/resolve/main/small-Q4_K_M.gguf`,
      '',
    ]);
  });

  test('a pod that reads in place waits for file and manifest; the collector keeps both and the texts', () => {
    expect(namesList([ofFile])).toBe(
      `gguf/small/Q4_K_M/small-Q4_K_M.gguf ${'a'.repeat(64)}\nmanifests/registry.ollama.ai/library/small/Q4_K_M ${made(ofFile)}\n`,
    );
    expect(revisionList([support]).split('\n')).toEqual(
      expect.arrayContaining([
        `blob ${made(support)}`,
        `blob ${sha256('You help.')}`,
        `blob ${'4'.repeat(64)}`,
        'name manifests/registry.ollama.ai/team/support/v2',
      ]),
    );
  });
});

describe('names', () => {
  test('get the tag that Ollama adds, and those of files come from their keys', () => {
    expect(['llama3.2', 'a/b', 'x:1', 'hf.co/a/b:c'].map(completeName)).toEqual([
      'llama3.2:latest',
      'a/b:latest',
      'x:1',
      'hf.co/a/b:c',
    ]);
    expect(['llama-3.2-3b/Q4_K_M', 'plain', 'a/b/c'].map(nameOfKey)).toEqual([
      'llama-3.2-3b:Q4_K_M',
      'plain:latest',
      'a/b:c',
    ]);
    expect(['a:b', 'a/b:c', 'a.b/c:d', 'a/b/c:d', 'a b:c', ':c'].map(isOllamaName)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test('of one file share a process', () => {
    const alias = { ...tag, name: 'other:latest' };
    expect(onePerProcess([tag, file, alias])).toEqual([tag, file]);
    expect(byProcess([tag, file, alias])).toEqual([[tag, alias], [file]]);
  });
});

test.each([
  ['{{ .Prompt }}', undefined],
  ['{{- range .Messages -}}{{ if eq .Role "}}" }}a{{ else }}b{{ end }}{{- end -}}', undefined],
  ["{{/* don't */}}{{ .Prompt }}", undefined],
  ['{{ `{{` }}', undefined],
  ['no action', undefined],
  ['{{ "open }}', 'an action that begins with {{ does not end with }}'],
  ['{{ if a }}{{ with b }}', '2 blocks have no {{ end }}'],
])('the template %s', (template, problem) => {
  expect(templateProblem(template)).toBe(problem);
});

describe('a fleet', () => {
  const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 256 };
  const withModels = (models: unknown, more: object = {}) => {
    const { environment, faults } = parseEnvironment({
      ...base,
      models: {},
      ollama: { fleet: { ...base.ollama.fleet, settings, replicas: 1, models, ...more } },
    });
    if (environment === undefined) throw new Error(faults.map(({ found }) => found).join('\n'));
    return environment;
  };
  const support = { name: 'support', from: 'small/Q4_K_M', system: 'You help.' };
  const named = withModels(['small:1b', { name: 'llama3.2', from: 'small:1b' }, 'small/Q4_K_M', support]);

  test('loads each model once, however many names it has', () => {
    expect(fleetsOf(named)[0]).toMatchObject({
      settings: { maxLoadedModels: 2 },
      served: [{ key: 'small:1b' }, { key: 'small/Q4_K_M' }],
    });
    const plans = [named, withModels(['small:1b', 'small/Q4_K_M'])].map(plan);
    const [
      {
        servers: [first],
      },
      {
        servers: [second],
      },
    ] = plans as [ReturnType<typeof plan>, ReturnType<typeof plan>];
    expect(first?.compute).toEqual(second?.compute);
    expect(first?.memory).toEqual(second?.memory);
  });

  test('has its names in the loaders of their models', () => {
    expect(plan(named).loaders.map(({ key, weights }) => [key, weights.map(({ form, name }) => name ?? form)])).toEqual(
      [
        ['small/Q4_K_M', ['gguf', 'small:Q4_K_M', 'support:latest']],
        ['small:1b', ['gguf', 'registry', 'llama3.2:latest']],
      ],
    );
  });

  test('of two tags of the same file loads one', () => {
    const { 'small:1b': small } = base.catalog.models;
    const environment = parseEnvironment({
      ...base,
      catalog: {
        models: {
          'small:1b': small,
          'small:1b-it': { ...small, origin: { ...small.origin, tag: 'small:1b-it' } },
        },
      },
      models: {},
      ollama: { fleet: { ...base.ollama.fleet, models: ['small:1b', 'small:1b-it'] } },
    }).environment;
    expect(fleetsOf(environment)[0]?.settings.maxLoadedModels).toBe(1);
  });
});
