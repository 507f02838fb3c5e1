/** Backups of the store with the real restic and an object store: copied, checked, restored, interrupted and refused. */
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { collector } from '../../lib/programs/collector';
import { ensureTools } from '../../scripts/toolchain/tools';
import { backupTools } from '../components/sets';
import { sha256 } from '../programs/support/models';
import { smallDisk } from '../programs/support/small-disk';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from '../programs/support/store';
import { ObjectStore } from './support/object-store';
import { largeContent, qwen, small, StoreBench, weights } from './support/store-bench';
import { until } from './support/until';

jest.setTimeout(600_000);

let bench: StoreBench;
let { sandbox, objects, store, load, copy, check, restore } = {} as StoreBench;

beforeAll(async () => {
  await ensureTools(backupTools);
}, 20 * 60_000);
beforeEach(async () => {
  bench = await StoreBench.start();
  ({ sandbox, objects, store, load, copy, check, restore } = bench);
});
afterEach(() => bench.end());

test('from nothing: a new store has every file again, proven, and the loader names them with its source gone', async () => {
  expect(await load()).toMatchObject({ code: 0 });
  const [blobs, names] = [blobsOf(store), namesOf(store)];
  const first = await sandbox.run(copy());
  expect(first).toEqual({ code: 0, output: expect.stringContaining('is empty: making a repository there') });
  expect(first.output).toContain('store is copied to s3:http');
  const checked = await sandbox.run(check());
  expect(checked).toEqual({
    code: 0,
    output: expect.stringContaining(`restored ${blobs.length} of ${blobs.length} files of store`),
  });
  expect(checked.output).toContain('is whole');

  rmSync(store, { recursive: true });
  bench.origin.stop();
  const fresh = sandbox.volume('fresh');
  expect(await load(fresh)).toMatchObject({ code: 11 });
  expect(await restore(fresh)).toEqual({
    code: 0,
    output: expect.stringContaining(`restored ${blobs.length} files, 0 were there already; all have the right digest`),
  });
  expect(blobsOf(fresh)).toEqual(blobs);
  expect(wrongBlobs(fresh)).toEqual([]);
  // No name leads to a file before a loader has seen all of them.
  expect(namesOf(fresh)).toEqual([]);
  expect(await load(fresh)).toMatchObject({ code: 0 });
  expect(namesOf(fresh)).toEqual(names);
  expect(brokenNames(fresh)).toEqual([]);
  expect(partialsOf(fresh)).toEqual([]);
  // Once more: nothing is copied twice.
  expect((await restore(fresh)).output).toContain(`restored 0 files, ${blobs.length} were there already`);
});

test('a second copy adds nothing, and the check keeps the last copy of a day, and the oldest', async () => {
  await load();
  await sandbox.run(copy());
  const data = () => objects.objects('production/data');
  const before = data();
  const second = await sandbox.run(copy());
  expect(second).toEqual({ code: 0, output: expect.stringMatching(/Added to the repository: 0 B/) });
  expect(data()).toEqual(before);
  await sandbox.run(copy());
  expect(objects.objects('production/snapshots')).toHaveLength(3);
  expect(await sandbox.run(check())).toMatchObject({ code: 0 });
  expect(objects.objects('production/snapshots')).toHaveLength(2);
  expect(objects.objects('production/locks')).toEqual([]);
});

test('without the weights, manifests and settings are copied and the large files are not', async () => {
  await load();
  expect(await sandbox.run(copy({ upTo: '1M' }))).toMatchObject({ code: 0 });
  const fresh = sandbox.volume('fresh');
  expect(await restore(fresh)).toMatchObject({ code: 0 });
  const large = [weights, qwen].map((file) => `sha256-${sha256(file)}`);
  expect(blobsOf(fresh)).toEqual(blobsOf(store).filter((name) => !large.includes(name)));
  expect(blobsOf(fresh)).toContain(`sha256-${sha256(small)}`);
});

describe('what is wrong is reported, and nothing is lost', () => {
  test('a wrong key of the object store', async () => {
    await load();
    sandbox.file('key/secret-access-key', 'another secret');
    expect(await sandbox.run(copy({ patience: seconds(4) }))).toEqual({
      code: 12,
      output: expect.stringMatching(/the object store refuses the key in .*: .*(signature|Access Denied)/),
    });
    sandbox.file('key/secret-access-key', '');
    expect(await sandbox.run(copy())).toEqual({
      code: 10,
      output: expect.stringMatching(/secret-access-key is missing or empty: the Secret needs this entry/),
    });
  });

  test('a wrong password', async () => {
    await load();
    await sandbox.run(copy());
    sandbox.file('password', 'another password');
    for (const run of [copy(), check()])
      expect(await sandbox.run(run)).toEqual({
        code: 12,
        output: expect.stringContaining('does not open s3:http'),
      });
    expect(await restore(sandbox.volume('fresh'))).toMatchObject({ code: 12 });
  });

  test('no object store', async () => {
    await load();
    await objects.stop();
    expect(await sandbox.run(copy({ patience: seconds(8) }))).toEqual({
      code: 11,
      output: expect.stringMatching(/cannot open .* within 8 s: .*connection refused/),
    });
  });

  test('an empty store, and a check or a restore before the first copy', async () => {
    expect(await sandbox.run(copy())).toEqual({
      code: 13,
      output: expect.stringContaining('has no blobs yet: there is nothing to copy'),
    });
    expect(await sandbox.run(check())).toEqual({ code: 13, output: expect.stringContaining('no backup has run') });
    expect(await restore(sandbox.volume('fresh'))).toMatchObject({ code: 13 });
    await load();
    expect(await sandbox.run(copy({ makesRepository: false }))).toEqual({
      code: 13,
      output: expect.stringContaining('the backup of another source makes it'),
    });
  });

  test('a copy that is cut off leaves the former one whole, and the next one completes it', async () => {
    await load();
    await sandbox.run(copy());
    const large = largeContent('more', 80_000_000);
    writeFileSync(join(store, 'blobs', `sha256-${sha256(large)}`), large);
    sandbox.ownAll(store);
    const running = sandbox.start(copy());
    await until(() => objects.objects('production/locks').length > 0, 5);
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ code: 143 });
    await until(() => objects.objects('production/locks').length === 0);
    const killed = sandbox.start(copy());
    await until(() => objects.objects('production/locks').length > 0, 5);
    killed.killAll();
    expect(await killed.ended).toMatchObject({ code: 137 });
    expect(objects.objects('production/snapshots')).toHaveLength(1);
    expect(await restore(sandbox.volume('fresh'))).toMatchObject({ code: 0 });
    expect(await sandbox.run(copy())).toMatchObject({ code: 0 });
    expect(objects.objects('production/snapshots')).toHaveLength(2);
  });

  test('a full object store keeps the copies that it has', async () => {
    await load();
    await sandbox.run(copy());
    await objects.stop();
    const disk = smallDisk(sandbox.volume('small'), 16 * 1024);
    cpSync(objects.folder, disk.path, { recursive: true });
    const full = await ObjectStore.start(disk.path);
    try {
      const there = full.inputs(sandbox);
      const large = largeContent('more', 30_000_000);
      writeFileSync(join(store, 'blobs', `sha256-${sha256(large)}`), large);
      sandbox.ownAll(store);
      const running = sandbox.start(copy(there));
      // restic asks again until the deadline of the Job ends it.
      let printed = '';
      running.process.stderr?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
      await until(() => printed.includes('retrying'));
      running.process.kill('SIGTERM');
      expect(await running.ended).toMatchObject({ code: 143 });
      expect(full.objects('production/snapshots')).toHaveLength(1);
      const fresh = sandbox.volume('fresh');
      expect(await restore(fresh, there)).toMatchObject({ code: 0 });
      expect(wrongBlobs(fresh)).toEqual([]);
    } finally {
      await full.stop();
      disk.remove();
    }
  });

  test('a damaged repository is found by the check, and its files are not published', async () => {
    await load();
    await sandbox.run(copy());
    const [pack = ''] = objects
      .objects('production/data')
      .toSorted((a, b) => readFileSync(b).length - readFileSync(a).length);
    const damaged = readFileSync(pack);
    damaged[10_000] = (damaged[10_000] ?? 0) ^ 255;
    writeFileSync(pack, damaged);
    const found = await sandbox.run(check());
    expect(found.code).not.toBe(0);
    const fresh = sandbox.volume('fresh');
    expect((await restore(fresh)).code).not.toBe(0);
    expect(wrongBlobs(fresh)).toEqual([]);
    expect(objects.objects('production/snapshots')).toHaveLength(1);
  });

  test('two at once both end well, and a copy beside the collector loses nothing', async () => {
    await load();
    await sandbox.run(copy());
    const both = await Promise.all([sandbox.run(copy()), sandbox.run(copy())]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    const [copied, collected] = await Promise.all([
      sandbox.run(copy()),
      sandbox.run(collector.run({ current: bench.models(), mode: 'remove', unnamed: 'drop', root: store })),
    ]);
    expect([copied.code, collected.code]).toEqual([0, 0]);
    const [checked, again] = await Promise.all([sandbox.run(check()), sandbox.run(copy())]);
    expect([checked.code, again.code]).toEqual([0, 0]);
  });
});
