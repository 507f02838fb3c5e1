/** A mutation run copies a part of this repository: whatever its tests load must be in that part. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(__dirname, '..', '..');
const config = readFileSync(join(__dirname, 'stryker.config.mjs'), 'utf8');
const tests = readFileSync(join(root, 'test', 'jest', 'mutate.cjs'), 'utf8');

/** Words in quotes of the list that ends before a call of `map`. */
const listed = (text: string, before: RegExp): readonly string[] =>
  [...(before.exec(text)?.[1] ?? '').matchAll(/'([^']+)'/g)].map(([, word = '']) => word);
const roots = listed(tests, /roots: \[([^\]]*)\]\.map/).map((folder) => join(root, 'test', folder));
const copied = [
  'lib',
  'overlays',
  'scripts',
  ...listed(config, /\.\.\.\[([^\]]*)\]\.map/).map((folder) => join('test', folder)),
].map((folder) => join(root, folder, '/'));

const locate = (from: string, path: string): string =>
  ['', '.ts', '.json', '/index.ts']
    .map((end) => join(dirname(from), path) + end)
    .find((file) => /\.\w+$/.test(file) && existsSync(file)) ?? join(dirname(from), path);

/** A file and all that it imports, types aside. */
function loaded(file: string, seen: Set<string>): void {
  if (seen.has(file)) return;
  seen.add(file);
  if (!file.endsWith('.ts')) return;
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type)[^;]*? from '(\.[^']+)';$/gm);
  for (const [, path = ''] of imports) loaded(locate(file, path), seen);
}

test('what the tests of a mutation run load is copied', () => {
  const seen = new Set<string>();
  for (const folder of roots)
    for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (name.endsWith('.test.ts')) loaded(join(parentPath, name), seen);
  expect(seen.size).toBeGreaterThan(300);
  expect(
    [...seen].filter((file) => !copied.some((folder) => file.startsWith(folder))).map((file) => relative(root, file)),
  ).toEqual([]);
});
