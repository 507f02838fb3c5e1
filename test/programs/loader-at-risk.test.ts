/**
 * The loader with a full disk, in company, and killed: nothing that its digest does not prove is ever found under
 * blobs/.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seconds } from '../../lib/core/duration';
import { loader, type LoaderInputs } from '../../lib/programs/loader';
import { Sandbox } from './support/container';
import { content, hubModel, hubPath, sha256 } from './support/models';
import { gate, Origin } from './support/origin';
import { smallDisk } from './support/small-disk';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from './support/store';

let origin: Origin;
let sandbox: Sandbox;
let root: string;

beforeEach(async () => {
  origin = await new Origin().start();
  sandbox = new Sandbox();
  root = sandbox.volume('store');
});
afterEach(() => {
  origin.stop();
  sandbox.remove();
});

const file = content('weights', 600_000);
const blob = `sha256-${sha256(file)}`;
const name = 'model.gguf';
const programOf = (weights: LoaderInputs['weights'], at = root) =>
  loader.run({
    weights,
    source: { from: 'origin', hub: origin.url, registry: origin.url },
    root: at,
    patience: seconds(2),
    firstPause: seconds(0),
  });
const later = (milliseconds: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
const state = () => ({
  blobs: blobsOf(root),
  wrong: wrongBlobs(root),
  broken: brokenNames(root),
  names: namesOf(root),
  partials: partialsOf(root),
});
const finished = { blobs: [blob], wrong: [], broken: [], names: [`gguf/m/${name}`], partials: [] };

/** Processes that have a text among their arguments. */
const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').filter((entry) => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });

describe('a full disk', () => {
  test('is foreseen: nothing is fetched when the rest does not fit', async () => {
    const disk = smallDisk(sandbox.volume('small'), 400);
    try {
      const { code, output } = await sandbox.run(programOf([hubModel(origin, 'm', { [name]: file })], disk.path));
      expect({ code, output }).toEqual({
        code: 16,
        output: expect.stringMatching(/585\.9 KiB are still to be fetched and \d+\.\d KiB are free on/),
      });
      expect(origin.asked).toEqual([]);
    } finally {
      disk.remove();
    }
  });

  test('met on the way, it is named, nothing is published, and the rest comes when there is space', async () => {
    const disk = smallDisk(sandbox.volume('small'), 400);
    try {
      const program = programOf([hubModel(origin, 'm', { [name]: file }, 300_000)], disk.path);
      const { code, output } = await sandbox.run(program);
      expect({ code, output }).toEqual({
        code: 16,
        output: expect.stringContaining(`cannot write ${disk.path}/partials/${blob}: 0 B free on ${disk.path}.`),
      });
      expect({ blobs: blobsOf(disk.path), names: namesOf(disk.path), partials: partialsOf(disk.path) }).toEqual({
        blobs: [],
        names: [],
        partials: [blob],
      });
      // Less is free than the whole file would take: what is there already is not counted twice, neither half nor
      // whole.
      disk.resize(640);
      expect((await sandbox.run(program)).code).toBe(0);
      expect((await sandbox.run(program)).code).toBe(0);
      expect({ blobs: blobsOf(disk.path), wrong: wrongBlobs(disk.path) }).toEqual({ blobs: [blob], wrong: [] });
      expect(origin.asked.at(-1)?.range).toMatch(/^bytes=[1-9]\d+-$/);
    } finally {
      disk.remove();
    }
  });
});

describe('a full scratch volume', () => {
  test('is named, and nothing is published or thrown away', async () => {
    const scratch = smallDisk(sandbox.volume('scratch'), 4);
    try {
      const program = programOf([hubModel(origin, 'm', { [name]: file })]);
      writeFileSync(join(scratch.path, 'filler'), Buffer.alloc(4096));
      const { code, output } = await sandbox.run(program, { TMPDIR: scratch.path });
      expect({ code, output }).toEqual({
        code: 16,
        output: expect.stringContaining(
          `cannot write to TMPDIR, which is ${scratch.path}. Give the pod's scratch volume, or the node's disk, more space.`,
        ),
      });
      expect({ ...state(), size: statSync(join(root, 'partials', blob)).size }).toEqual({
        blobs: [],
        wrong: [],
        broken: [],
        names: [],
        partials: [blob],
        size: file.length,
      });
      expect((await sandbox.run(program)).code).toBe(0);
      expect({ ...state(), asked: origin.asked.length }).toEqual({ ...finished, asked: 1 });
    } finally {
      scratch.remove();
    }
  });
});

describe('a volume without locks', () => {
  test('is refused: two at once would write into one file', async () => {
    const program = programOf([hubModel(origin, 'm', { [name]: file })]);
    const lockless = {
      ...program,
      files: {
        ...program.files,
        'loader.sh': `flock() { echo 'flock: No locks available' >&2; return 1; }\n${program.files['loader.sh']}`,
      },
    };
    expect(await sandbox.run(lockless)).toEqual({
      code: 16,
      output: expect.stringContaining(
        `cannot lock ${root}/lock: the volume must support locks, as NFS 4 does. Check its mount options and the server.`,
      ),
    });
    expect({ ...state(), asked: origin.asked }).toEqual({
      blobs: [],
      wrong: [],
      broken: [],
      names: [],
      partials: [],
      asked: [],
    });
  });
});

describe('two at once', () => {
  test('one fetches, the other finds it done', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.whenever(hubPath(name), { kind: 'slow', bytes: 100_000, every: 30 });
    const results = await Promise.all([1, 2, 3].map(() => sandbox.run(programOf(weights))));
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(results.filter(({ output }) => output.includes('published'))).toHaveLength(1);
    expect({ ...state(), asked: origin.asked.length }).toEqual({ ...finished, asked: 1 });
  });

  test('a lock that was waited for counts only while its file has its name: the holder may have published or removed it', async () => {
    sandbox.volume('store/partials');
    const partial = sandbox.own(sandbox.file(`store/partials/${blob}`, 'half'));
    const script = `flock -x ${partial} sh -c 'echo held; until grep -q waiting ${sandbox.folder}/log; do sleep 0.02; done; rm ${partial}'`;
    const holder = sandbox.start({ command: ['/bin/sh', '-c', script], env: {}, files: {} });
    await new Promise((resolve) => {
      holder.process.stdout?.once('data', resolve);
    });
    const waiting = sandbox.start(programOf([hubModel(origin, 'm', { [name]: file })]));
    waiting.process.stdout?.on('data', (chunk: Buffer) => {
      appendFileSync(join(sandbox.folder, 'log'), chunk);
    });
    expect((await waiting.ended).code).toBe(0);
    await holder.ended;
    expect(state()).toEqual(finished);
  });
});

describe('killed', () => {
  test('at any moment, it leaves nothing wrong, and what is left is resumed', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.whenever(hubPath(name), { kind: 'slow', bytes: 60_000, every: 10 });
    const fetched = () => (partialsOf(root).length > 0 ? statSync(join(root, 'partials', blob)).size : 0);
    for (const after of [0, 20, 45, 60, 80, 100, 130]) {
      const running = sandbox.start(programOf(weights));
      // Once it has fetched something, since a busy machine may not come as far in any time.
      if (after === 0) while (fetched() === 0) await later(2);
      await later(after);
      running.killAll();
      await running.ended;
      expect({ after, wrong: wrongBlobs(root), broken: brokenNames(root) }).toEqual({ after, wrong: [], broken: [] });
    }
    const { code } = await sandbox.run(programOf(weights));
    expect({ code, ...state() }).toEqual({ code: 0, ...finished });
    expect(origin.asked.some(({ range }) => range !== undefined)).toBe(true);
  });

  test('a curl that survives its shell keeps the lock, so that nobody writes beside it; the progress lines end with the shell', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    const { opened, open } = gate();
    origin.once(hubPath(name), { kind: 'held', after: 60_000, until: opened });
    const running = sandbox.start(programOf(weights), { PROGRESS_SECONDS: '1' });
    while (partialsOf(root).length === 0 || origin.asked.length === 0) await later(5);
    running.process.kill('SIGKILL');
    const second = sandbox.start(programOf(weights));
    await second.said('another process is downloading it: waiting');
    open();
    expect(await second.ended).toMatchObject({ code: 0 });
    expect({ ...state(), asked: origin.asked.length }).toEqual({ ...finished, asked: 1 });
    await running.ended;
  });

  test('SIGTERM ends it at once, and curl with it', async () => {
    const weights = [hubModel(origin, 'm', { [name]: file })];
    origin.whenever(hubPath(name), { kind: 'slow', bytes: 1000, every: 50 });
    const running = sandbox.start(programOf(weights));
    while (origin.asked.length === 0) await later(5);
    expect(processesWith(origin.url)).toHaveLength(1);
    const asked = Date.now();
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
    expect(Date.now() - asked).toBeLessThan(5000);
    expect(processesWith(origin.url)).toEqual([]);
  });
});
