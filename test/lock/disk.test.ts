/** `npm run lock` on files of a disk: real GGUF bytes become the entry that their shape would make. */
import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts, Model } from '../../lib/catalog/model';
import { tensorTypes } from '../../lib/gguf/tensor-types';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { writeModelFile } from '../gguf/model-file';
import { layOutGguf, writeSparseGguf, type TypedTensor } from '../gguf/writer';
import { serverSettings } from '../sizing/server-settings';
import { tiny } from './tiny';
import { lockFolder, metadata, sha256, shapeOf, tensors } from './folder';

const { lockFile, written, run, entry, file, write } = lockFolder();

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
