/**
 * `npm run lock` on real GGUF bytes: from a disk, from a hub with ranges, in shards; and every file that it refuses.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts, Model, ModelCatalog } from '../../lib/catalog/model';
import type { ProjectorFacts } from '../../lib/catalog/projector';
import { bytes } from '../../lib/core/bytes';
import { tensorTypes } from '../../lib/gguf/tensor-types';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { commands } from '../../scripts/commands';
import { keyOf } from '../../scripts/lock/entry';
import { architectureMetadata, modelTensors, vocabularyMetadata, writeModelFile } from '../gguf/model-file';
import { modelOfShape } from '../gguf/model-of-shape';
import { adapterMetadata, adapterOfShape, adapterTensors } from '../gguf/adapter-file';
import { projectorMetadata, projectorOfShape, projectorTensors } from '../gguf/projector-file';
import { layOutGguf, writeSparseGguf, type HeaderValue, type TypedTensor } from '../gguf/writer';
import { serverSettings } from '../sizing/server-settings';
import { lockByWords } from './by-words';
import { tiny } from './tiny';
import { startHub, type TestHub } from './hub';

const metadata = { ...architectureMetadata(tiny), ...vocabularyMetadata(tiny) };
const tensors = modelTensors(tiny, 'Q4_K_M', { tied: false });

const folder = mkdtempSync(join(tmpdir(), 'corral-lock-'));
const lockFile = join(folder, 'models.lock.json');
const written: string[] = [];
const terminal = { write: (text: string) => written.push(text) };
const run = (...args: readonly string[]): Promise<string> => lockByWords([...args, '--into', lockFile], {}, terminal);
const catalog = (): ModelCatalog => JSON.parse(readFileSync(lockFile, 'utf8')) as ModelCatalog;
const entry = (key: string): Model => {
  const found = catalog()[key];
  if (!found) throw new Error(`no entry ${key}`);
  return found;
};
/** As it stands in the lock: without fields that are not there. */
const asWritten = (model: Model): Model => JSON.parse(JSON.stringify(model)) as Model;
const shapeOf = (facts: ArchitectureFacts, mix: 'Q4_K_M' | 'Q8_0', tied = false): Model =>
  asWritten(modelOfShape(facts, mix, { tied }));
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const file = (name: string): string => join(folder, name);

/** A file with one of its tensors or keys changed. */
function write(
  name: string,
  own: { readonly metadata?: Readonly<Record<string, HeaderValue>>; readonly tensors?: readonly TypedTensor[] } = {},
): string {
  writeSparseGguf(file(name), { ...metadata, ...own.metadata }, own.tensors ?? tensors);
  return file(name);
}

const hubs: TestHub[] = [];
const hub = async (
  ...behaviour: Parameters<typeof startHub> extends [string, ...infer Rest] ? Rest : never
): Promise<TestHub> => {
  const started = await startHub(folder, ...behaviour);
  hubs.push(started);
  return started;
};

beforeAll(() => {
  write('Tiny.Q4_K_M.gguf');
});
afterEach(async () => {
  writeFileSync(lockFile, '{}');
  written.length = 0;
  await Promise.all(hubs.splice(0).map((each) => each.close()));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
writeFileSync(lockFile, '{}');

describe('a file on a disk', () => {
  test('becomes the entry that its shape would make', async () => {
    const path = file('Tiny.Q4_K_M.gguf');
    expect(await run(path, '--repo', 'example/tiny')).toBe('tiny/Q4_K_M');
    const model = entry('tiny/Q4_K_M');
    const size = readFileSync(path).length;
    expect(model).toEqual({
      origin: { from: 'huggingface', repo: 'example/tiny' },
      files: [{ path: 'Tiny.Q4_K_M.gguf', sha256: sha256(path), bytes: size, bytesFrom: 'stated' }],
      quantisation: 'Q4_K_M',
      architecture: tiny,
      tensors: shapeOf(tiny, 'Q4_K_M').tensors,
    });
    expect(llamaServerMemory(model, serverSettings(), 1, 'tiny').devices[0]?.terms.map(({ name }) => name)).toEqual([
      'weights',
      'KV cache',
      'compute',
      'context',
    ]);
  });

  test('needs to say where a cluster gets it, unless an entry with the same bytes does', async () => {
    const path = file('Tiny.Q4_K_M.gguf');
    await expect(run(path)).rejects.toThrow(
      `${path}: no repository is known from which a cluster gets this file.\n  fix: --repo with the repository that has it · --from with the address, the claim or the image that has it · --entry of an entry with the same SHA-256\n  [NoOrigin]`,
    );
    // Before it is read from end to end.
    expect(written.join('')).not.toContain('hashing');
    const known: Model = {
      ...shapeOf(tiny, 'Q4_K_M'),
      origin: { from: 'ollama', tag: 'tiny:1m', manifestDigest: `sha256:${'0'.repeat(64)}`, layers: [] },
      files: [{ path: 'model', sha256: sha256(path), bytes: readFileSync(path).length, bytesFrom: 'stated' }],
      engines: ['ollama'],
    };
    writeFileSync(lockFile, JSON.stringify({ 'tiny:1m': known }));
    expect(await run(path)).toBe('tiny:1m');
    expect(entry('tiny:1m')).toMatchObject({
      origin: known.origin,
      engines: ['ollama'],
      quantisation: 'Q4_K_M',
      tensors: { from: 'header' },
      files: [{ path: 'model', bytes: readFileSync(path).length }],
    });
  });

  test('does not replace an entry of other bytes', async () => {
    writeFileSync(lockFile, JSON.stringify({ 'tiny/Q4_K_M': shapeOf(tiny, 'Q4_K_M') }));
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M')).rejects.toThrow('[ChecksumDiffers]');
  });

  test('may have tensors of every type that is known', async () => {
    const each = tensorTypes.map((type): TypedTensor => ({
      name: `blk.0.${type.toLowerCase()}.weight`,
      shape: [256, 3],
      type,
    }));
    const path = write('types.Q8_0.gguf', { tensors: [...tensors, ...each] });
    await run(path, '--repo', 'example/types');
    const [first] = entry('types/Q8_0').tensors.layers;
    const [plain] = shapeOf(tiny, 'Q4_K_M').tensors.layers;
    const added = layOutGguf({}, each).fileBytes - layOutGguf({}, each).dataOffset;
    expect((first?.bytes ?? 0) - (plain?.bytes ?? 0)).toBe(Math.ceil(added / 32) * 32);
  });

  describe('of an architecture without a memory model', () => {
    const own = Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [key.replace(/^llama\./, 'afmoe.'), value]),
    );
    const path = file('Own.Q4_K_M.gguf');
    const measured = {
      gpu: [1234.5],
      host: 77,
      contextLength: 4096,
      parallel: 2,
      build: 'b11382',
      by: 'corral measure on 1 × NVIDIA L4, 2026-11-29',
    };
    const measuredFile = (memory: object): string => {
      writeFileSync(file('measured.json'), JSON.stringify(memory));
      return file('measured.json');
    };
    beforeAll(() => {
      writeSparseGguf(path, { ...own, 'general.architecture': { text: 'afmoe' } }, [
        ...tensors,
        { name: 'something.new', shape: [32], type: 'F32' },
      ]);
    });

    test('is refused as a file of something else, before anything is hashed', async () => {
      await expect(
        run(path, '--repo', 'example/own', '--measured', measuredFile({ name: 'package', version: '1' })),
      ).rejects.toThrow(
        'measured.json: it has no measured memory.\n  fix: corral measure FILE --server PATH > measured.json\n  [NotMeasured]',
      );
    });

    test('becomes an entry with the memory that was measured', async () => {
      await run(path, '--repo', 'example/own', '--measured', measuredFile({ measured }));
      const model = entry('own/Q4_K_M');
      expect(model.memory).toEqual({ measured });
      expect(model.architecture).toMatchObject({ architecture: 'afmoe', blockCount: 4, contextLength: 4096 });
      const { devices } = llamaServerMemory(
        model,
        serverSettings({ contextLength: 4096, parallel: 2, kvCache: 'split' }),
        1,
        'own',
      );
      expect(devices[0]?.terms.map(({ name }) => name)).toEqual(['measured', 'margin', 'context']);
    });

    test('is refused with memory that is not what was printed', async () => {
      await expect(
        run(path, '--repo', 'example/own', '--measured', measuredFile({ measured: { ...measured, host: 'much' } })),
      ).rejects.toThrow('memory.measured.host');
    });

    test('has no other: of one with a memory model it is refused', async () => {
      await expect(
        run(file('Tiny.Q4_K_M.gguf'), '--repo', 'example/tiny', '--measured', measuredFile({ measured })),
      ).rejects.toThrow("memory: the memory of architecture 'llama' is computed, for all settings");
    });
  });

  test.each(['gpt-oss', 'gemma3', 'qwen3moe', 'bert'] as const)(
    'of architecture %s gives back the shape it was written from',
    async (architecture) => {
      const experts =
        architecture === 'gpt-oss' || architecture === 'qwen3moe'
          ? { expertCount: 8, expertUsedCount: 2, expertFeedForwardLength: 256 }
          : {};
      const window = architecture === 'gpt-oss' || architecture === 'gemma3' ? { slidingWindow: 128 } : {};
      const encoder = architecture === 'bert' ? { tokenTypeCount: 2 } : {};
      const facts: ArchitectureFacts = { ...tiny, architecture, ...experts, ...window, ...encoder };
      writeModelFile(file(`${architecture}.Q8_0.gguf`), facts, 'Q8_0', { tied: architecture === 'gemma3' });
      await run(file(`${architecture}.Q8_0.gguf`), '--repo', 'example/shape');
      expect(entry(`${architecture}/Q8_0`)).toMatchObject({
        architecture: facts,
        tensors: shapeOf(facts, 'Q8_0', architecture === 'gemma3').tensors,
      });
    },
  );
});

describe('a file of a hub', () => {
  test('is read by ranges, with digest, length and commit from its headers', async () => {
    const { url, ranges } = await hub();
    const sparse = file('Wide.Q4_K_M.gguf');
    const wide = { ...tiny, feedForwardLength: 8192 };
    const size = writeModelFile(sparse, wide, 'Q4_K_M', { tied: false });
    expect(await run('example/wide', 'Wide.Q4_K_M.gguf', '--hub', url, '--revision', 'main')).toBe('wide/Q4_K_M');
    expect(entry('wide/Q4_K_M')).toMatchObject({
      origin: { from: 'huggingface', repo: 'example/wide', revision: 'commit-of-main' },
      files: [{ path: 'Wide.Q4_K_M.gguf', sha256: sha256(sparse), bytes: size, bytesFrom: 'stated' }],
      architecture: wide,
    });
    const read = ranges
      .map((range) => range.split('-').map(Number))
      .reduce((sum, [first = 0, last = 0]) => sum + last - first + 1, 0);
    expect(read).toBeLessThan(size / 4);
    expect(written.at(-1)).toBe(`wide/Q4_K_M in ${lockFile}\n`);
    expect(written.some((text) => text.startsWith('reading the header of Wide.Q4_K_M.gguf'))).toBe(true);
  });

  test('may lie in shards, whose tensors are added up', async () => {
    const { url } = await hub();
    const half = Math.ceil(tensors.length / 2);
    const split = { 'split.count': { uint32: 2 }, 'split.tensors.count': { uint32: tensors.length } };
    write('Tiny.Q4_K_M-00001-of-00002.gguf', { metadata: split, tensors: tensors.slice(0, half) });
    writeSparseGguf(
      file('Tiny.Q4_K_M-00002-of-00002.gguf'),
      { 'general.architecture': { text: 'llama' } },
      tensors.slice(half),
    );
    expect(await run('example/tiny', 'Tiny.Q4_K_M-00001-of-00002.gguf', '--hub', url)).toBe('tiny/Q4_K_M');
    const model = entry('tiny/Q4_K_M');
    expect(model.tensors).toEqual(shapeOf(tiny, 'Q4_K_M').tensors);
    expect(model.files.map(({ path }) => path)).toEqual([
      'Tiny.Q4_K_M-00001-of-00002.gguf',
      'Tiny.Q4_K_M-00002-of-00002.gguf',
    ]);
    write('Tiny.Q4_K_M-00001-of-00002.gguf', { metadata: split, tensors: tensors.slice(0, half - 1) });
    await expect(run('example/tiny', 'Tiny.Q4_K_M-00001-of-00002.gguf', '--hub', url)).rejects.toThrow(
      `the first shard counts ${tensors.length} tensors, and all of them have ${tensors.length - 1}.`,
    );
  });

  test('of a mirror that says no digest needs one from the caller', async () => {
    const { url } = await hub({ pointers: false });
    const args = ['example/tiny', 'Tiny.Q4_K_M.gguf', '--hub', url];
    await expect(run(...args)).rejects.toThrow(
      'the hub does not report the SHA-256 of the file.\n  fix: --sha256 with the digest from a source that you trust\n  [NoChecksum]',
    );
    await run(...args, '--sha256', 'a'.repeat(64));
    expect(entry('tiny/Q4_K_M').files[0]?.sha256).toBe('a'.repeat(64));
  });

  test('with another digest than the caller expects is refused', async () => {
    const { url } = await hub({ digest: 'b'.repeat(64) });
    await expect(run('example/tiny', 'Tiny.Q4_K_M.gguf', '--hub', url, '--sha256', 'a'.repeat(64))).rejects.toThrow(
      `the hub has sha256 ${'b'.repeat(64)}, not ${'a'.repeat(64)}.`,
    );
  });

  test('that is not there is refused', async () => {
    const { url } = await hub();
    await expect(run('example/tiny', 'missing.gguf', '--hub', url)).rejects.toThrow(
      'the hub answers 404.\n  fix: check repository, file and revision · set HF_TOKEN for a repository that asks for a login\n  [FileNotFound]',
    );
  });
});

describe('a chat template', () => {
  const template = (): string => {
    writeFileSync(file('chat_template.jinja'), '{{ messages[0].content }}');
    return file('chat_template.jinja');
  };

  test('is locked with its model, from a disk, and kept', async () => {
    const path = template();
    await run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny');
    const locked = { path: 'chat_template.jinja', sha256: sha256(path), bytes: 25, bytesFrom: 'stated' };
    expect(entry('tiny/Q4_K_M').chatTemplate).toEqual(locked);
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M');
    expect(entry('tiny/Q4_K_M').chatTemplate).toEqual(locked);
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M', '--repo', 'example/moved')).rejects.toThrow(
      'the entry has a chat template, chat_template.jinja, and it is not known whether example/moved has it too.\n  fix: --template with its file there\n  [NoOrigin]',
    );
  });

  test('is read whole from a hub, which reports no digest of small files', async () => {
    const path = template();
    const { url } = await hub({ pointers: false });
    const words = ['example/tiny', 'Tiny.Q4_K_M.gguf', '--hub', url, '--sha256', 'a'.repeat(64)];
    await run(...words, '--template', 'chat_template.jinja');
    expect(entry('tiny/Q4_K_M').chatTemplate?.sha256).toBe(sha256(path));
    await expect(run(...words, '--template', 'absent.jinja')).rejects.toThrow(
      'absent.jinja: there is no such file.\n  fix: give the Jinja file of the repository\n  [FileNotFound]',
    );
  });

  test('is refused where it is empty', async () => {
    writeFileSync(file('empty.jinja'), '');
    const path = file('empty.jinja');
    await expect(run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny')).rejects.toThrow(
      `${path}: it has 0 bytes, and is no template.\n  fix: give the Jinja file of the repository\n  [InconsistentFile]`,
    );
  });
});

test('a template without an expression of Jinja is another file', async () => {
  writeFileSync(file('package.json'), '{"name":"a"}');
  const path = file('package.json');
  await expect(run(file('Tiny.Q4_K_M.gguf'), '--template', path, '--repo', 'example/tiny')).rejects.toThrow(
    `${path}: it has neither {{ nor {%, and is no template.\n  fix: give the Jinja file of the repository\n  [InconsistentFile]`,
  );
});

test.each([
  [
    '--projector',
    'clip.projector_type: it is missing: the file is no projector.\n  fix: the file mmproj-….gguf of this model\n  [InconsistentFile]',
  ],
  ['--adapter', "general.type: it is missing, and an adapter has 'adapter'."],
])('a model in place of %s is refused by what its header lacks', async (option, sentence) => {
  const path = file('Tiny.Q4_K_M.gguf');
  const value = option === '--adapter' ? `legal=${path}` : path;
  await expect(run(path, '--repo', 'example/tiny', option, value)).rejects.toThrow(sentence);
});

test('Ollama without a tag is a word that is missing', async () => {
  await expect(run('ollama')).rejects.toThrow('the TAG of Ollama is missing.\n  fix: ollama llama3.2:3b');
});

describe('an adapter', () => {
  const adapter = (
    name: string,
    own: { readonly metadata?: Readonly<Record<string, HeaderValue>>; readonly tensors?: readonly TypedTensor[] } = {},
  ): string => {
    writeSparseGguf(
      file(name),
      { ...adapterMetadata(tiny), ...own.metadata },
      own.tensors ?? adapterTensors(tensors, { rank: 8 }),
    );
    return file(name);
  };
  const facts = adapterOfShape(tiny, tensors, { rank: 8 });
  const model = file('Tiny.Q4_K_M.gguf');

  test('is locked with its model, from a disk, and others are kept', async () => {
    const path = adapter('legal.gguf');
    await run(model, '--adapter', `legal=${path}`, '--repo', 'example/tiny');
    const legal = {
      file: { path: 'legal.gguf', sha256: sha256(path), bytes: readFileSync(path).length, bytesFrom: 'stated' },
      tensors: asWritten(facts as unknown as Model),
    };
    expect(entry('tiny/Q4_K_M').adapters).toEqual({ legal });
    expect(legal.tensors).toMatchObject({ layers: [{ layers: 4 }], width: 8, inputBytes: 0, outputBytes: 0 });
    await run(model, '--entry', 'tiny/Q4_K_M', '--adapter', `brief=acme/brief:${adapter('brief.gguf')}`);
    expect(entry('tiny/Q4_K_M').adapters).toEqual({
      legal,
      brief: { ...legal, file: { ...legal.file, path: 'brief.gguf' }, origin: { repo: 'acme/brief' } },
    });
    await expect(run(model, '--entry', 'tiny/Q4_K_M', '--repo', 'example/moved')).rejects.toThrow(
      'the entry has adapters, legal, and it is not known whether example/moved has them too.\n  fix: --adapter NAME=FILE with the file of each there\n  [NoOrigin]',
    );
  });

  test('is locked from a hub, also from another repository', async () => {
    const path = adapter('legal.gguf');
    const { url } = await hub();
    await run('example/tiny', 'Tiny.Q4_K_M.gguf', '--adapter', 'legal=acme/legal:legal.gguf', '--hub', url);
    expect(entry('tiny/Q4_K_M').adapters?.['legal']).toMatchObject({
      file: { path: 'legal.gguf', sha256: sha256(path) },
      origin: { repo: 'acme/legal', revision: 'commit-of-main' },
    });
  });

  const [a, b, ...others] = adapterTensors(tensors, { rank: 8 }) as [TypedTensor, TypedTensor, ...TypedTensor[]];
  const fix = '  fix: an adapter that was converted to GGUF for this model';
  test.each<readonly [string, Parameters<typeof adapter>[1], string]>([
    [
      'a model',
      { metadata: { 'general.type': { text: 'model' } } },
      `general.type: it is 'model', and not 'adapter'.\n${fix}\n  [InconsistentFile]`,
    ],
    [
      'another architecture',
      { metadata: { 'general.architecture': { text: 'qwen3' } } },
      `general.architecture: it is 'qwen3', and not 'llama'.\n${fix}\n  [InconsistentFile]`,
    ],
    [
      'half of a pair',
      { tensors: [a, ...others] },
      `blk.0.attn_q.weight: one half of the adapter of this matrix is missing.\n${fix}\n  [MissingTensor]`,
    ],
    [
      'a tensor of another kind',
      { tensors: [a, b, { ...a, name: 'blk.0.attn_q.bias' }] },
      `blk.0.attn_q.bias: it is no half of a LoRA adapter.\n${fix}\n  [UnknownTensor]`,
    ],
    [
      'a matrix that the model does not have',
      { tensors: [a, b].map((each) => ({ ...each, name: each.name.replace('attn_q', 'attn_x') })) },
      `blk.0.attn_x.weight: the model has no such matrix.\n${fix}\n  [UnknownTensor]`,
    ],
    [
      'a matrix of another shape',
      { tensors: [a, { ...b, shape: [8, 128] }] },
      `blk.0.attn_q.weight: the adapter has 256 x 8 and 8 x 128, and the model 256 x 256.\n${fix}\n  [InconsistentFile]`,
    ],
  ])('is refused with %s', async (_, own, sentence) => {
    const path = adapter('wrong.gguf', own);
    await expect(run(model, '--adapter', `legal=${path}`, '--repo', 'example/tiny')).rejects.toThrow(sentence);
  });

  test('has a name', async () => {
    await expect(run(model, '--adapter', 'Legal.gguf', '--repo', 'example/tiny')).rejects.toThrow(
      "--adapter has 'Legal.gguf'",
    );
  });
});

describe('a projector', () => {
  const facts: ProjectorFacts = {
    type: 'qwen3vl_merger',
    imageSize: 224,
    patchSize: 16,
    mergeSize: 2,
    embeddingLength: 64,
    feedForwardLength: 128,
    headCount: 4,
    blockCount: 2,
    projectionLength: 256,
  };
  const projectorFile = (
    name: string,
    own: Readonly<Record<string, HeaderValue>> = {},
    more: readonly TypedTensor[] = [],
    without = '',
  ): string => {
    const keys = Object.fromEntries(
      Object.entries({ ...projectorMetadata(facts), ...own }).filter(([key]) => key !== without),
    );
    writeSparseGguf(file(name), keys, [...projectorTensors(facts), ...more]);
    return file(name);
  };

  test('is locked with its model, from a disk', async () => {
    const path = projectorFile('mmproj.gguf');
    await run(file('Tiny.Q4_K_M.gguf'), '--projector', path, '--repo', 'example/tiny');
    const { tensorBytes } = projectorOfShape(facts);
    expect(entry('tiny/Q4_K_M')).toMatchObject({
      files: [{ path: 'Tiny.Q4_K_M.gguf' }],
      projector: {
        file: { path: 'mmproj.gguf', sha256: sha256(path), bytes: readFileSync(path).length, bytesFrom: 'stated' },
        from: 'header',
        tensorBytes,
        facts,
      },
    });
    await run(file('Tiny.Q4_K_M.gguf'), '--entry', 'tiny/Q4_K_M');
    expect(entry('tiny/Q4_K_M').projector?.facts).toEqual(facts);
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
      const own = { ...facts, type, imageSize: 224 };
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

describe('a broken file is refused, and the lock stays as it was', () => {
  const refused = async (path: string, ...sentences: readonly string[]): Promise<void> => {
    writeFileSync(lockFile, '{"untouched":true}');
    const error = await run(path, '--repo', 'example/broken').then(
      () => '',
      (each: unknown) => String(each),
    );
    for (const sentence of sentences) expect(error).toContain(sentence);
    expect(readFileSync(lockFile, 'utf8')).toBe('{"untouched":true}');
  };

  test('one that is cut off', async () => {
    const path = write('cut.Q4_K_M.gguf');
    const { fileBytes } = layOutGguf(metadata, tensors);
    truncateSync(path, fileBytes - 100);
    await refused(
      path,
      `cut.Q4_K_M.gguf: it has ${fileBytes - 100} bytes, and its tensors end at ${fileBytes}: 100 are missing.`,
      '[TruncatedFile]',
    );
  });

  test('one that goes on behind its tensors', async () => {
    const path = write('long.Q4_K_M.gguf');
    truncateSync(path, bytes(layOutGguf(metadata, tensors).fileBytes + 4096));
    await refused(path, '[InconsistentFile]');
  });

  test('one whose header is cut off, or is none', async () => {
    const path = write('header.Q4_K_M.gguf');
    truncateSync(path, 2000);
    await refused(path, 'header.Q4_K_M.gguf: it has 2000 bytes, and its header alone ends at', '[TruncatedFile]');
    writeFileSync(file('text.Q4_K_M.gguf'), 'not a model');
    await refused(file('text.Q4_K_M.gguf'), '[UnreadableHeader]');
  });

  test('one of an architecture without a memory model, with what was meant', async () => {
    await refused(
      write('arch.Q4_K_M.gguf', { metadata: { 'general.architecture': { text: 'lama' } } }),
      "a model of architecture 'lama' is not offered, because it has no memory model",
      'did you mean: llama',
      '[UnknownArchitecture]',
    );
  });

  test('one that lacks a key', async () => {
    const { 'llama.block_count': _count, ...without } = metadata;
    writeSparseGguf(file('key.Q4_K_M.gguf'), without, tensors);
    await refused(
      file('key.Q4_K_M.gguf'),
      'llama.block_count: the header does not have this key as a number',
      '[MissingMetadata]',
    );
  });

  test('one with a tensor whose place is not known, or beyond the last layer', async () => {
    await refused(
      write('place.Q4_K_M.gguf', { tensors: [...tensors, { name: 'nobody.knows', shape: [32], type: 'F32' }] }),
      'nobody.knows: it is not known on which device this tensor lies',
      '[UnknownTensor]',
    );
    await refused(
      write('layer.Q4_K_M.gguf', {
        tensors: [...tensors, { name: 'blk.9.attn_norm.weight', shape: [32], type: 'F32' }],
      }),
      'the header counts 4 layers',
      '[InconsistentFile]',
    );
  });

  const positive = '[InconsistentFile]';
  test.each<[string, Readonly<Record<string, HeaderValue>>, string]>([
    ['no layers', { 'llama.block_count': { uint32: 0 } }, 'llama.block_count: the header says 0.'],
    [
      'layers without end',
      { 'llama.block_count': { uint32: 0xffffffff } },
      `block_count: the header counts 4294967295 layers, and the file has ${tensors.length} tensors.`,
    ],
    [
      'no heads',
      { 'llama.attention.head_count': { uint32: 0 } },
      'counts.Q4_K_M.gguf llama.attention.head_count: the header says 0.\n  allowed: a whole number from 1 to',
    ],
    [
      'no heads in a list',
      { 'llama.attention.head_count': { integers: [0, 0, 0, 0] } },
      'llama.attention.head_count: the header says 0.',
    ],
    [
      'keys without a length',
      { 'llama.attention.key_length': { uint32: 0 } },
      'llama.attention.key_length: the header says 0.',
    ],
    [
      'positions without a scale',
      { 'llama.rope.scaling.factor': { float32: -4 } },
      'llama.rope.scaling.factor: the header says -4.\n  allowed: a number above 0',
    ],
    [
      'heads that are no number',
      { 'llama.attention.head_count': { float32: NaN } },
      'llama.attention.head_count: the header says NaN.',
    ],
    [
      'heads without end',
      { 'llama.attention.head_count_kv': { float32: Infinity } },
      'llama.attention.head_count_kv: the header says Infinity.',
    ],
    [
      'heads below zero',
      { 'llama.attention.head_count_kv': { float32: -2 } },
      'llama.attention.head_count_kv: the header says -2.',
    ],
    [
      'no heads for keys',
      { 'llama.attention.head_count_kv': { uint32: 0 } },
      'llama.attention.head_count_kv: the header says 0.',
    ],
    [
      'a part of a head',
      { 'llama.attention.head_count': { float32: 1.5 } },
      'llama.attention.head_count: the header says 1.5.',
    ],
    [
      'heads for other layers',
      { 'llama.attention.head_count_kv': { integers: [2, 1] } },
      'llama.attention.head_count_kv: the list has 2 entries, and the model has 4 layers.',
    ],
    [
      'a list of texts',
      { 'llama.attention.head_count_kv': { texts: ['a', 'b', 'c', 'd'] } },
      'llama.attention.head_count_kv: the list has an entry that is no number.',
    ],
  ])('one with %s', async (_, own, sentence) => {
    const started = Date.now();
    await refused(write('counts.Q4_K_M.gguf', { metadata: own }), sentence, positive);
    expect(Date.now() - started).toBeLessThan(2000);
  });

  test('one with a tensor twice', async () => {
    const [, second] = tensors;
    const twice = tensors.map((tensor, i) =>
      i === 2 && second !== undefined ? { ...tensor, name: second.name } : tensor,
    );
    await refused(
      write('twice.Q4_K_M.gguf', { tensors: twice }),
      `${second?.name}: the file has this tensor twice.`,
      positive,
    );
  });

  test('one whose facts no environment takes', async () => {
    await refused(
      write('context.Q4_K_M.gguf', { metadata: { 'llama.context_length': { uint32: 0xffffffff } } }),
      '.architecture.contextLength: 4294967295 is out of range.',
      'fix: get the file again, or lock another file of this model',
      '[OutOfRange]',
    );
  });

  test('one that is not there, and a call without arguments', async () => {
    await expect(run(file('none.gguf'))).rejects.toThrow('there is no such file');
    await expect(run()).rejects.toThrow(
      'npm run lock: REPOSITORY FILE | ollama TAG | PATH is missing.\n  help: npm run lock -- --help\n  [Usage]',
    );
  });

  test.each(['qwen3-coder:30b', 'hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M'])(
    '%s, a name of Ollama without the word',
    async (name) => {
      await expect(run(name)).rejects.toThrow(
        [
          `${name}: there is no such file, and it is written as Ollama names a model.`,
          `  fix: for the tag of Ollama: npm run lock -- ollama ${name} · give a repository and a GGUF file in it`,
          '  [FileNotFound]',
        ].join('\n'),
      );
    },
  );

  test('one of an architecture that has no memory model, with how to measure it', async () => {
    await refused(
      write('own-afmoe.Q4_K_M.gguf', { metadata: { 'general.architecture': { text: 'afmoe' } } }),
      "own-afmoe.Q4_K_M.gguf general.architecture: a model of architecture 'afmoe' is not offered, because it has no memory model.\n  fix: lock a model of another architecture · measure its memory: corral measure FILE --server PATH, and lock it with --measured\n  allowed: llama · qwen2",
      '[UnknownArchitecture]',
    );
  });

  test('an option that there is not, with those that there are', async () => {
    await expect(run('--projektor', 'mmproj.gguf', 'a.gguf')).rejects.toThrow(
      /^npm run lock: there is no option '--projektor'\.\n {2}did you mean: --projector\n {2}allowed: --projector · --template · --adapter · --repo · .*\n {2}help: npm run lock -- --help\n {2}\[Usage\]$/,
    );
  });
});

test('--help prints how it is called, and does nothing', async () => {
  const [out, before] = [[] as string[], readFileSync(lockFile, 'utf8')];
  expect(
    await commands.lock.run(['--help', '--into', lockFile], {
      console: { out: (text) => out.push(text), error: () => undefined },
    }),
  ).toBe(0);
  expect(out.join('')).toContain(
    'Usage: npm run lock -- REPOSITORY FILE | ollama TAG | PATH [--projector FILE]\n  [--template FILE] [--adapter NAME=FILE]… [--repo REPOSITORY]',
  );
  expect(out.join('')).toContain('npm run lock -- ./model-Q4_K_M.gguf --repo my-company/model');
  expect(readFileSync(lockFile, 'utf8')).toBe(before);
});

test('the key is the name of the file and its quantisation', () => {
  expect(keyOf('Llama-3.3-70B-Instruct.Q4_K_M.gguf')).toBe('llama-3.3-70b-instruct/Q4_K_M');
  expect(keyOf('Q8_0/Qwen3-235B-A22B-Q8_0-00001-of-00009.gguf')).toBe('qwen3-235b-a22b/Q8_0');
  expect(keyOf('gpt-oss-20b-mxfp4.gguf')).toBe('gpt-oss-20b/MXFP4');
  expect(() => keyOf('model.gguf')).toThrow(
    "model.gguf: its name does not end in a quantisation.\n  fix: --entry with a name such as 'llama-3.3-70b-instruct/Q4_K_M'\n  [NoKey]",
  );
});
