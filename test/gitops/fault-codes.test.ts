/** Every code that a delivery can report has its meaning, and no meaning is without a code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { deliveryFaultCodes } from '../../lib/delivery/fault-codes';

const root = join(__dirname, '../..');
const sources = ['lib/delivery', 'deploy/gitops', 'scripts/gitops'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((file) => readFileSync(join(root, folder, file), 'utf8')),
);
/** Reported by every command. */
const common = ['UnknownEnvironment'];

test('codes and meanings are the same', () => {
  const used = sources.flatMap((text) =>
    [...text.matchAll(/\b(?:fault|refuse|withFile)\(\s*'(\w+)'/g)].map(([, code = '']) => code),
  );
  expect([...new Set(used)].filter((code) => !common.includes(code)).sort()).toEqual(
    Object.keys(deliveryFaultCodes).sort(),
  );
});

test('a meaning is one line that ends in a full stop', () => {
  for (const meaning of Object.values(deliveryFaultCodes)) expect(meaning).toMatch(/^[A-Z][^\n]{10,110}\.$/);
});
