/** `npm run lock -- ollama TAG`: manifest digest and layers from a registry, facts from the header of the GGUF layer. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ModelCatalog } from '../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../gguf/model-file';
import { modelOfShape } from '../gguf/model-of-shape';
import { writeSparseGguf } from '../gguf/writer';
import { lockByWords } from './by-words';
import { tiny } from './tiny';
import { sha256, startRegistry, type TestRegistry } from './registry';

const folder = mkdtempSync(join(tmpdir(), 'corral-lock-tag-'));
const lockFile = join(folder, 'models.lock.json');
const catalog = (): ModelCatalog => JSON.parse(readFileSync(lockFile, 'utf8')) as ModelCatalog;
let weights: Buffer;
let registry: TestRegistry;
const run = (...words: readonly string[]): Promise<string> =>
  lockByWords(['ollama', ...words, '--hub', registry.url, '--into', lockFile], {}, { write: () => undefined });

const lockWith = (variables: Readonly<Record<string, string>>): Promise<string> =>
  lockByWords(['ollama', 'team/tiny:1m', '--hub', registry.url, '--into', lockFile], variables, {
    write: () => undefined,
  });

const config = { model_format: 'gguf', model_family: 'llama', file_type: 'Q4_K_M' };

beforeAll(() => {
  const path = join(folder, 'tiny.gguf');
  writeSparseGguf(
    path,
    { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) },
    modelTensors(tiny, 'Q4_K_M', { tied: false }),
  );
  weights = readFileSync(path);
});
beforeEach(async () => {
  registry = await startRegistry();
  writeFileSync(lockFile, '{}');
});
afterEach(() => registry.close());
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a tag', () => {
  test('becomes an entry with its manifest digest, its layers with the config, and the facts of its file', async () => {
    const manifest = registry.put('library/tiny', '1m', config, {
      model: weights,
      license: ['free', 'and open'],
      template: '{{ .Prompt }}',
      params: '{"stop":["<end>"],"temperature":0.6}',
    });
    expect(await run('tiny:1m')).toBe('tiny:1m');
    const layer = (mediaType: string, content: Buffer | string) => ({
      mediaType,
      digest: `sha256:${sha256(content)}`,
      bytes: Buffer.byteLength(content),
    });
    expect(catalog()['tiny:1m']).toEqual({
      origin: {
        from: 'ollama',
        tag: 'tiny:1m',
        manifestDigest: `sha256:${sha256(manifest)}`,
        layers: [
          layer('model', weights),
          layer('license', 'free'),
          layer('license', 'and open'),
          layer('template', '{{ .Prompt }}'),
          layer('params', '{"stop":["<end>"],"temperature":0.6}'),
          layer('config', JSON.stringify(config)),
        ],
      },
      files: [{ path: 'model', sha256: sha256(weights), bytes: weights.length, bytesFrom: 'stated' }],
      quantisation: 'Q4_K_M',
      architecture: tiny,
      tensors: JSON.parse(JSON.stringify(modelOfShape(tiny, 'Q4_K_M', { tied: false }).tensors)) as unknown,
    });
  });

  test('without a version is the latest; of a namespace and of a hub it is found at their addresses', async () => {
    registry.put('library/tiny', 'latest', config, { model: weights });
    registry.put('team/tiny', 'v2', config, { model: weights });
    registry.put('owner/Tiny-GGUF', 'Q4_K_M', config, { model: weights });
    expect([await run('tiny'), await run('team/tiny:v2'), await run('hf.co/owner/Tiny-GGUF:Q4_K_M')]).toEqual([
      'tiny:latest',
      'team/tiny:v2',
      'hf.co/owner/Tiny-GGUF:Q4_K_M',
    ]);
    expect(Object.keys(catalog())).toEqual(['hf.co/owner/Tiny-GGUF:Q4_K_M', 'team/tiny:v2', 'tiny:latest']);
  });

  test('that has moved is refreshed: its entry gets the new digests, and keeps the engines', async () => {
    registry.put('library/tiny', '1m', config, { model: weights });
    await run('tiny:1m');
    const { 'tiny:1m': before } = catalog();
    writeFileSync(lockFile, JSON.stringify({ 'tiny:1m': { ...before, engines: ['ollama'] } }));
    const moved = registry.put('library/tiny', '1m', config, { model: weights, system: 'You help.' });
    await run('tiny:1m');
    expect(catalog()['tiny:1m']).toMatchObject({
      origin: { manifestDigest: `sha256:${sha256(moved)}` },
      engines: ['ollama'],
    });
  });
});

describe('refused, and the lock stays as it is', () => {
  afterEach(() => {
    expect(readFileSync(lockFile, 'utf8')).toBe('{}');
  });

  test('a name that is none of a model', async () => {
    await expect(run('https://ollama.com/tiny')).rejects.toThrow(
      "https://ollama.com/tiny: it is no name of a model in Ollama.\n  allowed: 'name:tag', 'namespace/name:tag', 'hf.co/owner/name:tag'\n  [NoKey]",
    );
  });

  test('options that are for files', async () => {
    await expect(run('tiny:1m', '--entry', 'tiny/Q4', '--revision', 'main')).rejects.toThrow(
      [
        'npm run lock: --revision does not go with a tag of Ollama.',
        '  help: npm run lock -- --help',
        '  [Usage]',
        'npm run lock: --entry does not go with a tag of Ollama.',
        '  help: npm run lock -- --help',
        '  [Usage]',
      ].join('\n'),
    );
  });

  test('a tag that is not there', async () => {
    await expect(run('tiny:7b')).rejects.toThrow(
      `${registry.url}/v2/library/tiny/manifests/7b: the registry answers 404.\n  fix: check the name and its tag · --hub with the address of your mirror\n  [FileNotFound]`,
    );
  });

  test('a tag whose parameters change the memory that a plan counts', async () => {
    registry.put('library/tiny', '1m', config, { model: weights, params: '{"num_ctx":131072,"stop":["<end>"]}' });
    await expect(run('tiny:1m')).rejects.toThrow(
      'tiny:1m: its parameters set num_ctx, with which Ollama loads it otherwise than a plan counts.\n' +
        '  fix: lock the GGUF file of the same model, and name it in the fleet: npm run lock -- REPOSITORY FILE\n  [TagUnusable]',
    );
  });

  test('a tag with layers that no plan counts, or with several files', async () => {
    registry.put('library/tiny', '1m', config, { model: weights, adapter: 'lora' });
    await expect(run('tiny:1m')).rejects.toThrow(
      'tiny:1m: it has a layer of type adapter, which a plan does not count.',
    );
    registry.put('library/tiny', '1m', config, { model: ['one', 'two'] });
    await expect(run('tiny:1m')).rejects.toThrow('tiny:1m: it has 2 GGUF files, and a fleet serves models of one.');
  });

  test('a layer whose bytes are not its own, and a manifest that is none', async () => {
    registry.put('library/tiny', '1m', config, { model: weights, params: '{"stop":["<end>"]}' });
    const path = `/v2/library/tiny/blobs/sha256:${sha256('{"stop":["<end>"]}')}`;
    registry.replace(path, '{"num_ctx":1}');
    await expect(run('tiny:1m')).rejects.toThrow(
      `${registry.url}${path}: its bytes have the digest sha256:${sha256('{"num_ctx":1}')}.\n  fix: try again, or use another mirror\n  [BrokenManifest]`,
    );
    registry.replace('/v2/library/tiny/manifests/1m', '<html>');
    await expect(run('tiny:1m')).rejects.toThrow(
      `${registry.url}/v2/library/tiny/manifests/1m: it is no JSON.\n  fix: try again, or use another mirror\n  [BrokenManifest]`,
    );
    registry.replace('/v2/library/tiny/manifests/1m', '{"errors":[]}');
    await expect(run('tiny:1m')).rejects.toThrow('manifests/1m: it does not list a config and layers.');
  });
});

describe('a registry that asks for a token', () => {
  beforeEach(() => {
    registry.put('team/tiny', '1m', config, { model: weights });
    registry.lock();
  });

  test('gets that of DOWNLOAD_TOKEN, and never that of the hub', async () => {
    expect(await lockWith({ DOWNLOAD_TOKEN: 'secret', HF_TOKEN: 'hf_other' })).toBe('team/tiny:1m');
    expect(registry.authorizations).toEqual(new Set(['Bearer secret']));
  });

  test('is named with the variable, if it refuses', async () => {
    await expect(lockWith({ HF_TOKEN: 'hf_other' })).rejects.toThrow(
      `${registry.url}/v2/team/tiny/manifests/1m: the registry answers 401.\n` +
        '  fix: DOWNLOAD_TOKEN with a token that the registry accepts · --hub with the address of your mirror\n' +
        '  [FileNotFound]',
    );
    expect(registry.authorizations).toEqual(new Set());
  });
});
