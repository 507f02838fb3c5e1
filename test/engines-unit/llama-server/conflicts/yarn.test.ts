/** A context that YaRN stretches, and the contexts that are refused. */
import { describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../../lib/catalog/model';
import type { Yarn } from '../../../../lib/sizing/settings';
import { llama8b, onCpu } from '../../fixtures';
import { check } from './check';

describe('a context that YaRN stretches', () => {
  const qwen: ArchitectureFacts = { ...llama8b, contextLength: 32_768 };
  const stretched = (contextLength: number, yarn: Yarn | undefined, architecture = qwen): string =>
    check({ ...onCpu, contextLength, yarn }, 0, architecture);

  test.each<readonly [string, number, Yarn, ArchitectureFacts]>([
    ['by the factor and the context that was trained', 131_072, { factor: 4 }, qwen],
    ['by a factor that is not whole', 49_152, { factor: 1.5 }, qwen],
    ['from a context that is stated', 80_000, { factor: 4, originalContextLength: 20_000 }, qwen],
    ['from the context that the file names', 40_000, { factor: 10 }, { ...qwen, ropeOriginalContextLength: 4000 }],
    // 131072 / fround(1 / 3.3) in numbers of 32 bits, where an exact division gives 432537.6.
    ['as numbers of 32 bits give it', 432_537, { factor: 3.3 }, { ...qwen, contextLength: 131_072 }],
  ])('is taken %s, and not a token more', (_, most, yarn, architecture) => {
    expect(stretched(most, yarn, architecture)).toBe('');
    expect(stretched(most + 1, yarn, architecture)).toContain('[ContextBeyondTraining]');
  });

  test('is that of the file where the file itself is stretched by the same factor', () => {
    const long = { ...qwen, ropeScalingFactor: 4 };
    expect(stretched(32_769, { factor: 4 }, long)).toContain('[ContextBeyondTraining]');
    expect(stretched(32_768, { factor: 4 }, long)).toBe(
      [
        's.yarn: contextLength 32768 is within the 32768 tokens of the model, and YaRN would only make its answers worse.',
        '  fix: leave yarn out · a contextLength above 32768',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });

  test('is refused beyond it with the number that it takes', () => {
    expect(stretched(200_000, { factor: 4 })).toBe(
      [
        's.contextLength: 200000 tokens, and the model takes 131072 with the factor 4 of YaRN: the server would cap it silently.',
        '  fix: contextLength 131072 · if the publisher of the model names YaRN: yarn { factor: 7 }',
        '  [ContextBeyondTraining]',
      ].join('\n'),
    );
  });

  test('has learnt positions in BERT, which nothing stretches', () => {
    expect(stretched(64_000, { factor: 4 }, { ...qwen, architecture: 'bert' })).toBe(
      [
        's.contextLength: 64000 tokens, and the model was trained for 32768: the server would cap it silently.',
        '  fix: contextLength 32768',
        '  [ContextBeyondTraining]',
        's.yarn: the positions of a bert are learnt, and there is none beyond 32768.',
        '  fix: leave yarn out',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });

  test('is not made longer by a factor of 1 or less', () => {
    expect(stretched(8192, { factor: 0.5 })).toBe(
      [
        's.yarn.factor: 0.5 makes no context longer.',
        '  fix: leave yarn out · a factor above 1',
        '  [YarnFactor]',
      ].join('\n'),
    );
  });
});
