/** What is read from a header: where each tensor's bytes lie, and facts that headers write as a number or as a list. */
import { describe, expect, test } from '@jest/globals';
import { architectureFacts, tensorFacts, type FileTensor, type Metadata } from '../../lib/gguf/header';
import type { ArchitectureFacts } from '../../lib/catalog/model';

const tensor = (name: string, bytes: number): FileTensor => ({ name, shape: [1], type: 'F32', bytes });
const layer = (index: number, dense: number, ...experts: readonly number[]): readonly FileTensor[] => [
  tensor(`blk.${index}.attn_q.weight`, dense),
  ...experts.map((bytes, i) => tensor(`blk.${index}.ffn_${i}_exps.weight`, bytes)),
];
const facts = (blockCount: number, nextnPredictLayers?: number) =>
  ({ architecture: 'llama', blockCount, nextnPredictLayers }) as ArchitectureFacts;

describe('tensors', () => {
  test('lie with the input, the output, a layer or the projector, each on a border of 32 bytes', () => {
    const { layers, ...rest } = tensorFacts(
      [
        tensor('token_embd.weight', 64),
        tensor('output_norm.weight', 32),
        tensor('output.weight', 33),
        ...layer(0, 10),
        tensor('rope_freqs.weight', 32),
        tensor('v.blk.0.attn_q.weight', 100),
        tensor('mm.0.bias', 1),
      ],
      facts(1),
    );
    expect(rest).toEqual({
      from: 'header',
      inputBytes: 64,
      outputBytes: 32 + 64,
      tied: false,
      projectorBytes: 128 + 32,
    });
    expect(layers).toEqual([{ layers: 1, bytes: 32 + 32 }]);
  });

  test('of a file without an output matrix have the embedding twice, unless it writes no text', () => {
    expect(
      tensorFacts([tensor('token_embd.weight', 64), tensor('output_norm.weight', 32), ...layer(0, 32)], facts(1)),
    ).toMatchObject({ inputBytes: 64, outputBytes: 32 + 64, tied: true, projectorBytes: undefined });
    expect(
      tensorFacts([tensor('token_embd.weight', 64), tensor('token_embd_norm.weight', 32), ...layer(0, 32)], facts(1)),
    ).toMatchObject({ inputBytes: 64, outputBytes: 0, tied: false });
  });

  test('of layers that are alike in everything are one run', () => {
    const runs = (...all: readonly (readonly FileTensor[])[]) =>
      tensorFacts([tensor('token_embd.weight', 32), ...all.flat()], facts(all.length)).layers;
    expect(runs(layer(0, 32), layer(1, 32), layer(2, 64))).toEqual([
      { layers: 2, bytes: 32 },
      { layers: 1, bytes: 64 },
    ]);
    expect(runs(layer(0, 32, 64, 32), layer(1, 32, 64, 32))).toEqual([
      { layers: 2, bytes: 32, expertBytes: 96, largestExpertTensorBytes: 64 },
    ]);
    expect(runs(layer(0, 32, 64, 32), layer(1, 32, 64, 64))).toEqual([
      { layers: 1, bytes: 32, expertBytes: 96, largestExpertTensorBytes: 64 },
      { layers: 1, bytes: 32, expertBytes: 128, largestExpertTensorBytes: 64 },
    ]);
    expect(runs(layer(0, 32, 64, 64), layer(1, 32, 96, 32))).toEqual([
      { layers: 1, bytes: 32, expertBytes: 128, largestExpertTensorBytes: 64 },
      { layers: 1, bytes: 32, expertBytes: 128, largestExpertTensorBytes: 96 },
    ]);
    expect(runs(layer(0, 32), layer(1, 32, 64))).toEqual([
      { layers: 1, bytes: 32 },
      { layers: 1, bytes: 32, expertBytes: 64, largestExpertTensorBytes: 64 },
    ]);
  });

  test('of layers that the engine does not load are left out', () => {
    expect(tensorFacts([...layer(0, 32), ...layer(1, 32)], facts(2, 1)).layers).toEqual([{ layers: 1, bytes: 32 }]);
  });
});

describe('facts', () => {
  const read = (own: Metadata) =>
    architectureFacts({
      metadata: {
        'general.architecture': 'gemma3',
        'gemma3.block_count': 3,
        'gemma3.context_length': 4096,
        'gemma3.embedding_length': 64,
        'gemma3.feed_forward_length': 128,
        'gemma3.attention.head_count': 4,
        'gemma3.attention.head_count_kv': 2,
        ...own,
      },
      tensors: [{ name: 'token_embd.weight', shape: [64, 1000], type: 'F16', bytes: 128_000 }],
    });

  test('that are the same for all layers are one number, however they are written', () => {
    expect(read({ 'gemma3.feed_forward_length': [256, 256n, 256] }).feedForwardLength).toBe(256);
    expect(read({ 'gemma3.feed_forward_length': [256, 512, 512] }).feedForwardLength).toEqual([256, 512, 512]);
    expect(read({ 'gemma3.attention.head_count_kv': [1n, 2n, 2n] }).headCountKv).toEqual([1, 2, 2]);
  });

  test('about which layers slide may be a number, truths, or ones and zeros', () => {
    expect(read({ 'gemma3.attention.sliding_window_pattern': 6n }).slidingWindowPattern).toBe(6);
    expect(read({ 'gemma3.attention.sliding_window_pattern': [true, false, true] }).slidingWindowPattern).toEqual([
      true,
      false,
      true,
    ]);
    expect(read({ 'gemma3.attention.sliding_window_pattern': [1, 0, 1n] }).slidingWindowPattern).toEqual([
      true,
      false,
      true,
    ]);
    expect(read({}).slidingWindowPattern).toBeUndefined();
  });

  test('about the head that scores a text are its classes', () => {
    const withHead = (...shape: readonly number[]): number | undefined =>
      architectureFacts({
        metadata: {
          'general.architecture': 'bert',
          'bert.block_count': 1,
          'bert.context_length': 512,
          'bert.embedding_length': 64,
          'bert.feed_forward_length': 128,
          'bert.attention.head_count': 4,
        },
        tensors: [
          { name: 'token_embd.weight', shape: [64, 1000], type: 'F16', bytes: 128_000 },
          ...(shape.length === 0 ? [] : [{ name: 'cls.output.weight', shape, type: 'F32', bytes: 256 } as const]),
        ],
      }).classCount;
    expect([withHead(), withHead(64), withHead(64, 1), withHead(64, 28)]).toEqual([undefined, 1, 1, 28]);
  });

  describe('of layers that recur', () => {
    const usual = {
      'general.architecture': 'qwen35',
      'qwen35.block_count': 8,
      'qwen35.context_length': 1024,
      'qwen35.embedding_length': 64,
      'qwen35.feed_forward_length': 128,
      'qwen35.attention.head_count': 4,
      'qwen35.attention.key_length': 16,
      'qwen35.attention.value_length': 16,
      'qwen35.full_attention_interval': 4,
    };
    const qwen = (own: Metadata): ArchitectureFacts =>
      architectureFacts({
        metadata: { ...usual, ...own },
        tensors: [{ name: 'token_embd.weight', shape: [64, 100], type: 'F32', bytes: 25_600 }],
      });
    const everyFourth = Array.from({ length: 8 }, (_, i) => (i + 1) % 4 !== 0);
    const everySecond = Array.from({ length: 8 }, (_, i) => i % 2 === 0);

    test('are those of the list, which the engine prefers over the interval', () => {
      expect(qwen({ 'qwen35.attention.recurrent_layers': everySecond }).recurrentLayers).toEqual(everySecond);
      expect(qwen({ 'qwen35.attention.recurrent_layers': everySecond.map(Number) }).recurrentLayers).toEqual(
        everySecond,
      );
    });

    test('need no list where it says what the interval says', () => {
      expect(qwen({ 'qwen35.attention.recurrent_layers': everyFourth }).recurrentLayers).toBeUndefined();
      expect(qwen({}).recurrentLayers).toBeUndefined();
    });

    test('are refused for other layers', () => {
      expect(() => qwen({ 'qwen35.attention.recurrent_layers': [true, false] })).toThrow(
        'qwen35.attention.recurrent_layers: 2 values for 8 layers.\n  fix: get the file again\n  [InconsistentFile]',
      );
    });
  });

  test.each<readonly [string, Metadata, string]>([
    [
      'attention in both directions',
      { 'gemma3.attention.causal': false },
      'gemma3.attention.causal: is false, and there is no memory model for that.',
    ],
    ['results of another width', { 'gemma3.embedding_length_out': 7 }, 'gemma3.embedding_length_out: is 7 beside'],
    [
      'heads of sliding layers that differ',
      { 'gemma3.attention.key_length_swa': 7 },
      'gemma3.attention.key_length_swa: is 7 beside',
    ],
  ])('with %s are refused', (_, own, sentence) => {
    expect(() => read(own)).toThrow(sentence);
  });
});
