/** Texts that try to become markup, and places of a synthesis where texts of people stand. */
import fc from 'fast-check';

/** What ends a text, an attribute, an element or a comment, turns the direction of writing, or cannot be seen. */
const pieces = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</table></section></main>',
  '</title><h1>',
  '"><a href="https://example.org">',
  "' onclick='alert(1)",
  '&lt;b&gt;&#x3c;',
  '<!--',
  '-->',
  ']]>',
  '<![CDATA[',
  '</style><style>*{display:none}',
  '</svg><foreignObject>',
  '\u202e',
  '\u2066\u200f',
  '\u0000\u0007\u001b[31m',
  '\r\n\t',
  '\ud800',
  '\udfff\u{1f600}',
  '`${1}`',
  ' = , ',
] as const;

/** A text of such pieces, now and then one of 4 kB. */
export const hostileText: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'binary' })), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.constantFrom(0, 0, 4096),
  )
  .map(([parts, longest]) => parts.join('').padEnd(longest, '<"'));

/** The same with letters for everything that could be markup: as long, with the same places where lines may break. */
export const harmlessOf = (text: string): string => text.replaceAll(/[^\w =/\n\t]/g, 'x');

/** What an overlay may write into one line: no control characters, at most 2000. */
export const lineOf = (text: string): string =>
  `x${text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '')}`.slice(0, 1500).replaceAll(/\p{Cs}/gu, '');

type Change = (text: string, key: string) => string;

/** A copy of a value in which texts and keys are changed; the registry of engines holds no texts of people. `key` is the field that holds a text, also in a list. */
export function changed(value: unknown, change: Change, key = ''): unknown {
  if (typeof value === 'string') return change(value, key);
  if (Array.isArray(value)) return value.map((each) => changed(each, change, key));
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => [change(field, ''), changed(each, change, field)]),
  );
}
