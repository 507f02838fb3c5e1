/** Bodies: what two parsers could read differently is refused. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scan } from '../../../../services/gateway-policy/src/request/scan';

const read = (text: string) => scan(new TextEncoder().encode(text));
const twice = (key: string) => ({
  problem: `the body cannot be used: the key '${key}' stands twice in one object`,
});

test('a body is the value that JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(4), (text, indent) => {
      const value: unknown = JSON.parse(text);
      const body = JSON.stringify(value, undefined, indent);
      expect(read(body)).toEqual({ value, text: body });
    }),
  );
});

test('a key that stands twice is refused at any depth, however it is written', () => {
  const key = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme-ascii' });
  const escaped = (text: string): string =>
    `"${[...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
  const blank = fc.constantFrom('', ' ', '\n\t', '\r ');
  fc.assert(
    fc.property(
      key,
      fc.json(),
      fc.json(),
      fc.nat(20),
      fc.boolean(),
      blank,
      (name, one, other, depth, isEscaped, space) => {
        const plain = JSON.stringify(name);
        const inner = `{${plain}:${one},"${'other'.repeat(3)}":[{}],${space}${isEscaped ? escaped(name) : plain}${space}:${other}}`;
        expect(read(`${'[{"a":'.repeat(depth)}${inner}${'}]'.repeat(depth)}`)).toEqual(twice(name));
      },
    ),
  );
});

describe('a body that is refused', () => {
  test.each([
    ['', 'the body is not JSON'],
    ['{"a":1', 'the body is not JSON'],
    ["{'a':1}", 'the body is not JSON'],
    ['{"a":1}{"a":2}', 'the body is not JSON'],
    ['{"a":NaN}', 'the body is not JSON'],
    ['{"a":1,}', 'the body is not JSON'],
    ['\uFEFF{}', 'the body is not JSON'],
    ['{"a":"\\ud83"}', 'the body is not JSON'],
    ['{"a":1, "\\u0061":2}', twice('a').problem],
    ['{"a\\\\":1,"b":"\\"a","a\\\\":2}', twice('a\\').problem],
    ['{"":1,"":2}', twice('').problem],
    [`${'['.repeat(65)}${']'.repeat(65)}`, 'the body cannot be used: objects and lists are nested deeper than 64'],
    [`[${'0,'.repeat(200_001)}0]`, 'the body cannot be used: it has more than 200000 values'],
    ['['.repeat(1_000_000), 'the body cannot be used: objects and lists are nested deeper than 64'],
  ])('%.40s', (text, problem) => {
    expect(read(text)).toEqual({ problem });
  });

  test('is not UTF-8', () => {
    expect(scan(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).toEqual({ problem: 'the body is not UTF-8' });
    expect(scan(new Uint8Array([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]))).toEqual({ problem: 'the body is not UTF-8' });
  });
});

test('the same key in two objects, and in a text, is no key that stands twice', () => {
  const text = '[{"a":{"a":[{"a":1},{"a":2}]},"b":"{\\"a\\":1,\\"a\\":2}"},{"a":["a","a"]}]';
  expect(read(text)).toEqual({ value: JSON.parse(text), text });
});
