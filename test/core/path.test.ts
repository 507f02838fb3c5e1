/** Paths: the one syntax, and that every path can be taken apart again. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { childPath } from '../../lib/core/path';

/** Takes a path apart: what `at` must never make impossible. */
function keysOf(path: string): readonly (string | number)[] {
  const part = /\.([A-Za-z_$][\w$]*)|\[(\d+)\]|\['((?:[^'\\]|\\['\\])*)'\]/gy;
  const keys: (string | number)[] = [];
  while (part.lastIndex < path.length) {
    const found = part.exec(path);
    if (found === null) throw new Error(`cannot read on at ${part.lastIndex} of ${path}`);
    const [, plain, index, quoted] = found;
    keys.push(plain ?? (index === undefined ? (quoted ?? '').replaceAll(/\\(['\\])/g, '$1') : Number(index)));
  }
  return keys;
}

test.each([
  [childPath('production', 'models', 'llama3.1:8b', 'gpus'), "production.models['llama3.1:8b'].gpus"],
  [childPath('production', 'models', 'llama3.1:8b', 'pools', 0), "production.models['llama3.1:8b'].pools[0]"],
  [childPath('a', '0'), "a['0']"],
  [childPath('a', ''), "a['']"],
  [childPath('a', "it's"), String.raw`a['it\'s']`],
  [childPath('a', '\\'), String.raw`a['\\']`],
  [childPath('a'), 'a'],
])('%s', (path, text) => {
  expect(path).toBe(text);
});

test('a path can be taken apart into its keys, so no two lists of keys share one', () => {
  const key = fc.oneof(
    fc.string({ unit: fc.constantFrom(...`a0'\\[].$_ ü`), maxLength: 6 }),
    fc.nat({ max: 20 }),
    fc.constantFrom('models', 'llama3.1:8b'),
  );
  fc.assert(
    fc.property(fc.array(key, { maxLength: 6 }), (keys) => {
      expect(keysOf(childPath('', ...keys))).toEqual(keys);
    }),
  );
});
