/** A projector that is locked with its model. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { projectorMetadata, projectorOfShape, projectorTensors } from '../gguf/projector-file';
import { writeSparseGguf, type HeaderValue, type TypedTensor } from '../gguf/writer';
import { lockFolder, sha256 } from './folder';
import { tinyProjector } from './tiny';

const { run, catalog, entry, file, hub } = lockFolder();

describe('a projector', () => {
  const projectorFile = (
    name: string,
    own: Readonly<Record<string, HeaderValue>> = {},
    more: readonly TypedTensor[] = [],
    without = '',
  ): string => {
    const keys = Object.fromEntries(
      Object.entries({ ...projectorMetadata(tinyProjector), ...own }).filter(([key]) => key !== without),
    );
    writeSparseGguf(file(name), keys, [...projectorTensors(tinyProjector), ...more]);
    return file(name);
  };

  test('is locked with its model, from a disk', async () => {
    const path = projectorFile('mmproj.gguf');
    await run(file('Tiny.Q4_K_M.gguf'), '--projector', path, '--repo', 'example/tiny');
    const { tensorBytes } = projectorOfShape(tinyProjector);
    expect(entry('tiny/Q4_K_M')).toMatchObject({
      files: [{ path: 'Tiny.Q4_K_M.gguf' }],
      projector: {
        file: { path: 'mmproj.gguf', sha256: sha256(path), bytes: readFileSync(path).length, bytesFrom: 'stated' },
        from: 'header',
        tensorBytes,
        facts: tinyProjector,
      },
    });
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M');
    expect(entry('tiny/Q4_K_M').projector?.facts).toEqual(tinyProjector);
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M', '--projector', projectorFile('again.gguf'));
    expect(entry('tiny/Q4_K_M').projector?.file.path).toBe('mmproj.gguf');
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M', '--repo', 'example/tiny');
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M', '--repo', 'example/moved')).rejects.toThrow(
      'the entry has a projector, mmproj.gguf, and it is not known whether example/moved has it too.\n  fix: --projector with its file there\n  [NoOrigin]',
    );
    expect(entry('tiny/Q4_K_M').origin).toEqual({ from: 'huggingface', repo: 'example/tiny' });
  });

  test('is locked with its model, from a hub, whose digests are counted on', async () => {
    projectorFile('mmproj.gguf');
    const { url } = await hub({ pointers: false });
    await run(
      'example/tiny',
      'Tiny.Q4_K_M.gguf',
      '--projector',
      'mmproj.gguf',
      '--hub',
      url,
      '--sha256',
      'a'.repeat(64),
      '--sha256',
      'c'.repeat(64),
    );
    expect([entry('tiny/Q4_K_M').files[0]?.sha256, entry('tiny/Q4_K_M').projector?.file.sha256]).toEqual([
      'a'.repeat(64),
      'c'.repeat(64),
    ]);
  });

  test.each(['gemma3', 'gemma4v', 'qwen3vl_merger', 'pixtral'] as const)(
    'of type %s is read, and merges as the engine does where its header does not say',
    async (type) => {
      const usual = { gemma3: 4, gemma4v: 3, qwen3vl_merger: 2, pixtral: 1 }[type];
      const own = { ...tinyProjector, type, imageSize: 224 };
      for (const [keys, mergeSize] of [
        [['projector.scale_factor', 'spatial_merge_size'], 7],
        [[], usual],
      ] as const) {
        const metadata = Object.fromEntries(
          Object.entries(projectorMetadata(own)).filter(([key]) => !/scale_factor|merge_size/.test(key)),
        );
        writeSparseGguf(
          file('mmproj.gguf'),
          { ...metadata, ...Object.fromEntries(keys.map((key) => [`clip.vision.${key}`, { uint32: 7 }])) },
          projectorTensors(own),
        );
        await run(file('Tiny.Q4_K_M.gguf'), '--projector', file('mmproj.gguf'), '--repo', 'example/tiny');
        expect(entry('tiny/Q4_K_M').projector?.facts).toEqual({ ...own, mergeSize });
      }
    },
  );

  test("may name its type beside another encoder's", async () => {
    const path = projectorFile(
      'mmproj.gguf',
      { 'clip.vision.projector_type': { text: 'pixtral' } },
      [],
      'clip.projector_type',
    );
    await run(file('Tiny.Q4_K_M.gguf'), '--projector', path, '--repo', 'example/tiny');
    expect(entry('tiny/Q4_K_M').projector?.facts.type).toBe('pixtral');
  });

  test.each([
    [
      'of a type without a memory model',
      { 'clip.projector_type': { text: 'gemma4' } },
      [],
      "clip.projector_type: projector 'gemma4' has no memory model.\n  did you mean: gemma3 · gemma4v\n  allowed: gemma3 · gemma4v · qwen3vl_merger · pixtral\n  [UnknownArchitecture]",
    ],
    [
      'that hears',
      { 'clip.has_audio_encoder': { bool: true } },
      [],
      'clip.has_audio_encoder: an encoder of sound has no memory model.\n  fix: a projector for images alone\n  [UnknownArchitecture]',
    ],
    [
      'with features of several layers',
      {},
      [{ name: 'v.deepstack.3.fc1.weight', shape: [32, 32], type: 'F16' }],
      'v.deepstack.3.fc1.weight: features of several layers have no memory model.\n  fix: a model without them: Qwen 3.5 and later\n  [UnknownTensor]',
    ],
  ] as const satisfies readonly (readonly [
    string,
    Readonly<Record<string, HeaderValue>>,
    readonly TypedTensor[],
    string,
  ])[])('%s is refused', async (_, own, more, message) => {
    const path = projectorFile('mmproj.gguf', own, more);
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--projector', path, '--repo', 'example/tiny')).rejects.toThrow(message);
    expect(catalog()).toEqual({});
  });
});
