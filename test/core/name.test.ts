/** Names: labels from any reference, hashes of content, and no collision by being cut. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contentHash, hashedName, isLabel, longestName, slug } from '../../lib/core/name';

const references = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 120 }),
  fc.string({ unit: fc.constantFrom(...'aA9-._:/ é'), maxLength: 120 }),
);

describe('slug', () => {
  test.each([
    ['Qwen.gguf', 'qwen'],
    ['llama3.1:8b', 'llama3-1-8b'],
    ['hf.co/org/Model', 'hf-co-org-model'],
    ['--a__b--', 'a-b'],
    ['Ärger', 'rger'],
    ['…', ''],
    ['x'.repeat(53), `${'x'.repeat(43)}-${contentHash('x'.repeat(53))}`],
    ['x'.repeat(52), 'x'.repeat(52)],
    [`${'x'.repeat(42)}-${'y'.repeat(20)}`, `${'x'.repeat(42)}-${contentHash(`${'x'.repeat(42)}-${'y'.repeat(20)}`)}`],
  ])('%s becomes %s', (reference, label) => {
    expect(slug(reference)).toBe(label);
  });

  test('is a label of at most 52 characters, or nothing', () => {
    fc.assert(fc.property(references, (reference) => slug(reference) === '' || isLabel(slug(reference), longestName)));
  });

  test('leaves labels as they are', () => {
    fc.assert(fc.property(references, (reference) => slug(slug(reference)) === slug(reference)));
  });

  test('keeps long references apart', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abc'), minLength: 60, maxLength: 61 }),
        fc.nat({ max: 59 }),
        (reference, i) => {
          const other = `${reference.slice(0, i)}z${reference.slice(i + 1)}`;
          expect(slug(other)).not.toBe(slug(reference));
        },
      ),
    );
  });
});

describe('hashed names', () => {
  test('follow base and content, and nothing else', () => {
    expect(hashedName('weights', 'a')).toMatch(/^weights-[0-9a-f]{8}$/);
    expect(hashedName('weights', 'a')).toBe(hashedName('weights', 'a'));
    expect(hashedName('weights', 'a')).not.toBe(hashedName('weights', 'b'));
  });

  test('of long bases that begin alike differ', () => {
    expect(hashedName(`${'x'.repeat(50)}-a-programs`, 'same')).not.toBe(
      hashedName(`${'x'.repeat(50)}-b-programs`, 'same'),
    );
  });

  test('are labels of at most 52 characters', () => {
    fc.assert(
      fc.property(
        references.map(slug).filter((base) => base !== ''),
        fc.string(),
        (base, content) => isLabel(hashedName(base, content), longestName),
      ),
    );
  });
});

test.each([
  ['a', true],
  ['7b', true],
  ['a-b', true],
  ['', false],
  ['-a', false],
  ['a-', false],
  ['A', false],
  ['a.b', false],
  ['x'.repeat(63), true],
  ['x'.repeat(64), false],
])("'%s' is a label: %s", (text, is) => {
  expect(isLabel(text)).toBe(is);
});
