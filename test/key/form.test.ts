/** The form of a key: what is drawn, and what is refused. */
import { describe, expect, test } from '@jest/globals';
import { newKey, readKey } from '../../scripts/key/form';
import { form } from './support/run';

describe('the form', () => {
  test('has 256 bits in 43 letters and digits, whatever is drawn', () => {
    const drawn = (byte: number) => newKey((bytes) => new Uint8Array(bytes).fill(byte));
    expect(drawn(0).text).toBe(`corral_${'0'.repeat(10)}_${'0'.repeat(43)}`);
    for (const byte of [1, 127, 255]) expect(drawn(byte).text).toMatch(form);
    // The largest number of 32 bytes, digit by digit.
    const [, , digits = ''] = form.exec(drawn(255).text) ?? [];
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    expect([...digits].reduce((sum, each) => sum * 62n + BigInt(alphabet.indexOf(each)), 0n)).toBe(2n ** 256n - 1n);
  });

  test('is another for every key', () => {
    const keys = Array.from({ length: 100 }, () => newKey());
    expect(new Set(keys.map(({ text }) => text)).size).toBe(100);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(100);
  });

  const allowed =
    '\n  allowed: corral_ID_SECRET, with an ID of 8 to 12 and a SECRET of 43 letters and digits\n  [NotAKey]';
  test.each([
    ['', 'there is no text'],
    ['sk-abcdef', "it does not begin with 'corral_'"],
    [`corral_abcd_${'x'.repeat(43)}`, 'its id has 4 characters'],
    ['corral_abcdefgh_x', 'its secret is too short: 1 of 43 characters'],
    [`corral_abcdefgh_${'x'.repeat(44)}`, 'its secret is too long: 44 instead of 43'],
    [`corral_abcdefgh_${'x'.repeat(42)}-`, 'it has other characters than letters and digits in its parts'],
    [`corral_abcdefgh_${'x'.repeat(43)}_y`, 'it has other characters than letters and digits in its parts'],
  ])('%j is refused', (text, found) => {
    expect(() => readKey(text)).toThrow(`the key: ${found}.${allowed}`);
  });
});
