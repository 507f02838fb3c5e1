/**
 * Models of noise whose words are bytes: they really generate, in a file of half a megabyte, or slowly enough to watch.
 */
import { createHash } from 'node:crypto';
import type { Adapter } from '../../../lib/catalog/adapter';
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { adapterMetadata, adapterOfShape, adapterTensors, type AdapterShape } from '../../gguf/adapter-file';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../../gguf/model-file';
import { modelOfShape } from '../../gguf/model-of-shape';
import { layOutGguf } from '../../gguf/writer';

/** Thousands of tokens a second. */
export const quick: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 2,
  contextLength: 32_768,
  embeddingLength: 64,
  feedForwardLength: 128,
  headCount: 4,
  headCountKv: 2,
  keyLength: 16,
  valueLength: 16,
  vocabularySize: 320,
};
/** Some hundred tokens a second: 134 MB of numbers are read for each. */
export const slow: ArchitectureFacts = {
  ...quick,
  blockCount: 8,
  embeddingLength: 512,
  feedForwardLength: 2048,
  headCount: 8,
  headCountKv: 1,
  keyLength: 64,
  valueLength: 64,
};

const mix = 'F32';
const variant = { tied: false, ropeFactors: false };

/** Numbers of noise, a quarter of a gigabyte, before they repeat: a large file need not take long to make. */
const longestNoise = 2 ** 26;

/** Numbers between -1 and 1 that look like noise and are the same for the same seed. */
function fillWithNoise(numbers: Float32Array, seed: number): void {
  // A global of a test is slow to find, some hundred million times.
  const { imul } = Math;
  const own = Math.min(numbers.length, longestNoise);
  let state = seed;
  for (let i = 0; i < own; i += 1) {
    state = (imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    numbers[i] = state / 2 ** 31 - 1;
  }
  for (let i = own; i < numbers.length; i += own) numbers.copyWithin(i, 0, own);
}

/**
 * Pieces of bytes from 128 on become words: noise would make text of them that is no UTF-8, at which the server ends a
 * stream.
 */
function plainVocabulary(facts: ArchitectureFacts): ReturnType<typeof vocabularyMetadata> {
  const first = 3;
  const isHigh = (index: number): boolean => index >= first + 128 && index < first + 256;
  return Object.fromEntries(
    Object.entries(vocabularyMetadata(facts)).map(([key, value]) => {
      if ('texts' in value)
        return [key, { texts: value.texts.map((text, index) => (isHigh(index) ? `w${index}` : text)) }];
      if ('integers' in value)
        return [key, { integers: value.integers.map((kind, index) => (isHigh(index) ? 1 : kind)) }];
      return [key, value];
    }),
  );
}

/** Word that ends an answer: no noise leads to it, so that answers are as long as they were asked to be. */
const endOfText = 2;

/** The file of a model; a seed gives each its own digest. */
export function tinyFile(facts: ArchitectureFacts, seed: number): Buffer {
  const { header, dataOffset, offsets, fileBytes } = layOutGguf(
    { ...architectureMetadata(facts), ...plainVocabulary(facts) },
    modelTensors(facts, mix, variant),
  );
  const file = Buffer.alloc(fileBytes);
  header.copy(file);
  fillWithNoise(
    new Float32Array(file.buffer, file.byteOffset + dataOffset, Math.floor((fileBytes - dataOffset) / 4)),
    seed,
  );
  const row = 4 * facts.embeddingLength;
  const output = dataOffset + (offsets.get('output.weight') ?? 0);
  file.fill(0, output + endOfText * row, output + (endOfText + 1) * row);
  return file;
}

/** The file of an adapter of a tiny model. */
export function tinyAdapter(facts: ArchitectureFacts, shape: AdapterShape, seed: number): Buffer {
  const { header, dataOffset, fileBytes } = layOutGguf(
    adapterMetadata(facts),
    adapterTensors(modelTensors(facts, mix, variant), shape),
  );
  const file = Buffer.alloc(fileBytes);
  header.copy(file);
  fillWithNoise(
    new Float32Array(file.buffer, file.byteOffset + dataOffset, Math.floor((fileBytes - dataOffset) / 4)),
    seed,
  );
  return file;
}

/** The catalogue entry of an adapter of a tiny model. */
export const adapterEntry = (facts: ArchitectureFacts, shape: AdapterShape, file: Buffer, path: string): Adapter => ({
  file: { path, sha256: sha256(file), bytes: file.length, bytesFrom: 'stated' },
  tensors: adapterOfShape(facts, modelTensors(facts, mix, variant), shape),
});

export const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** The catalogue entry of a tiny model, but for where it comes from. */
export const tinyEntry = (facts: ArchitectureFacts): Omit<Model, 'origin' | 'files'> => ({
  quantisation: mix,
  architecture: facts,
  tensors: modelOfShape(facts, mix, variant).tensors,
});

/** Repository of the hub that has the models of these tests. */
export const hubRepository = 'tests/tiny';

/** The catalogue entry of a hub's file. */
export const hubEntry = (facts: ArchitectureFacts, file: Buffer, path: string): Model => ({
  ...tinyEntry(facts),
  origin: { from: 'huggingface', repo: hubRepository },
  files: [{ path, sha256: sha256(file), bytes: file.length, bytesFrom: 'stated' }],
});
