/** From nothing to a generated token, by the rendered pods alone: loader, weights servers, stager and engine. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Origin } from '../programs/support/origin';
import { blobsOf, brokenNames, namesOf, partialsOf, wrongBlobs } from '../programs/support/store';
import { startReady, terminate } from './support/kubelet';
import type { Pod } from './support/pod';
import { render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, hubRepository, quick, tinyFile } from './support/tiny-model';
import { generated, taggedModel, untilSaid, WeightsWay } from './support/weights-way';

const file = tinyFile(quick, 1);
const tagged = taggedModel(quick, tinyFile(quick, 2), 'tiny:1b');
const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const path = 'F32/quick.gguf';
const environment = tinyEnvironment({
  catalog: { 'quick/F32': hubEntry(quick, file, path), 'tiny:1b': tagged.model },
  models: { quick: { weights: 'quick/F32', settings } },
  ollama: { fleet: { models: ['tiny:1b'], settings } },
});
const withDownloads = (downloads: NonNullable<typeof environment.cluster.downloads>): typeof environment => ({
  ...environment,
  cluster: { ...environment.cluster, downloads },
});
const secret = { kind: 'Secret', namespace: 'model-store', name: 'hub', providedBy: 'the cluster team' } as const;
const rendered = render({
  ...withDownloads({ hubToken: { secretName: secret.name, key: 'token' } }),
  prerequisites: [...(environment.prerequisites ?? []), secret],
});

let way: WeightsWay;
let token: string;
beforeAll(async () => {
  way = await WeightsWay.open(rendered);
  way.offerFile(path, file);
  way.offerModel(tagged);
  token = way.machine.folder('hub-token');
  writeFileSync(join(token, 'token'), 'hf_tests\n');
  await way.serve();
});
afterAll(() => way.close());

const load = (job: string) => way.runJob(job, { volumes: { 'hub-token': token } });
const weightsOf = (root: string) => ({
  wrong: wrongBlobs(root),
  broken: brokenNames(root),
  partials: partialsOf(root),
  blobs: blobsOf(root).length,
  names: namesOf(root),
});
const engine = { quick: 'llama-server', fleet: 'ollama' } as const;

describe.each([
  { name: 'quick', job: 'load-quick', origin: 'hub', named: `gguf/quick/F32/quick.gguf`, blobs: 1 },
  {
    name: 'fleet',
    job: 'load-tiny',
    origin: 'registry',
    named: 'manifests/registry.ollama.ai/library/tiny/1b',
    blobs: 3,
  },
] as const)('from the $origin to $name', ({ name, job, named, blobs }) => {
  let pod: Pod;

  test('the pod waits for its loader, says so, and generates once the weights are there', async () => {
    pod = await way.place(name);
    const stager = await pod.start('stager');
    await untilSaid(stager, 'waiting for the loader to publish');
    const loaded = await load(job);
    expect(loaded).toEqual({
      code: 0,
      output: expect.stringContaining(`loader: ${named}: named\nloader: everything in `),
    });
    expect(await stager.end).toEqual({
      code: 0,
      output: expect.stringContaining(`stager: ${named}: named\nstager: everything in `),
    });
    expect(weightsOf(pod.volume('weights'))).toEqual({ wrong: [], broken: [], partials: [], blobs, names: [named] });
    const server = await startReady(pod, engine[name]);
    expect(await generated(pod)).toBe(8);
    expect(await terminate(server, pod.rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
  });

  test('a second pod asks the weights server alone, a pod that starts again asks nobody', async () => {
    const asked = [way.hub, way.cdn, way.registry].map((origin) => origin.asked.length);
    const second = await way.place(name);
    expect(await (await second.start('stager')).end).toMatchObject({ code: 0 });
    expect(weightsOf(second.volume('weights'))).toMatchObject({ wrong: [], broken: [], names: [named] });
    expect([way.hub, way.cdn, way.registry].map((origin) => origin.asked.length)).toEqual(asked);
  });

  test('the same loader again asks nobody', async () => {
    const asked = way.hub.asked.length + way.registry.asked.length;
    expect(await load(job)).toEqual({ code: 0, output: expect.stringContaining('is here') });
    expect(way.hub.asked.length + way.registry.asked.length).toBe(asked);
  });
});

test('the hub was shown the token, its CDN and the registry were not', () => {
  const seen = ({ asked }: Origin) => new Set(asked.map(({ authorization }) => authorization));
  expect([seen(way.hub), seen(way.cdn), seen(way.registry)]).toEqual([
    new Set(['Bearer hf_tests']),
    new Set([undefined]),
    new Set([undefined]),
  ]);
});

test('a mirror of both gives the same, under its own folders', async () => {
  const mirror = await new Origin().start();
  const own = await WeightsWay.open(rendered);
  try {
    mirror.files.set(`/hub/${hubRepository}/resolve/main/${path}`, file);
    for (const [at, content] of way.registry.files) mirror.files.set(`/ollama${at}`, content);
    const mirrored = render(
      withDownloads({ hub: 'https://mirror.example/hub', registry: 'https://mirror.example/ollama' }),
    );
    const services = new Map([['https://mirror.example', mirror.url]]);
    for (const job of ['load-quick', 'load-tiny'])
      expect(await own.runJob(job, { services }, mirrored)).toMatchObject({ code: 0 });
    expect(weightsOf(own.store)).toEqual({ ...weightsOf(way.store), partials: [] });
    expect([own.hub.asked, own.registry.asked]).toEqual([[], []]);
  } finally {
    await own.close();
    mirror.stop();
  }
});
