/** A LoRA adapter that is locked with its model. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Model } from '../../lib/catalog/model';
import { adapterMetadata, adapterOfShape, adapterTensors } from '../gguf/adapter-file';
import { writeSparseGguf, type HeaderValue, type TypedTensor } from '../gguf/writer';
import { tiny } from './tiny';
import { asWritten, lockFolder, sha256, tensors } from './folder';

const { run, entry, file, hub } = lockFolder();

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
