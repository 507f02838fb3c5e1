/** Restores of the store with the real restic and an object store: interrupted, refused, without room, two at once. */
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { ensureTools } from '../../scripts/toolchain/tools';
import { backupTools } from '../components/sets';
import { sha256 } from '../programs/support/models';
import { smallDisk } from '../programs/support/small-disk';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from '../programs/support/store';
import { largeContent, StoreBench } from './support/store-bench';
import { until } from './support/until';

jest.setTimeout(600_000);

let bench: StoreBench;
let { sandbox, objects, store, load, copy, restore, restoring } = {} as StoreBench;

beforeAll(async () => {
  await ensureTools(backupTools);
}, 20 * 60_000);
beforeEach(async () => {
  bench = await StoreBench.start();
  ({ sandbox, objects, store, load, copy, restore, restoring } = bench);
  expect(await load()).toMatchObject({ code: 0 });
});
afterEach(() => bench.end());

/** A file that takes a while. */
const large = largeContent('large', 60_000_000);

/** Puts the large file into the store, whose files sort by their digests. */
function addLarge(): void {
  writeFileSync(join(store, 'blobs', `sha256-${sha256(large)}`), large);
  sandbox.ownAll(store);
}

/** Bytes of the large file that a restore has written so far. */
function written(root: string): number {
  const partial = join(root, 'partials', `sha256-${sha256(large)}`);
  return existsSync(partial) ? statSync(partial).size : 0;
}

/** What a restore says at its end: files that it restored, and files that it found. */
function counted(output: string): readonly [number, number] {
  const [, restored, here] =
    /restored (\d+) files, (\d+) were there already; all have the right digest/.exec(output) ?? [];
  return [Number(restored), Number(here)];
}

test('one that is interrupted publishes no part of a file, and the next one restores what is not there', async () => {
  addLarge();
  await sandbox.run(copy());
  const blobs = blobsOf(store);
  const fresh = sandbox.volume('fresh');
  const ended = sandbox.start(restoring(fresh));
  await until(() => written(fresh) > 0, 5);
  ended.process.kill('SIGTERM');
  expect(await ended.ended).toMatchObject({ code: 143 });
  expect(wrongBlobs(fresh)).toEqual([]);

  const before = blobsOf(fresh);
  const killed = sandbox.start(restoring(fresh));
  await until(() => written(fresh) > 0, 5);
  killed.killAll();
  expect(await killed.ended).toMatchObject({ code: 137 });
  expect(wrongBlobs(fresh)).toEqual([]);
  expect(blobsOf(fresh)).toEqual(expect.arrayContaining([...before]));

  const there = blobsOf(fresh).length;
  const last = await restore(fresh);
  expect({ code: last.code, counted: counted(last.output) }).toEqual({
    code: 0,
    counted: [blobs.length - there, there],
  });
  expect(blobsOf(fresh)).toEqual(blobs);
  expect(wrongBlobs(fresh)).toEqual([]);
  expect(partialsOf(fresh)).toEqual([]);
  // What two ended restores left behind holds no lock of the repository.
  expect(await sandbox.run(copy())).toMatchObject({ code: 0 });
});

test('with the wrong key of the object store, or the wrong password, nothing is written', async () => {
  await sandbox.run(copy());
  const fresh = sandbox.volume('fresh');
  sandbox.file('key/secret-access-key', 'another secret');
  expect(await restore(fresh, { patience: seconds(4) })).toEqual({
    code: 12,
    output: expect.stringMatching(/the object store refuses the key in .*: .*(signature|Access Denied)/),
  });
  objects.inputs(sandbox);
  sandbox.file('password', 'another password');
  expect(await restore(fresh)).toEqual({ code: 12, output: expect.stringContaining('does not open s3:http') });
  expect(readdirSync(fresh)).toEqual([]);
});

test('on a volume without room it writes nothing, and with more room it restores everything', async () => {
  await sandbox.run(copy());
  const disk = smallDisk(sandbox.volume('small'), 2 * 1024);
  try {
    expect(await restore(disk.path)).toEqual({
      code: 16,
      output: expect.stringMatching(/3\.6 MiB are to be restored and .* are free on .*\. Give the volume more space\./),
    });
    expect(blobsOf(disk.path)).toEqual([]);
    disk.resize(8 * 1024);
    expect(await restore(disk.path)).toMatchObject({ code: 0 });
    expect(blobsOf(disk.path)).toEqual(blobsOf(store));
  } finally {
    disk.remove();
  }
});

test('where another program fills the volume meanwhile, the file is not published, and later it is', async () => {
  addLarge();
  await sandbox.run(copy());
  const disk = smallDisk(sandbox.volume('small'), 80 * 1024);
  try {
    const running = sandbox.start(restoring(disk.path));
    await until(() => written(disk.path) > 0, 5);
    expect(() => writeFileSync(join(disk.path, 'other'), Buffer.alloc(100_000_000))).toThrow(/ENOSPC/);
    expect(await running.ended).toMatchObject({ code: 16 });
    expect(wrongBlobs(disk.path)).toEqual([]);
    expect(blobsOf(disk.path)).not.toContain(`sha256-${sha256(large)}`);
    disk.resize(200 * 1024);
    expect(await restore(disk.path)).toMatchObject({ code: 0 });
    expect(blobsOf(disk.path)).toEqual(blobsOf(store));
  } finally {
    disk.remove();
  }
});

test('two at once restore each file once, and a loader beside them names all', async () => {
  addLarge();
  await sandbox.run(copy());
  const [blobs, names] = [blobsOf(store), namesOf(store)];
  const fresh = sandbox.volume('fresh');
  const [first, second, loaded] = await Promise.all([restore(fresh), restore(fresh), load(fresh)]);
  expect([first.code, second.code, loaded.code]).toEqual([0, 0, 0]);
  const [restored, here] = [first, second]
    .map(({ output }) => counted(output))
    .reduce(([a, b], [c, d]) => [a + c, b + d]);
  expect(restored + here).toBe(2 * blobs.length);
  // The loader may have been quicker with its own files.
  expect(restored).toBeGreaterThanOrEqual(1);
  expect(restored).toBeLessThanOrEqual(blobs.length);
  expect(blobsOf(fresh)).toEqual(blobs);
  expect(wrongBlobs(fresh)).toEqual([]);
  expect(namesOf(fresh)).toEqual(names);
  expect(brokenNames(fresh)).toEqual([]);
  expect(partialsOf(fresh)).toEqual([]);
});

test('an older copy is restored by its id', async () => {
  const blobs = blobsOf(store);
  await sandbox.run(copy());
  const [id = ''] = objects.objects('production/snapshots').map((path) => path.slice(path.lastIndexOf('/') + 1));
  addLarge();
  await sandbox.run(copy());
  const fresh = sandbox.volume('fresh');
  expect(await restore(fresh, { snapshot: id.slice(0, 8) })).toMatchObject({ code: 0 });
  expect(blobsOf(fresh)).toEqual(blobs);
});
