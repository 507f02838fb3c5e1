/** Every file that `npm run lock` refuses. */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { bytes } from '../../lib/core/bytes';
import { layOutGguf, writeSparseGguf, type HeaderValue } from '../gguf/writer';
import { lockFolder, metadata, tensors } from './folder';

const { lockFile, run, file, write } = lockFolder();

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
