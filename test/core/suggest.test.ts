/** Which word was meant. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { suggest } from '../../lib/core/suggest';

const gpus = ['NVIDIA-L40S', 'NVIDIA-L4', 'NVIDIA-A100-SXM4-80GB', 'NVIDIA-H100-80GB-HBM3', 'Tesla-T4'];

test.each([
  ['nvidia-l40s', ['NVIDIA-L40S', 'NVIDIA-L4']],
  ['NVIDIA-L04S', ['NVIDIA-L40S', 'NVIDIA-L4']],
  ['h100', ['NVIDIA-H100-80GB-HBM3']],
  ['Tesla_T4', ['Tesla-T4']],
  ['Radeon', []],
  ['', []],
])("'%s' may mean %j", (word, meant) => {
  expect(suggest(word, gpus)).toEqual(meant);
});

test('swapped letters are found, and come before what is further away', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefgh123'), minLength: 3, maxLength: 20 });
  fc.assert(
    fc.property(word, fc.nat(), (allowed, place) => {
      const i = place % (allowed.length - 1);
      const typo = allowed.slice(0, i) + (allowed[i + 1] ?? '') + (allowed[i] ?? '') + allowed.slice(i + 2);
      expect(suggest(typo, [`${allowed}zz`, allowed])[0]).toBe(allowed);
    }),
  );
});

test('at most three are named, each once, and only allowed ones', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 8 }),
      fc.array(fc.string({ maxLength: 8 }), { maxLength: 12 }),
      (word, allowed) => {
        const meant = suggest(word, allowed);
        expect(
          meant.length <= 3 && new Set(meant).size === meant.length && meant.every((one) => allowed.includes(one)),
        ).toBe(true);
      },
    ),
  );
});

test('a thousand words that are all alike cost little time', () => {
  const words = Array.from({ length: 2000 }, (_, i) => `weights-of-model-${i}-instruct/Q4_K_M`);
  const before = process.cpuUsage().user;
  for (let i = 0; i < 50; i += 1) expect(suggest(`weights-of-model-${i}-instrct/Q4_K_M`, words)[0]).toBe(words[i]);
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(0.5);
});

test('a word of thousands of characters costs no time, and neither do thousands of allowed words', () => {
  const words = Array.from({ length: 20_000 }, (_, i) => `model-${i}`);
  const before = process.cpuUsage().user;
  expect(suggest('m'.repeat(5000), words)).toEqual([]);
  expect(suggest('model-17x', words)).toHaveLength(3);
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(1);
});
