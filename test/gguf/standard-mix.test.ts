/**
 * Which type llama-quantize gives each tensor, by the rules of llama.cpp src/llama-quant.cpp, written out for a model
 * of 32 layers.
 */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../lib/catalog/model';
import type { MixVariant, StandardMix } from './standard-mix';
import { modelTensors } from '../gguf/model-file';

const llama: ArchitectureFacts = {
  architecture: 'llama',
  blockCount: 32,
  contextLength: 8192,
  embeddingLength: 1024,
  feedForwardLength: 4096,
  headCount: 16,
  headCountKv: 4,
  keyLength: 64,
  valueLength: 64,
  vocabularySize: 32_000,
};

/** Types of one kind of tensor, layer by layer, as runs: `4 Q5_K, 28 Q4_K`. */
function runs(mix: StandardMix, kind: string, facts = llama, variant: MixVariant = {}): string {
  const types = modelTensors(facts, mix, { tied: false, ...variant })
    .filter(({ name }) => name.endsWith(`.${kind}.weight`))
    .map(({ type }) => type);
  const found: [number, string][] = [];
  for (const type of types) {
    const last = found.at(-1);
    if (last?.[1] === type) last[0] += 1;
    else found.push([1, type]);
  }
  return found.map(([count, type]) => `${count} ${type}`).join(', ');
}

/** More bits for the first and the last eighth, and every third between. */
const moreBits = (base: string): string =>
  [
    '4 Q6_K',
    ...Array.from({ length: 8 }, () => [`2 ${base}`, '1 Q6_K'])
      .flat()
      .slice(0, -1),
    '5 Q6_K',
  ].join(', ');

describe('values and the second half of a feed-forward network', () => {
  test.each([
    ['Q4_K_M', moreBits('Q4_K'), moreBits('Q4_K')],
    ['Q5_K_M', moreBits('Q5_K'), moreBits('Q5_K')],
    ['Q4_K_S', '4 Q5_K, 28 Q4_K', '4 Q5_K, 28 Q4_K'],
    ['Q3_K_M', '2 Q5_K, 30 Q4_K', '2 Q5_K, 30 Q4_K'],
    ['Q3_K_L', '32 Q5_K', '32 Q5_K'],
    ['Q2_K', '32 Q4_K', '32 Q3_K'],
    ['Q4_0', '32 Q4_0', '32 Q4_0'],
  ] as const)('of %s', (mix, values, downs) => {
    expect(runs(mix, 'attn_v')).toBe(values);
    expect(runs(mix, 'ffn_down')).toBe(downs);
  });

  test('of Q2_K have more bits where four heads or more share a key', () => {
    expect(runs('Q2_K', 'attn_v', { ...llama, headCountKv: 4 })).toBe('32 Q4_K');
    expect(runs('Q2_K', 'attn_v', { ...llama, headCountKv: 8 })).toBe('32 Q3_K');
  });

  test('of Q4_0 have more bits in the first eighth with an importance matrix, of other mixes not', () => {
    expect(runs('Q4_0', 'ffn_down', llama, { importanceMatrix: true })).toBe('4 Q4_1, 28 Q4_0');
    expect(runs('Q8_0', 'ffn_down', llama, { importanceMatrix: true })).toBe('32 Q8_0');
  });

  test('may be kept whole', () => {
    const precise = { preciseValues: true };
    expect(runs('Q4_K_M', 'attn_v', llama, precise)).toBe('32 F16');
    expect(runs('Q4_K_M', 'attn_k', llama, precise)).toBe('32 Q4_K');
    expect(runs('Q4_K_M', 'ffn_up', llama, precise)).toBe('32 Q4_K');
  });

  test('of experts count by layer', () => {
    const experts: ArchitectureFacts = {
      ...llama,
      architecture: 'qwen3moe',
      expertCount: 16,
      expertUsedCount: 2,
      expertFeedForwardLength: 512,
    };
    expect(runs('Q4_K_S', 'ffn_down_exps', experts)).toBe('4 Q5_K, 28 Q4_K');
  });
});
