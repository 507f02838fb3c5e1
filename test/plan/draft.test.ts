/** A model with a draft: what the plan counts for it, from the store to the longest answer. */
import { expect, test } from '@jest/globals';
import { inMib } from '../../lib/core/bytes';
import { diskBytes } from '../../lib/sizing/pods/disk';
import { models } from '../../overlays/models';
import { cpus, l40s, large, planOf, refusal, type Parts } from './fixtures/environment';
import { llamaServersOf } from './fixtures/servers';

const draft = { weights: 'llama-3.2-1b-instruct/Q8_0', tokens: 4 } as const;
const parts = (more: Parameters<typeof large>[0]): Parts => ({
  pools: { gpus: l40s(1, 4), cpu: cpus(1) },
  models: { a: large(more) },
  catalog: { [draft.weights]: models[draft.weights] },
});
const planned = (more: Parameters<typeof large>[0]) => {
  const plan = planOf(parts(more));
  const [server] = llamaServersOf(plan);
  if (server === undefined) throw new Error('one server');
  return { plan, server };
};

test('its weights are loaded into the store, staged and kept beside those of the model', () => {
  const { plan, server } = planned({ draft });
  const alone = planned({}).server;
  const size = diskBytes(models[draft.weights]).value;
  expect(plan.loaders.map(({ key, weights, neededBy }) => [key, weights.map(({ form }) => form), neededBy])).toEqual([
    ['llama-3.2-1b-instruct/Q8_0', ['gguf'], ['a']],
    ['llama-3.3-70b-instruct/Q4_K_M', ['gguf'], ['a']],
  ]);
  expect(server.localWeights.value).toBe(alone.localWeights.value + size);
  expect(inMib(server.compute.ephemeralStorage.value)).toBeGreaterThan(
    inMib(alone.compute.ephemeralStorage.value) + inMib(size),
  );
  expect(server.budgets.startup.value).toBeGreaterThan(alone.budgets.startup.value);
  expect(server.budgets.staging.because).toMatch(/^40\.8 GiB × 1 reader over /);
});

test('an answer may take longer, when every guess is wrong', () => {
  const { server } = planned({ draft });
  expect(server.budgets.drain.value).toBeGreaterThan(planned({}).server.budgets.drain.value);
  expect(server.budgets.drain.because).toMatch(/; and 4 wrong guesses at \d+\.\d tokens\/s for each token\)$/);
  expect(planned({ draft, tokensPerSecond: 20 }).server.budgets.drain.because).toBe(
    '512 tokens at 20.0 tokens/s (as measured)',
  );
});

test('it may be what is too much, and leaving it out is proposed', () => {
  const settings = { contextLength: 32_768, parallel: 4, maxOutputLength: 512 };
  expect(refusal(parts({ settings }))).toBe('');
  expect(refusal(parts({ settings, draft }))).toBe(
    [
      'test.models.a: needs 45 403 MiB on the fullest of 2 NVIDIA-L40S of pool gpus (43 303 MiB usable): weights 20 039, KV cache 20 992, compute 409, draft 3 064, context 900.',
      "  fits with: contextLength 29696 · parallel 3 · cacheTypeK and cacheTypeV 'q8_0' · remove draft · gpus 3 · gpus 1 on a pool of aws/g7e.2xlarge",
      '  [ModelDoesNotFit]',
    ].join('\n'),
  );
  expect(refusal(parts({ settings: { ...settings, contextLength: 29_696 }, draft }))).toBe('');
});
