/**
 * The loader against an Ollama registry: manifest and layers by digest, laid out as Ollama reads them, and a moved tag
 * refused.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { loader, type LoaderInputs } from '../../lib/programs/loader';
import { Sandbox } from './support/container';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { Origin } from './support/origin';
import { blobsOf, modeOf, namesOf, partialsOf, wrongBlobs } from './support/store';

let origin: Origin;
let sandbox: Sandbox;
let root: string;

beforeEach(async () => {
  origin = await new Origin().start();
  sandbox = new Sandbox();
  root = sandbox.volume('store');
});
afterEach(() => {
  origin.stop();
  sandbox.remove();
});

const load = (weights: LoaderInputs['weights'], more: Partial<LoaderInputs> = {}) =>
  sandbox.run(
    loader.run({
      weights,
      source: { from: 'origin', hub: origin.url, registry: origin.url },
      root,
      patience: seconds(5),
      firstPause: seconds(0),
      ...more,
    }),
  );
const layers = {
  model: content('weights', 50_000),
  params: Buffer.from('{"stop":["<end>"]}'),
  license: Buffer.from('free as {"digest":"sha256:00"}'),
};
const named = 'manifests/registry.ollama.ai/library/tiny/1b';

describe('a model of a registry', () => {
  test('arrives with manifest, layers and config, each by its digest', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    const { code, output } = await load([model]);
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`${named}: named`) });
    expect(readFileSync(join(root, named))).toEqual(model.manifest);
    expect(blobsOf(root)).toHaveLength(Object.keys(layers).length + 2);
    expect(wrongBlobs(root)).toEqual([]);
    expect(partialsOf(root)).toEqual([]);
    expect([modeOf(join(root, named)), ...blobsOf(root).map((blob) => modeOf(join(root, 'blobs', blob)))]).toEqual(
      Array.from({ length: 6 }, () => 0o644),
    );
  });

  test('a manifest with line breaks and with sizes before digests is read as well', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    const parsed: unknown = JSON.parse(model.manifest.toString());
    const turned = JSON.stringify(
      parsed,
      (_, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      2,
    );
    origin.files.set('/v2/library/tiny/manifests/1b', Buffer.from(turned));
    if (model.model.origin.from !== 'ollama') throw new Error('a registry model comes from a registry');
    const known = {
      ...model,
      model: { ...model.model, origin: { ...model.model.origin, manifestDigest: `sha256:${sha256(turned)}` } },
    };
    const { code } = await load([known]);
    expect({ code, blobs: blobsOf(root).length }).toEqual({ code: 0, blobs: 5 });
  });

  test('a second run asks nobody, even where the tag has moved meanwhile', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    await load([model]);
    const asked = origin.asked.length;
    registryModel(origin, 'tiny:1b', { model: content('new', 1000) });
    expect(await load([model])).toEqual({ code: 0, output: expect.not.stringContaining('moved') });
    expect(origin.asked).toHaveLength(asked);
  });

  test('its weights can feed llama-server without its manifest', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    const { code } = await load([{ ...model, form: 'gguf' }]);
    expect({ code, names: namesOf(root) }).toEqual({ code: 0, names: ['gguf/tiny:1b/model.gguf'] });
    expect(origin.asked.map(({ path }) => path)).toEqual([`/v2/library/tiny/blobs/sha256:${sha256(layers.model)}`]);
  });

  test('a token is for the hub: the registry never sees it', async () => {
    const hub = await new Origin().start();
    const model = registryModel(origin, 'tiny:1b', layers);
    const { code } = await load([model, hubModel(hub, 'm', { 'm.gguf': layers.model })], {
      source: { from: 'origin', hub: hub.url, registry: origin.url },
      tokenFile: sandbox.file('token', 'hf_secret'),
    });
    hub.stop();
    expect({ code, seen: origin.asked.filter(({ authorization }) => authorization !== undefined) }).toEqual({
      code: 0,
      seen: [],
    });
  });
});

describe('a manifest that is made', () => {
  const textOf = (layers: readonly Buffer[]) =>
    JSON.stringify({
      schemaVersion: 2,
      config: { digest: `sha256:${sha256('{}')}`, size: 2 },
      layers: layers.map((layer) => ({ digest: `sha256:${sha256(layer)}`, size: layer.length })),
    });

  test('of a file of the hub arrives with the file, its texts and its name', async () => {
    const file = hubModel(origin, 'm/Q4', { 'm.gguf': layers.model });
    const system = 'You help:\n\t"always".\n';
    const made = { text: textOf([layers.model, Buffer.from(system)]), layers: ['{}', system] };
    const weights = [file, { ...file, form: 'registry', name: 'support:latest', made }] as const;
    expect(await load(weights)).toMatchObject({ code: 0 });
    const name = 'manifests/registry.ollama.ai/library/support/latest';
    expect(readFileSync(join(root, name), 'utf8')).toBe(made.text);
    expect(readFileSync(join(root, 'blobs', `sha256-${sha256(system)}`), 'utf8')).toBe(system);
    expect(namesOf(root)).toEqual(['gguf/m/Q4/m.gguf', name]);
    expect({ blobs: blobsOf(root).length, wrong: wrongBlobs(root), partials: partialsOf(root) }).toEqual({
      blobs: 4,
      wrong: [],
      partials: [],
    });
    expect(modeOf(join(root, name))).toBe(0o644);
    const asked = origin.asked.length;
    expect(await load(weights)).toMatchObject({ code: 0 });
    expect(origin.asked).toHaveLength(asked);
  });

  test('of a tag comes after the layers of the tag, and another name of the tag is its own manifest', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    const made = { text: textOf([layers.model]), layers: ['{}'] };
    const { code } = await load([
      { ...model, name: 'team/support:v2', made },
      { ...model, name: 'tiny:latest' },
    ]);
    expect({ code, wrong: wrongBlobs(root) }).toEqual({ code: 0, wrong: [] });
    expect(namesOf(root)).toEqual([
      named,
      'manifests/registry.ollama.ai/library/tiny/latest',
      'manifests/registry.ollama.ai/team/support/v2',
    ]);
    expect(readFileSync(join(root, 'manifests/registry.ollama.ai/library/tiny/latest'))).toEqual(model.manifest);
  });

  test('whose text is not what its digest says is refused, and nothing is named', async () => {
    const file = hubModel(origin, 'm/Q4', { 'm.gguf': layers.model });
    const made = { text: textOf([layers.model]), layers: ['{}'] };
    const run = loader.run({
      weights: [{ ...file, form: 'registry', name: 'support:latest', made }],
      source: { from: 'origin', hub: origin.url, registry: origin.url },
      root,
    });
    const [text = ''] = Object.keys(run.files).filter((name) => run.files[name] === '{}');
    const { code, output } = await sandbox.run({ ...run, files: { ...run.files, [text]: '{"other":1}' } });
    expect({ code, output: output.split('\n').at(-2) }).toEqual({
      code: 10,
      output: expect.stringMatching(
        new RegExp(`/${text} has the digest sha256:${sha256('{"other":1}')}, and .* names sha256:${sha256('{}')}$`),
      ),
    });
    expect(namesOf(root)).toEqual(['gguf/m/Q4/m.gguf']);
  });
});

describe('a tag of a hub', () => {
  test('comes from the hub, and lies under the name of its host', async () => {
    const hub = await new Origin().start();
    const model = registryModel(hub, 'tiny:1b', layers);
    for (const [path, bytes] of hub.files) hub.files.set(path.replace('/library/tiny/', '/owner/Tiny-GGUF/'), bytes);
    if (model.model.origin.from !== 'ollama') throw new Error('a registry model comes from a registry');
    const weights = {
      ...model,
      model: { ...model.model, origin: { ...model.model.origin, tag: 'hf.co/owner/Tiny-GGUF:1b' } },
    };
    const { code } = await load([weights], { source: { from: 'origin', hub: hub.url, registry: origin.url } });
    hub.stop();
    expect({ code, names: namesOf(root), wrong: wrongBlobs(root), registry: origin.asked }).toEqual({
      code: 0,
      names: ['manifests/hf.co/owner/Tiny-GGUF/1b'],
      wrong: [],
      registry: [],
    });
  });
});

describe('a moved tag', () => {
  test('is refused with both digests, and nothing changes', async () => {
    const model = registryModel(origin, 'tiny:1b', layers);
    const moved = registryModel(origin, 'tiny:1b', { model: content('new', 1000) });
    expect(await load([model])).toEqual({
      code: 15,
      output:
        `loader: error: ${named} has moved: the catalogue names sha256:${sha256(model.manifest)}, ${origin.url}/v2/library/tiny/manifests/1b now serves ` +
        `sha256:${sha256(moved.manifest)}. Nothing was changed. Check the new model, then write its digest into the catalogue.\n`,
    });
    expect({ blobs: blobsOf(root), names: namesOf(root) }).toEqual({ blobs: [], names: [] });
  });

  test('the old name stays whole while the new revision arrives', async () => {
    const old = registryModel(origin, 'tiny:1b', layers);
    await load([old]);
    const next = registryModel(origin, 'tiny:1b', { ...layers, model: content('new', 1000) });
    origin.files.delete(`/v2/library/tiny/blobs/sha256:${sha256(content('new', 1000))}`);
    expect((await load([next])).code).toBe(13);
    expect(readFileSync(join(root, named))).toEqual(old.manifest);
  });
});
