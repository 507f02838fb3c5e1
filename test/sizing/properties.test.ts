/** What holds for every model and every setting. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Model } from '../../lib/catalog/model';
import type { LlamaServerSettings } from '../../lib/sizing/settings';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { termBytes, weightsBytes } from './terms';
import { models } from '../../overlays/models';
import { modelOfShape } from '../gguf/model-of-shape';
import { serverSettings } from './server-settings';

const llama8b = models['llama-3.1-8b-instruct/Q4_K_M'];
const gptOss = models['gpt-oss-20b/MXFP4'];
const gemma = models['gemma-3-27b-it/Q4_K_M'];
const at = 'production.models.llama';

describe('always', () => {
  const decoders = fc.constantFrom(
    llama8b,
    gptOss,
    gemma,
    models['qwen3-30b-a3b/Q4_K_M'],
    models['qwen2.5:0.5b'],
    models['qwen3.5-9b/UD-Q4_K_XL'],
  );
  const anySettings = fc.record({
    contextLength: fc.integer({ min: 1, max: 60_000 }),
    parallel: fc.integer({ min: 1, max: 8 }),
    ubatchSize: fc.constantFrom(64, 512, 1000, 2048),
    flashAttention: fc.boolean(),
    kvCache: fc.constantFrom('unified' as const, 'split' as const),
  });
  const totals = (model: Model, own: Partial<LlamaServerSettings>, gpus: number): readonly number[] => {
    const { devices, host } = llamaServerMemory(model, serverSettings(own), gpus, at);
    return [...devices, host].map(({ total }) => total);
  };
  const noneLower = (more: readonly number[], less: readonly number[]): boolean =>
    more.every((total, index) => total >= (less[index] ?? Number.NaN));

  test('a longer context, more slots or a larger batch never lower memory anywhere', () => {
    fc.assert(
      fc.property(
        decoders,
        anySettings,
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 1, max: 5000 }),
        (model, own, gpus, more) => {
          const before = totals(model, own, gpus);
          return (
            noneLower(totals(model, { ...own, contextLength: own.contextLength + more }, gpus), before) &&
            noneLower(totals(model, { ...own, ubatchSize: own.ubatchSize * 2 }, gpus), before) &&
            noneLower(totals(model, { ...own, parallel: own.parallel * 2 }, gpus), before)
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('weights are on devices and host once, and tied embeddings once more', () => {
    fc.assert(
      fc.property(
        decoders,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        (model, tensorSplit) => {
          const { devices, host } = llamaServerMemory(model, serverSettings({ tensorSplit }), tensorSplit.length, at);
          const placed = devices.reduce<number>(
            (sum, device) => sum + termBytes(device, 'weights'),
            termBytes(host, 'mapped weights'),
          );
          return placed === weightsBytes(model) + (model.tensors.tied ? model.tensors.outputBytes : 0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('every number of bytes is whole, and every total the sum of its terms', () => {
    fc.assert(
      fc.property(
        decoders,
        anySettings,
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom('layer' as const, 'row' as const),
        (model, own, gpus, splitMode) => {
          const { devices, host } = llamaServerMemory(
            model,
            serverSettings({ ...own, splitMode, gpuLayers: gpus === 0 ? 0 : 'all' }),
            gpus,
            at,
          );
          return [...devices, host].every(
            ({ terms, total }) =>
              Number.isSafeInteger(total) &&
              terms.every((term) => Number.isSafeInteger(term.bytes) && term.bytes > 0) &&
              total === terms.reduce((sum, term) => sum + term.bytes, 0),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a shape that nobody measured is computed from its own tensors', () => {
    const facts = {
      ...llama8b.architecture,
      blockCount: 7,
      embeddingLength: 512,
      feedForwardLength: 1024,
      headCount: 8,
      headCountKv: 2,
      keyLength: 64,
      valueLength: 64,
      vocabularySize: 1000,
    };
    const model = modelOfShape(facts, 'F16', { tied: false });
    const layer = 2 * (512 * 512 * 2 + 512 * 128 * 2 + 3 * 512 * 1024) + 4 * 512 * 2;
    expect(weightsBytes(model)).toBe(7 * layer + 2 * 2 * 512 * 1000 + 4 * 512);
  });
});
