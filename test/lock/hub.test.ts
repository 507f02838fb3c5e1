/** `npm run lock` on files of a hub: by ranges, in shards, with the digests that the hub reports. */
import { describe, expect, test } from '@jest/globals';
import { writeModelFile } from '../gguf/model-file';
import { writeSparseGguf } from '../gguf/writer';
import { tiny } from './tiny';
import { lockFolder, sha256, shapeOf, tensors } from './folder';

const { lockFile, written, run, entry, file, write, hub } = lockFolder();

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
