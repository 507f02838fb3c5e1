/** `tools/README.md`: each component has one row that says what tests do with it, and no row names another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { componentNames } from '../../scripts/toolchain/components';

const page = readFileSync(join(__dirname, '..', '..', 'tools', 'README.md'), 'utf8');
const [, table = ''] = page.split('| component | what tests do with it |');
const rows = (table.split('\n\n')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));

test('each component has a row, and each row a component', () => {
  const named = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
  expect(named.sort()).toEqual([...componentNames].sort());
});
