/**
 * What the rendered collector removes from a store that the rendered loaders filled: what no revision names, and never
 * what is in use.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gib, gigabytes, mib, type EnvironmentInput } from '../../lib';
import { gate } from '../programs/support/origin';
import { blobsOf, brokenNames, namesOf, wrongBlobs } from '../programs/support/store';
import { startReady } from './support/kubelet';
import { render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, quick, slow, tinyFile } from './support/tiny-model';
import { blobName, generated, partialSize, taggedModel, until, untilSaid, WeightsWay } from './support/weights-way';

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const facts = { ...slow, blockCount: 2 };
const first = tinyFile(quick, 12);
const large = tinyFile(facts, 13);
const tagged = taggedModel(quick, tinyFile(quick, 14), 'tiny:1b');
const catalog = {
  'first/F32': hubEntry(quick, first, 'first.gguf'),
  'large/F32': hubEntry(facts, large, 'large.gguf'),
  'tiny:1b': tagged.model,
};
const models = { first: { weights: 'first/F32', settings }, large: { weights: 'large/F32', settings } };
const ollama = { fleet: { models: ['tiny:1b'] as const, settings } };
type Served = keyof typeof models | keyof typeof ollama;

/** A revision of the environment: what it serves, and whether its collector may remove. */
function revision(served: readonly Served[], unusedWeights: 'report' | 'remove' = 'remove'): EnvironmentInput {
  const those = <T>(workloads: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(workloads).filter(([name]) => served.includes(name as Served)));
  const environment = tinyEnvironment({ catalog, models: those(models), ollama: those(ollama) });
  return { ...environment, cluster: { ...environment.cluster, unusedWeights } };
}

/** Nothing here is a day old. */
const atOnce = { env: { GRACE_SECONDS: '0' } };
const all = render(revision(['first', 'large', 'fleet']));
const blobOf = { first: blobName(first), large: blobName(large) };
/** Manifest, layers, and the config, which the catalogue does not name. */
const parts = [
  blobName(tagged.manifest),
  ...[...tagged.served.keys()].flatMap((path) =>
    path.includes('/blobs/') ? path.slice(path.indexOf('sha256:')).replace(':', '-') : [],
  ),
];

describe('a store over three revisions', () => {
  let way: WeightsWay;
  beforeAll(async () => {
    way = await WeightsWay.open(all);
    way.offerFile('first.gguf', first);
    way.offerFile('large.gguf', large);
    way.offerModel(tagged);
    await way.serve();
    for (const job of ['load-first', 'load-large', 'load-tiny'])
      expect(await way.runJob(job)).toMatchObject({ code: 0 });
  });
  afterAll(() => way.close());

  const everything = [...parts, blobOf.first, blobOf.large].sort();
  const collect = (served: readonly Served[], mode?: 'report' | 'remove', surroundings: object = atOnce) =>
    way.runJob('collector', surroundings, render(revision(served, mode)));
  const sound = () => ({ wrong: wrongBlobs(way.store), broken: brokenNames(way.store) });

  test('of the first everything stays', async () => {
    expect(await collect(['first', 'large', 'fleet'])).toEqual({
      code: 0,
      output: 'collector: removed 0 files with 0 B\n',
    });
    expect(blobsOf(way.store)).toEqual(everything);
  });

  test('what only the revision before names stays as well: its pods still start', async () => {
    expect(await collect(['first'])).toEqual({ code: 0, output: 'collector: removed 0 files with 0 B\n' });
    const pod = await way.place('fleet');
    expect(await (await pod.start('stager')).end).toMatchObject({ code: 0 });
    await startReady(pod, 'ollama');
    expect(await generated(pod)).toBe(8);
  });

  test('what two revisions do not name is reported, with what it takes', async () => {
    const { code, output } = await collect(['first', 'fleet'], 'report');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('would remove ') });
    expect(output).toContain(`would remove ${way.store}/gguf/large/F32/large.gguf (0 B): no revision has this name`);
    expect(output).toContain(`would remove ${way.store}/blobs/${blobOf.large} (29.`);
    expect(output).not.toContain(blobOf.first);
    expect(parts.filter((part) => output.includes(part))).toEqual([]);
    expect(blobsOf(way.store)).toEqual(everything);
  });

  test('and stays for a day after its loader wanted it', async () => {
    expect(await collect(['first', 'fleet'], 'remove', {})).toEqual({
      code: 0,
      output: 'collector: removed 0 files with 0 B\n',
    });
    expect(blobsOf(way.store)).toEqual(everything);
  });

  test('and what a loader is bringing stays, while the collector has its turn', async () => {
    const late = tinyFile(facts, 15);
    way.offerFile('late.gguf', late);
    const { opened, open } = gate();
    way.cdn.whenever('/late.gguf?signature=secret', { kind: 'held', after: mib(1), until: opened });
    const environment = revision(['first']);
    const loader = await way.startJob(
      'load-late',
      {},
      render({
        ...environment,
        catalog: { models: { ...catalog, 'late/F32': hubEntry(facts, late, 'late.gguf') } },
        models: { ...environment.models, late: { weights: 'late/F32', settings, pools: ['cpu'], cpu: 2, replicas: 1 } },
      }),
    );
    await until(() => partialSize(way.store, late) > 0);
    const { code, output } = await collect(['first', 'fleet'], 'report');
    expect({ code, output }).toEqual({
      code: 0,
      output: expect.stringContaining(`keeping ${way.store}/partials/${blobName(late)}: a loader is downloading it`),
    });
    expect(output).toContain(`would remove ${way.store}/blobs/${blobOf.large}`);
    await loader.kill();
    open();
    expect(blobsOf(way.store)).toEqual(everything);
  });

  test('it goes then, with its name; the rest is served, and a stager that was half-way through it waits for the loader', async () => {
    const pod = await way.place('large', { env: { PATIENCE_SECONDS: '60' } });
    way.service.hold(mib(8));
    const stager = await pod.start('stager');
    await until(() => partialSize(pod.volume('weights'), large) > mib(4));
    expect(await collect(['first', 'fleet'])).toMatchObject({
      code: 0,
      output: expect.stringContaining(`removed ${way.store}/blobs/${blobOf.large}`),
    });
    expect({ ...sound(), blobs: blobsOf(way.store), names: namesOf(way.store) }).toEqual({
      wrong: [],
      broken: [],
      blobs: [...parts, blobOf.first].sort(),
      names: ['gguf/first/F32/first.gguf', 'gguf/tiny:1b/model.gguf', 'manifests/registry.ollama.ai/library/tiny/1b'],
    });
    way.service.cut();
    way.service.goOn();
    await untilSaid(stager, 'waiting for the loader to publish');
    // Somebody went back two revisions: its loader brings the weights again.
    expect(await way.runJob('load-large')).toMatchObject({ code: 0, output: expect.stringContaining('published') });
    expect(await stager.end).toMatchObject({ code: 0, output: expect.stringContaining('resuming at') });
    await startReady(pod, 'llama-server');
    expect(await generated(pod)).toBe(8);
  });
});

test('weights that an engine reads in place outlive their name, until it ends', async () => {
  const inPlace = (served: Served): EnvironmentInput => {
    const environment = revision([served]);
    return {
      ...environment,
      prerequisites: [],
      nodePools: { cpu: { ...environment.nodePools.cpu, nodes: 1 } as (typeof environment.nodePools)[string] },
      cluster: { ...environment.cluster, weights: { kind: 'direct', capacity: gib(10), bandwidth: gigabytes(1) } },
    };
  };
  const [before, between, after] = (['first', 'fleet', 'large'] as const).map((name) => render(inPlace(name))) as [
    typeof all,
    typeof all,
    typeof all,
  ];
  const way = await WeightsWay.open(before);
  try {
    way.offerFile('first.gguf', first);
    expect(await way.runJob('load-first')).toMatchObject({ code: 0 });
    const pod = await way.place('first');
    const server = await startReady(pod, 'llama-server');
    for (const next of [before, between])
      expect(await way.runJob('collector', atOnce, next)).toMatchObject({ code: 0 });
    expect(existsSync(join(way.store, 'gguf/first/F32/first.gguf'))).toBe(true);
    expect(await way.runJob('collector', atOnce, after)).toMatchObject({
      code: 0,
      output: expect.stringContaining(`removed ${way.store}/blobs/${blobOf.first}`),
    });
    expect(await generated(pod)).toBe(8);
    await server.kill();
  } finally {
    await way.close();
  }
});
