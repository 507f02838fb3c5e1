/** A model that takes images: what the plan counts for its projector, from the store to the GPU. */
import { expect, test } from '@jest/globals';
import { models } from '../../overlays/models';
import { cpus, l40s, planOf, refusal, small, type Parts } from './fixtures/environment';

const weights = 'gemma-3-27b-it-qat/Q4_0';
const { files, projector } = models[weights];
if (projector === undefined) throw new Error('a model with a projector');
const settings = { contextLength: 8192, parallel: 2, maxOutputLength: 512, imageMaxTokens: 256 };
const parts = (more: Parameters<typeof small>[0]): Parts => ({
  pools: { gpus: l40s(1, 4), cpu: cpus(1) },
  models: { a: small({ weights, settings, ...more }) },
});

test('its file is loaded and staged with those of the model', () => {
  const {
    loaders,
    servers: [server],
  } = planOf(parts({}));
  const size = (files[0]?.bytes ?? 0) + projector.file.bytes;
  expect(loaders.map(({ key, bytes }) => [key, bytes])).toEqual([[weights, size]]);
  expect(server?.localWeights.value).toBe(size);
});

test('its memory counts beside the model, and taking no images is proposed where that is too much', () => {
  const long = { ...settings, contextLength: 80_128, parallel: 4 };
  expect(refusal(parts({ settings: { ...long, imageMaxTokens: 0 } }))).toBe('');
  expect(refusal(parts({ settings: long }))).toBe(
    [
      'test.models.a: needs 44 241 MiB on one NVIDIA-L40S of pool gpus (43 303 MiB usable): weights 14 889, KV cache 27 536, compute 235, projector 982, context 600.',
      "  fits with: contextLength 77056 · parallel 3 · cacheTypeK and cacheTypeV 'q8_0' · imageMaxTokens 0 · gpus 2 · gpus 1 on a pool of aws/g7e.2xlarge",
      '  [ModelDoesNotFit]',
    ].join('\n'),
  );
});

test('images of a changeable size are proposed smaller', () => {
  const catalog = {
    qwen: {
      ...models[weights],
      projector: { ...projector, facts: { ...projector.facts, type: 'qwen3vl_merger', mergeSize: 2, patchSize: 16 } },
    } as const,
  };
  const large = { ...settings, contextLength: 75_008, parallel: 4, imageMaxTokens: 16_384 };
  expect(refusal({ ...parts({ weights: 'qwen', settings: large }), catalog })).toContain(' · imageMaxTokens 5230 · ');
  expect(refusal({ ...parts({ weights: 'qwen', settings: { ...large, imageMaxTokens: 5230 } }), catalog })).toBe('');
  expect(refusal({ ...parts({ weights: 'qwen', settings: { ...large, imageMaxTokens: 5231 } }), catalog })).toContain(
    '[ModelDoesNotFit]',
  );
});
