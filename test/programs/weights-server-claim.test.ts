/**
 * A weights server over a claim that others filled, and stagers that fetch from it: the real nginx, the real curl. What
 * is not of the catalogue is served to nobody, and staged by nobody.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClaimPlace } from '../../lib/catalog/claim-layout';
import { seconds } from '../../lib/core/duration';
import { filesOnClaim } from '../../lib/programs/claim-files';
import { stager } from '../../lib/programs/stager';
import { weightsServer } from '../../lib/programs/weights-server';
import { Sandbox, type Running } from './support/container';
import { nginx } from './support/debian';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { freePort } from '../components/ports';
import { Origin } from './support/origin';
import { blobsOf, namesOf } from './support/store';

const file = content('weights', 300_000);
const other = content('other', 5000);
const layer = content('layer', 900);
const place: ClaimPlace = { layout: 'ollama-models', folder: 'ollama' };
const paths: ClaimPlace = { layout: 'paths', folder: 'gguf' };
const model = hubModel(new Origin(), 'tiny/Q4_K_M', { 'a/tiny.gguf': file });
const wrong = hubModel(new Origin(), 'wrong/Q4_K_M', { 'a/wrong.gguf': other });
const tag = registryModel(new Origin(), 'tiny:1b', { model: layer });

let sandbox: Sandbox;
let claim: string;
let url: string;
let running: Running;

function put(path: string, bytes: Buffer): void {
  mkdirSync(dirname(join(claim, path)), { recursive: true });
  writeFileSync(join(claim, path), bytes);
}

beforeAll(async () => {
  sandbox = new Sandbox();
  claim = sandbox.volume('claim');
  put('gguf/a/tiny.gguf', file);
  put('gguf/a/wrong.gguf', content('not the one', 5000));
  put('gguf/secret.txt', other);
  put('ollama/manifests/registry.ollama.ai/library/tiny/1b', tag.manifest);
  const config: unknown = JSON.parse(tag.manifest.toString());
  const { config: layers } = config as { readonly config: { readonly digest: string } };
  put(`ollama/blobs/sha256-${sha256(layer)}`, layer);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const files = [
    ...filesOnClaim(paths, 'weights-server', [model, wrong]),
    ...filesOnClaim(place, 'weights-server', [tag]),
    { sha256: layers.digest.slice(7), path: `ollama/blobs/${layers.digest.replace(':', '-')}` },
  ];
  running = sandbox.start(
    weightsServer({ root: claim, port, workers: 1, files, scratch: sandbox.volume('scratch') }),
    {},
    [sandbox.tool(nginx())],
  );
  for (let tries = 0; tries < 100; tries += 1) {
    if (
      await fetch(`${url}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
  throw new Error(`nginx does not answer: ${(running.killAll(), await running.ended).output}`);
});
afterAll(async () => {
  running.process.kill('SIGTERM');
  await running.ended;
  sandbox.remove();
});

const stage = (weights: typeof model) =>
  sandbox.run(
    stager.run({
      weights: [weights],
      server: url,
      root: sandbox.volume(`root-${weights.key.replace(/\W/g, '-')}`),
      patience: seconds(2),
      firstPause: seconds(0),
    }),
  );
const rootOf = (key: string): string => join(sandbox.folder, `root-${key.replace(/\W/g, '-')}`);

test('serves what the catalogue names, by its digest, and nothing else', async () => {
  const statusOf = async (path: string): Promise<number> => (await fetch(`${url}${path}`)).status;
  expect(await statusOf(`/blobs/sha256-${sha256(file)}`)).toBe(200);
  for (const path of [
    '/gguf/a/tiny.gguf',
    '/gguf/secret.txt',
    `/blobs/sha256-${sha256('x')}`,
    '/blobs/../gguf/secret.txt',
  ])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
});

test('a stager brings the file under its own name', async () => {
  expect((await stage(model)).code).toBe(0);
  expect(namesOf(rootOf(model.key))).toEqual(['gguf/tiny/Q4_K_M/tiny.gguf']);
  expect(sha256(readFileSync(join(rootOf(model.key), 'gguf/tiny/Q4_K_M/tiny.gguf')))).toBe(sha256(file));
});

test('a stager refuses a file that is not that of the catalogue', async () => {
  const { code, output } = await stage(wrong);
  expect(code).toBe(14);
  expect(output).toContain(`where the catalogue names sha256:${sha256(other)}. Nothing of it was published.`);
  expect(blobsOf(rootOf(wrong.key))).toEqual([]);
});
