/** The key of the engines: read again while the policy runs. */
import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineKeyReader } from '../../../../services/gateway-policy/src/keys/engine-key';

test('is the first line of its file, at most two seconds old; without the file, the last one stays', () => {
  const folder = mkdtempSync(join(tmpdir(), 'corral-engine-key-'));
  const file = join(folder, 'key');
  const read = engineKeyReader(file);
  expect(read(0)).toBe('unreadable');
  writeFileSync(file, 'first\nsecond\n');
  expect([read(1999), read(2000)]).toEqual(['unreadable', { key: 'first' }]);
  writeFileSync(file, 'other\n');
  expect([read(3999), read(4000)]).toEqual([{ key: 'first' }, { key: 'other' }]);
  rmSync(folder, { recursive: true });
  expect(read(6000)).toEqual({ key: 'other' });
});

test('is none where engines have none', () => {
  expect(engineKeyReader(undefined)(0)).toEqual({ key: undefined });
});
