/** What goes wrong on the way of weights: nothing wrong is served, each message says what to do, and doing so helps. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mib } from '../../lib';
import type { Kinds } from '../../lib/kubernetes/kinds';
import { exitCodes } from '../../lib/programs/exits';
import { gate } from '../programs/support/origin';
import { smallDisk } from '../programs/support/small-disk';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from '../programs/support/store';
import { startReady } from './support/kubelet';
import { render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, quick, sha256, slow, tinyFile } from './support/tiny-model';
import {
  blobName,
  generated,
  partialSize,
  taggedModel,
  type TaggedModel,
  until,
  untilSaid,
  WeightsWay,
} from './support/weights-way';

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const facts = { ...slow, blockCount: 2 };
const file = tinyFile(quick, 5);
const large = tinyFile(facts, 6);
const [old, next] = [7, 8].map((seed) => taggedModel(quick, tinyFile(quick, seed), 'tiny:1b')) as [
  TaggedModel,
  TaggedModel,
];
const environment = (tagged: TaggedModel) =>
  tinyEnvironment({
    catalog: {
      'quick/F32': hubEntry(quick, file, 'quick.gguf'),
      'large/F32': hubEntry(facts, large, 'large.gguf'),
      'tiny:1b': tagged.model,
    },
    models: { quick: { weights: 'quick/F32', settings }, large: { weights: 'large/F32', settings } },
    ollama: { fleet: { models: ['tiny:1b'], settings } },
  });
const rendered = render(environment(old));
const [inCdn, largeInCdn] = ['/quick.gguf?signature=secret', '/large.gguf?signature=secret'];
/** A minute in the cluster is a second here. */
const hasty = { env: { PATIENCE_SECONDS: '2' } };

let way: WeightsWay;
beforeEach(async () => {
  way = await WeightsWay.open(rendered);
  way.offerFile('quick.gguf', file);
  way.offerFile('large.gguf', large);
  way.offerModel(old);
});
afterEach(() => way.close());

const spoilt = (content: Buffer): Buffer => {
  const other = Buffer.from(content);
  other[1000] = (other[1000] ?? 0) ^ 1;
  return other;
};
const holds = (root: string) => ({
  blobs: blobsOf(root),
  names: namesOf(root),
  wrong: wrongBlobs(root),
  broken: brokenNames(root),
});
const nothing = { blobs: [], names: [], wrong: [], broken: [] };
const quickAlone = { blobs: [blobName(file)], names: ['gguf/quick/F32/quick.gguf'], wrong: [], broken: [] };

/** Exit codes at which the Job of a loader ends at once. */
function endsAt(job: string): readonly number[] {
  const manifest = rendered.manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith(job));
  return ((manifest?.spec as Kinds['Job']['spec'])?.podFailurePolicy?.rules ?? []).flatMap(({ action, onExitCodes }) =>
    action === 'FailJob' ? (onExitCodes?.values ?? []) : [],
  );
}

describe('a corrupt byte', () => {
  test('at the source: refused with both digests, nobody is served; with the right bytes the next loader ends well', async () => {
    await way.serve();
    way.cdn.files.set(inCdn, spoilt(file));
    expect(await way.runJob('load-quick')).toEqual({
      code: exitCodes.checksum,
      output: expect.stringContaining(
        `gave sha256:${sha256(spoilt(file))} twice, where the catalogue names sha256:${sha256(file)}. Nothing of it was published. ` +
          'Try another mirror, or check what changed at the source before you change the catalogue.\n',
      ),
    });
    expect(holds(way.store)).toEqual(nothing);
    const pod = await way.place('quick', hasty);
    expect(await (await pod.start('stager')).end).toEqual({
      code: exitCodes.unpublished,
      output: expect.stringContaining('The loader downloads it: check its Job and its log.\n'),
    });
    expect(holds(pod.volume('weights'))).toEqual(nothing);
    way.cdn.files.set(inCdn, file);
    expect(await way.runJob('load-quick')).toMatchObject({ code: 0 });
    expect(await (await pod.start('stager')).end).toMatchObject({ code: 0 });
    await startReady(pod, 'llama-server');
    expect(await generated(pod)).toBe(8);
  });

  test('in the store, behind size and time: the stager refuses it, and says how the store is fixed', async () => {
    await way.serve();
    expect(await way.runJob('load-quick')).toMatchObject({ code: 0 });
    const blob = join(way.store, 'blobs', blobName(file));
    const { atime, mtime } = statSync(blob);
    writeFileSync(blob, spoilt(file));
    utimesSync(blob, atime, mtime);
    const pod = await way.place('quick');
    expect(await (await pod.start('stager')).end).toEqual({
      code: exitCodes.checksum,
      output: expect.stringContaining(
        'The copy in the store is damaged: remove it there (blobs/sha256-...), and run its loader again.\n',
      ),
    });
    expect(holds(pod.volume('weights'))).toEqual(nothing);
    rmSync(blob);
    expect(await way.runJob('load-quick')).toMatchObject({ code: 0 });
    expect(await (await pod.start('stager')).end).toMatchObject({ code: 0 });
    expect(holds(pod.volume('weights'))).toEqual(quickAlone);
  });
});

test('a moved tag is refused with both digests, and ends its Job; what is served stays, and the new digest in the catalogue brings the new model', async () => {
  await way.serve();
  expect(await way.runJob('load-tiny')).toMatchObject({ code: 0 });
  const pod = await way.place('fleet');
  expect(await (await pod.start('stager')).end).toMatchObject({ code: 0 });
  const server = await startReady(pod, 'ollama');
  way.offerModel(next);
  const fresh = await WeightsWay.open(rendered);
  try {
    fresh.offerModel(next);
    expect(await fresh.runJob('load-tiny')).toEqual({
      code: exitCodes.movedTag,
      output: expect.stringMatching(
        new RegExp(
          `tiny/1b has moved: the catalogue names sha256:${sha256(old.manifest)}, \\S+ now serves sha256:${sha256(next.manifest)}\\. ` +
            'Nothing was changed\\. Check the new model, then write its digest into the catalogue\\.\\n$',
        ),
      ),
    });
    expect(holds(fresh.store)).toEqual(nothing);
  } finally {
    await fresh.close();
  }
  expect(endsAt('load-tiny')).toContain(exitCodes.movedTag);
  expect(await generated(pod)).toBe(8);

  const changed = render(environment(next));
  expect(await way.runJob('load-tiny', {}, changed)).toMatchObject({ code: 0 });
  // A pod of the revision before starts from the old digest, which the store still has, although its name leads to the
  // new one.
  const before = await way.place('fleet');
  expect(await (await before.start('stager')).end).toMatchObject({ code: 0 });
  expect(readFileSync(join(before.volume('weights'), 'manifests/registry.ollama.ai/library/tiny/1b'))).toEqual(
    old.manifest,
  );
  const after = await way.place('fleet', {}, changed);
  expect(await (await after.start('stager')).end).toMatchObject({ code: 0 });
  await server.kill();
  await startReady(after, 'ollama');
  expect(await generated(after)).toBe(8);
  expect(readFileSync(join(after.volume('weights'), 'manifests/registry.ollama.ai/library/tiny/1b'))).toEqual(
    next.manifest,
  );
});

describe('a full disk', () => {
  test('of the store: met half-way it is named, and the next loader goes on where there is room', async () => {
    const disk = smallDisk(way.store, 40 * 1024);
    try {
      way.cdn.whenever(largeInCdn, { kind: 'slow', bytes: mib(2), every: 30 });
      const loader = await way.startJob('load-large');
      await until(() => partialSize(way.store, large) > mib(4));
      const filler = join(way.store, 'filler');
      writeFileSync(filler, Buffer.alloc(mib(24)));
      expect(await loader.end).toEqual({
        code: exitCodes.disk,
        output: expect.stringMatching(
          /cannot write \S+: 0 B free on \S+\. Give the volume more space, raise its quota, or let user 10001 write there\. Downloaded bytes are kept/,
        ),
      });
      expect({ ...holds(way.store), partials: partialsOf(way.store) }).toEqual({
        ...nothing,
        partials: [blobName(large)],
      });
      // Still full: said before anything is asked.
      const asked = way.cdn.asked.length;
      expect(await way.runJob('load-large')).toEqual({
        code: exitCodes.disk,
        output: expect.stringMatching(
          /MiB are still to be fetched and 0 B are free on \S+\. Give the volume more space/,
        ),
      });
      expect(way.cdn.asked).toHaveLength(asked);
      rmSync(filler);
      expect(await way.runJob('load-large')).toMatchObject({ code: 0, output: expect.stringContaining('resuming at') });
      expect(holds(way.store)).toMatchObject({ blobs: [blobName(large)], wrong: [] });
    } finally {
      disk.remove();
    }
  });

  test('of a node: the stager says how much is missing, and the engine does not start on half a model', async () => {
    await way.serve();
    expect(await way.runJob('load-large')).toMatchObject({ code: 0 });
    const pod = await way.place('large');
    const disk = smallDisk(pod.volume('weights'), 20 * 1024);
    try {
      expect(await (await pod.start('stager')).end).toEqual({
        code: exitCodes.disk,
        output: expect.stringMatching(/29\.\d MiB are still to be fetched and 20\.0 MiB are free on/),
      });
      expect(holds(disk.path)).toEqual(nothing);
      disk.resize(40 * 1024);
      expect(await (await pod.start('stager')).end).toMatchObject({ code: 0 });
      expect(holds(disk.path)).toMatchObject({ blobs: [blobName(large)], wrong: [] });
    } finally {
      disk.remove();
    }
  });
});

test('two loaders at once bring it once, and one that is killed leaves it to the other', async () => {
  const { opened, open } = gate();
  way.cdn.whenever(largeInCdn, { kind: 'held', after: mib(4), until: opened });
  const first = await way.startJob('load-large');
  await until(() => partialSize(way.store, large) > mib(2));
  const second = await way.startJob('load-large');
  await untilSaid(second, 'another process is downloading it: waiting');
  const third = await way.startJob('load-large');
  await first.kill();
  open();
  const ended = await Promise.all([second.end, third.end]);
  expect(ended.map(({ code }) => code)).toEqual([0, 0]);
  expect(ended.filter(({ output }) => output.includes('published'))).toHaveLength(1);
  expect(way.cdn.asked.map(({ range }) => range)).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
  expect(holds(way.store)).toMatchObject({ blobs: [blobName(large)], wrong: [], broken: [] });
});

test('weights servers that are gone for longer than a stager waits: it says where to look, and the next one goes on', async () => {
  await way.serve();
  expect(await way.runJob('load-large')).toMatchObject({ code: 0 });
  const pod = await way.place('large', hasty);
  way.service.hold(mib(8));
  const stager = await pod.start('stager');
  await until(() => partialSize(pod.volume('weights'), large) > mib(4));
  await way.loseServer();
  await way.loseServer();
  expect(await stager.end).toEqual({
    code: exitCodes.network,
    output: expect.stringMatching(
      /no progress for 2 s from http:\S+ \(less than 4\.0 KiB a second\): .*\. Check the pods of the weights server, and the network policies\. Downloaded bytes are kept\.\n$/,
    ),
  });
  expect(holds(pod.volume('weights'))).toEqual(nothing);
  way.service.goOn();
  await way.serve();
  expect(await (await pod.start('stager')).end).toMatchObject({
    code: 0,
    output: expect.stringContaining('resuming at'),
  });
  await startReady(pod, 'llama-server');
  expect(await generated(pod)).toBe(8);
});
