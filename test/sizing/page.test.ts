/**
 * The tables of the pages about memory and speed are the computed ones; to write them anew: `UPDATE_PAGES=1 npx jest
 * test/sizing/page`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { rows } from './engine/compared';
import { shapes } from './engine/shapes';
import { speedTable } from './speed-table';
import { gpuTable, measuredTable, sizeTable } from './tables';

test('docs/explanation/memory.md counts the recorded starts and shapes', () => {
  expect(readFileSync(join(__dirname, '../../docs/explanation/memory.md'), 'utf8')).toContain(
    `${rows.length} starts of llama.cpp b11382: files of the exact shape of ${Object.keys(shapes).length} models`,
  );
});

const pages = {
  memory: { measured: measuredTable(), sizes: sizeTable(), gpus: gpuTable() },
  speed: { speeds: speedTable() },
};

/** The page with each table behind its mark. */
const withTables = (page: string, tables: Readonly<Record<string, string>>): string =>
  Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(
        new RegExp(`<!-- ${name} -->\\n(\\n\\|[^\\n]*(\\n\\|[^\\n]*)*\\n)?`),
        `<!-- ${name} -->\n\n${table}\n`,
      ),
    page,
  );

test.each(Object.entries(pages))('docs/explanation/%s.md shows the computed tables', (name, tables) => {
  const path = join(__dirname, '../../docs/explanation', `${name}.md`);
  const page = readFileSync(path, 'utf8');
  if (process.env['UPDATE_PAGES']) writeFileSync(path, withTables(page, tables));
  expect(readFileSync(path, 'utf8')).toBe(withTables(page, tables));
});
