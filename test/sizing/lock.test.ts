/** The model lock: every entry adds up, and the computed bytes agree with every size that a source states. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { architectures, type ArchitectureName, type Model } from '../../lib/catalog/model';
import { isEncoder } from '../../lib/gguf/architecture-of';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { diskBytes } from '../../lib/sizing/pods/disk';
import { tensorsOf } from '../gguf/tensors';
import { isStandardMix, standardMixTypes } from '../gguf/standard-mix';
import { weightsBytes } from './terms';
import { ollamaModelMemory } from '../../lib/engines/ollama/memory';
import { models } from '../../overlays/models';
import { formatLock } from '../../scripts/lock/format';
import { fleetSettings } from './fleet-settings';
import { serverSettings } from './server-settings';

const entries: readonly (readonly [string, Model])[] = Object.entries(models);
const fleet = fleetSettings();

/**
 * Architectures of which no published file was locked: test/sizing/engine/rows.test.ts asks for more recorded starts of
 * each.
 */
const withoutLockedModel: readonly ArchitectureName[] = [
  'gemma',
  'granite',
  'granitemoe',
  'command-r',
  'cohere2',
  'mistral3',
  'seed_oss',
  'glm4moe',
  'ernie4_5-moe',
  'minimax-m2',
  'llama4',
  'qwen3next',
  'qwen35moe',
  'granitehybrid',
  'nemotron_h',
  'lfm2',
  'jina-bert-v2',
  'modern-bert',
  'gemma-embedding',
  'nomic-bert-moe',
  'gemma3n',
];

/** Bytes of a header: a token of the vocabulary takes so many, with its merge where the tokenizer has any. */
const leastPerToken = 20;
const mostPerToken = 64;

describe(`${entries.length} models`, () => {
  test('stand sorted, one part on a line, as npm run lock writes them', () => {
    expect(readFileSync(join(__dirname, '../../overlays/models.lock.json'), 'utf8')).toBe(formatLock(models));
  });

  test('are of every architecture that has a memory model, but those that recorded shapes alone prove', () => {
    const locked = new Set(entries.map(([, { architecture }]) => architecture.architecture));
    const missing = architectures.filter((name) => !locked.has(name));
    expect(missing).toEqual(withoutLockedModel);
  });

  test('list as many layers as their architecture has', () => {
    const wrong = entries.filter(
      ([
        ,
        {
          tensors,
          architecture: { blockCount, nextnPredictLayers = 0 },
        },
      ]) => tensors.layers.reduce((sum, { layers }) => sum + layers, 0) !== blockCount - nextnPredictLayers,
    );
    expect(wrong).toEqual([]);
  });

  test('leave exactly the header of every file whose size a source states', () => {
    const stated = entries.filter(
      ([, { files, tensors }]) =>
        files.every(({ bytesFrom }) => bytesFrom === 'stated') && tensors.from === 'standard mix',
    );
    expect(stated.length).toBeGreaterThan(150);
    const implausible = stated
      .map(
        ([key, model]) =>
          [key, (diskOfWeights(model) - weightsBytes(model)) / model.architecture.vocabularySize] as const,
      )
      .filter(([, perToken]) => perToken < leastPerToken || perToken > mostPerToken);
    expect(implausible).toEqual([]);
  });

  test('are placed on every engine that may read them', () => {
    for (const [key, model] of entries) {
      const encoder = isEncoder(model);
      const settings = serverSettings({ embedding: encoder ? 'mean' : undefined });
      const served = llamaServerMemory(model, settings, 1, key);
      expect(served.devices[0]?.total).toBeGreaterThan(weightsBytes(model) * 0.3);
      expect(served.disk.value).toBe(diskBytes(model).value);
      expect(ollamaModelMemory(model, fleet, 0, key).host.total).toBeGreaterThan(weightsBytes(model));
    }
  });

  test('have digests of sixty-four digits, and a mix that the types of their tensors follow', () => {
    for (const [key, { files, quantisation, tensors }] of entries) {
      for (const { sha256 } of files) expect([key, sha256]).toEqual([key, expect.stringMatching(/^[0-9a-f]{64}$/)]);
      if (tensors.from === 'standard mix') expect([key, isStandardMix(quantisation)]).toEqual([key, true]);
    }
  });
});

const diskOfWeights = ({ files }: Model): number => files.reduce((sum, file) => sum + file.bytes, 0);

describe('the standard mix counts tensors as headers do', () => {
  const counts = (key: keyof typeof models): Readonly<Record<string, number>> => {
    const {
      architecture: facts,
      tensors: { tied },
      quantisation,
    } = models[key];
    if (!isStandardMix(quantisation)) throw new Error(quantisation);
    const ropeFactors = key.startsWith('llama-3.') || key.startsWith('gemma-4-');
    const tensors = tensorsOf(facts, {
      tied,
      ropeFactors,
      keysAreValues: key.startsWith('gemma-4-31b'),
    });
    const types = standardMixTypes(quantisation, tensors, facts);
    return Object.fromEntries([...new Set(types)].map((type) => [type, types.filter((each) => each === type).length]));
  };

  test.each([
    ['llama-3.2-3b-instruct/Q4_K_M', { F32: 58, Q4_K: 168, Q6_K: 29 }],
    ['gemma-3-1b-it/Q4_K_M', { F32: 157, Q5_0: 117, Q8_0: 14, Q4_K: 39, Q6_K: 13 }],
    ['gemma-3-27b-it/Q4_K_M', { F32: 373, Q4_K: 374, Q6_K: 61 }],
    ['gemma-4-31b-it-qat/Q4_0', { F32: 422, Q4_0: 410, Q6_K: 1 }],
    ['gpt-oss-20b/MXFP4', { F32: 289, Q8_0: 98, MXFP4: 72 }],
    ['phi-4/Q4_K_M', { F32: 81, Q4_K: 101, Q5_K: 40, Q6_K: 21 }],
    ['qwen3-235b-a22b/Q8_0', { F32: 471, Q8_0: 660 }],
    ['qwen3-30b-a3b/Q4_K_M', { F32: 241, Q4_K: 289, Q6_K: 49 }],
    ['nomic-embed-text-v1.5/F16', { F32: 51, F16: 61 }],
  ] as const)('%s', (key, expected) => {
    expect(counts(key)).toEqual(expected);
  });
});
