/** The tables of the page about memory are the computed ones; to write them anew: `UPDATE_PAGES=1 npx jest test/sizing/page`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { gpuTable, measuredTable, sizeTable } from './tables';

const path = join(__dirname, '../../docs/explanation/memory.md');
const tables = { measured: measuredTable(), sizes: sizeTable(), gpus: gpuTable() };

/** The page with each table behind its mark. */
const withTables = (page: string): string =>
  Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(new RegExp(`<!-- ${name} -->\\n(\\n\\|[^\\n]*(\\n\\|[^\\n]*)*\\n)?`), `<!-- ${name} -->\n\n${table}\n`),
    page,
  );

test('docs/explanation/memory.md shows the computed tables', () => {
  const page = readFileSync(path, 'utf8');
  if (process.env['UPDATE_PAGES']) writeFileSync(path, withTables(page));
  expect(readFileSync(path, 'utf8')).toBe(withTables(page));
});
