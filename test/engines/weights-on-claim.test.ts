/**
 * A claim of others that engines read in place: the real engines start from the rendered pods once the verifier's Job
 * has proven its files, and nothing writes to the claim, which belongs to another user here.
 */
import { afterEach, expect, test } from '@jest/globals';
import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gib, gigabytes, type EnvironmentInput, type Model } from '../../lib';
import { startReady } from './support/kubelet';
import { render } from './support/rendered';
import { tinyEnvironment } from './support/tiny-environment';
import { hubEntry, hubRepository, quick, sha256, tinyFile } from './support/tiny-model';
import { generated, taggedModel, untilSaid, WeightsWay, type TaggedModel } from './support/weights-way';

const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const commit = 'c'.repeat(40);
const [file, other] = [tinyFile(quick, 21), tinyFile(quick, 22)];
const tagged = taggedModel(quick, tinyFile(quick, 23), 'tiny:1b');
const entry: Model = {
  ...hubEntry(quick, file, 'F32/quick.gguf'),
  origin: { from: 'huggingface', repo: hubRepository, revision: commit },
};

type OnClaim = Pick<Extract<EnvironmentInput['cluster']['weights'], { kind: 'existing' }>, 'layout' | 'folder'>;

function environment(place: OnClaim, workloads: Omit<Parameters<typeof tinyEnvironment>[0], 'catalog'>) {
  const tiny = tinyEnvironment({ catalog: { 'quick/F32': entry, 'tiny:1b': tagged.model }, ...workloads });
  return {
    ...tiny,
    prerequisites: [{ kind: 'StorageClass', name: 'shared', providedBy: 'the cluster team' }],
    cluster: {
      ...tiny.cluster,
      weights: {
        kind: 'existing',
        claimName: 'of-others',
        ...place,
        read: 'in-place',
        proofsClass: 'shared',
        reason: 'the filer is as available as the cluster',
        capacity: gib(10),
        bandwidth: gigabytes(1),
      },
    },
  } as const satisfies EnvironmentInput;
}
const llamaServer = { models: { quick: { weights: 'quick/F32', settings } } };
const ollama = { ollama: { fleet: { models: ['tiny:1b'], settings } } } as const;

let way: WeightsWay | undefined;
afterEach(() => way?.close());

/** Writes files below a folder as their owner, which is not the user of the pods. */
function put(root: string, files: Readonly<Record<string, Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { mode: 0o644 });
  }
}

/** Every file of a folder, with what a write would change. */
const state = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, mtimeMs, ctimeMs, uid, gid, size } = statSync(join(root, name));
      return [name, mode, mtimeMs, ctimeMs, uid, gid, size];
    });

/** What the registry has of a model, as Ollama keeps it. */
const ollamaFolder = ({ manifest, served }: TaggedModel): Readonly<Record<string, Buffer>> => ({
  'manifests/registry.ollama.ai/library/tiny/1b': manifest,
  ...Object.fromEntries(
    [...served].flatMap(([path, content]) =>
      path.includes('/blobs/') ? [[`blobs/sha256-${sha256(content)}`, content] as const] : [],
    ),
  ),
});

/** Opens a way with a claim, and fills it. */
async function open(input: EnvironmentInput, fill: (claim: string) => void) {
  way = await WeightsWay.open(render(input));
  const claim = way.machine.folder('of-others');
  if (process.getuid?.() === 0) chownSync(claim, 0, 0);
  chmodSync(claim, 0o755);
  fill(claim);
  return { way, claim };
}

test.each([
  {
    layout: 'its paths in the catalogue',
    input: environment({ layout: 'paths', folder: 'models' }, llamaServer),
    fill: (claim: string) => put(claim, { 'models/F32/quick.gguf': file }),
    name: 'quick',
    engine: 'llama-server',
    job: 'verify-quick',
  },
  {
    layout: 'the cache of a hub',
    input: environment({ layout: 'hub-cache' }, llamaServer),
    fill: (claim: string) => {
      const repository = join(claim, `models--${hubRepository.replace('/', '--')}`);
      put(repository, { [`blobs/${sha256(file)}`]: file });
      const snapshot = join(repository, 'snapshots', commit, 'F32');
      mkdirSync(snapshot, { recursive: true });
      symlinkSync(join('..', '..', '..', 'blobs', sha256(file)), join(snapshot, 'quick.gguf'));
    },
    name: 'quick',
    engine: 'llama-server',
    job: 'verify-quick',
  },
  {
    layout: 'the folder of an Ollama',
    input: environment({ layout: 'ollama-models', folder: 'ollama' }, ollama),
    fill: (claim: string) => put(join(claim, 'ollama'), ollamaFolder(tagged)),
    name: 'fleet',
    engine: 'ollama',
    job: 'verify-tiny',
  },
] as const)('$name starts from $layout', async ({ input, fill, name, engine, job }) => {
  const { way: opened, claim } = await open(input, fill);
  const before = state(claim);
  const pod = await opened.place(name, { volumes: { weights: claim } });
  const waiting = await pod.start('stager');
  await untilSaid(waiting, 'is not verified yet');
  expect(await opened.runJob(job, { volumes: { source: claim } })).toMatchObject({ code: 0 });
  expect(await waiting.end).toMatchObject({ code: 0, output: expect.stringContaining('is verified') });
  await startReady(pod, engine);
  expect(await generated(pod)).toBe(8);
  expect(state(claim)).toEqual(before);
});

test('no engine starts on another file, and the Job names it', async () => {
  const { way: opened, claim } = await open(environment({ layout: 'paths' }, llamaServer), (root) =>
    put(root, { 'F32/quick.gguf': other }),
  );
  expect(await opened.runJob('verify-quick', { volumes: { source: claim } })).toMatchObject({
    code: 14,
    output: expect.stringContaining(
      `F32/quick.gguf: is sha256:${sha256(other)}, and the catalogue names sha256:${sha256(file)}`,
    ),
  });
  const pod = await opened.place('quick', { volumes: { weights: claim } });
  expect(await (await pod.start('stager')).end).toMatchObject({
    code: 14,
    output: expect.stringContaining('F32/quick.gguf on the claim is not the file of the catalogue'),
  });
});
