import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Ledger } from '../../../../services/gateway-policy/src/limits/ledger';
import {
  countsOf,
  loadCounts,
  restoreCounts,
  saveCounts,
} from '../../../../services/gateway-policy/src/limits/saved-counts';
import { VirtualTime } from './simulation';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-saved-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('counts of the minute, of the day and in flight come back; those in flight once', async () => {
  const time = new VirtualTime();
  const former = new Ledger('one', time);
  former.admit('team-a', 10);
  former.admit('team-a', 20);
  const path = join(folder, 'counts.json');
  await saveCounts(path, countsOf(former, { inode: 7, offset: 9 }, ['zero']));
  expect(readdirSync(folder)).toEqual(['counts.json']);
  const saved = (await loadCounts(path))!;
  expect([saved.position, saved.replaces]).toEqual([{ inode: 7, offset: 9 }, ['zero', 'one']]);
  await time.run(30_000);
  const ledger = new Ledger('two', time);
  restoreCounts(saved, ledger, (client, requests) => ledger.takeOver(client, requests));
  expect(ledger.used('team-a')).toEqual({ requests: 2, concurrent: 2, tokens: 30 });
  await time.run(31_000);
  expect(ledger.used('team-a')).toEqual({ requests: 0, concurrent: 2, tokens: 30 });
});

test.each(['', '{}', '{"position":{"inode":1,"offset":2},"replaces":[],"own":{"pod":"a"},"others":[]}'])(
  'a file that is broken is not used: %s',
  async (text) => {
    writeFileSync(join(folder, 'counts.json'), text);
    expect(await loadCounts(join(folder, 'counts.json'))).toBeUndefined();
  },
);
