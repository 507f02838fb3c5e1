/** The writer of manifests against js-yaml, which is right and slower. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CORE_SCHEMA, dump } from 'js-yaml';
import { YamlWriter } from '../../lib/render/yaml-writer';
import { runs } from '../generators/runs';

const options = { noRefs: true, lineWidth: -1, quotingType: '"', schema: CORE_SCHEMA } as const;
const ours = (value: object): string => new YamlWriter((scalar) => dump(scalar, options).slice(0, -1)).document(value);
const theirs = (value: object): string => dump(value, { ...options, noArrayIndent: true, sortKeys: true });

/** Texts that one character makes different: marks of YAML, blanks, line breaks, words and numbers. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aZ09_-+.:/#@ \n\t"\'*&!|>%{}[],?=~<\\é', '\u{1f600}', '\u0085', '\ufeff') }),
  fc.constantFrom('null', 'Null', 'TRUE', 'yes', 'No', 'off', 'y', 'N', '1e3', '0x1f', '1_000', 'a_b', '1:30', '.inf'),
  fc.constantFrom(
    '2026-11-29',
    '<<',
    '-',
    '---',
    ' a',
    'a ',
    'a: b',
    'a #b',
    'http://x:80/',
    'line\n',
    '\n',
    'x'.repeat(1100),
  ),
);
const value = fc.letrec<{ any: unknown; object: object }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(text, tie('any'), { maxKeys: 4 }),
})).object;

test('writes what js-yaml writes', () => {
  fc.assert(
    fc.property(value, (each) => {
      expect(ours(each)).toBe(theirs(each));
    }),
    { numRuns: runs(200) },
  );
});

test('writes each text as js-yaml does, as a value and as a key, at each level', () => {
  fc.assert(
    fc.property(text, (each) => {
      const deep = { [each]: each, list: [each, [each], { [each]: [each] }], below: { below: { [each]: each } } };
      expect(ours(deep)).toBe(theirs(deep));
    }),
    { numRuns: runs(300) },
  );
});
