/** What must not compile: the compiler reads this file, and a line that compiles after all is an error. */
import { expect, test } from '@jest/globals';
import type { LlamaServerFlags } from '../../lib/engines/llama-server/flags/flags';
import { llamaServerFlags } from '../../lib/engines/llama-server/llama-server';
import type { FurtherFlags } from '../../lib/engines/llama-server/flags/further-flags';
import type { OllamaSettings } from '../../lib/engines/ollama/settings';
import { onCpu, run } from './fixtures';

const flags = llamaServerFlags(onCpu, run);

test('conflicts do not compile', () => {
  const single = { ...flags, splitMode: 'none', tensorSplit: undefined } as const;
  // @ts-expect-error a quantised V cache needs flash attention
  const cache: LlamaServerFlags = { ...single, serve: 'text', flashAttn: false, cacheTypeV: 'q8_0' };
  // @ts-expect-error one GPU has nothing to split
  const split: LlamaServerFlags = { ...flags, serve: 'text', flashAttn: true, splitMode: 'none', tensorSplit: [1, 1] };
  // @ts-expect-error a split has at least two parts
  const part: LlamaServerFlags = { ...flags, serve: 'text', flashAttn: true, splitMode: 'layer', tensorSplit: [1] };
  // @ts-expect-error embeddings need a pooling
  const pooling: LlamaServerFlags = { ...single, flashAttn: true, serve: 'embeddings', pooling: undefined };
  const fine: LlamaServerFlags = {
    ...flags,
    serve: 'text',
    flashAttn: true,
    cacheTypeV: 'q8_0',
    splitMode: 'layer',
    tensorSplit: [1, 1],
  };
  expect([cache, split, part, pooling, fine]).toHaveLength(5);
});

test('forbidden, managed and misspelt flags do not compile', () => {
  // @ts-expect-error forbidden
  const forbidden: FurtherFlags = { '--tools': 'all' };
  // @ts-expect-error set by Corral
  const managed: FurtherFlags = { '--parallel': 4 };
  // @ts-expect-error no such flag
  const misspelt: FurtherFlags = { '--tempp': 1 };
  // @ts-expect-error not a number
  const value: FurtherFlags = { '--temp': 'hot' };
  // @ts-expect-error not one of the words
  const word: FurtherFlags = { '--reasoning': 'of' };
  expect([forbidden, managed, misspelt, value, word]).toHaveLength(5);
});

test('a cache type that Ollama does not have does not compile', () => {
  // @ts-expect-error Ollama has f16, q8_0 and q4_0
  const type: OllamaSettings['cacheType'] = 'q5_1';
  expect(type).toBe('q5_1');
});
