/** No environment goes without snapshots. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { environments } from '../../overlays';

test.each(environments.map(({ name }) => [name]))('%s has its snapshots', (name) => {
  expect(existsSync(join(__dirname, `${name}.test.ts`))).toBe(true);
});
