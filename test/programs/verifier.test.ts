/**
 * Verifying a claim that others filled, and the wait of an engine that reads it in place: real busybox, real files.
 * What differs is named, and no engine starts on it.
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ClaimPlace } from '../../lib/catalog/claim-layout';
import { seconds } from '../../lib/core/duration';
import { filesOnClaim } from '../../lib/programs/claim-files';
import { proofWait } from '../../lib/programs/proof-wait';
import { verifier } from '../../lib/programs/verifier';
import type { Weights } from '../../lib/programs/weights-layout';
import { Sandbox } from './support/container';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { Origin } from './support/origin';

let sandbox: Sandbox;
let claim: string;
let proofs: string;

beforeEach(() => {
  sandbox = new Sandbox();
  claim = sandbox.volume('claim');
  proofs = sandbox.volume('proofs');
});
afterEach(() => sandbox.remove());

const file = content('weights', 300_000);
const second = content('second', 1000);
const weights = hubModel(new Origin(), 'tiny/Q4_K_M', { 'gguf/tiny.gguf': file, 'gguf/mmproj.gguf': second });
const paths: ClaimPlace = { layout: 'paths', folder: 'models' };

function put(path: string, bytes: Buffer): string {
  const here = join(claim, path);
  mkdirSync(dirname(here), { recursive: true });
  writeFileSync(here, bytes);
  return here;
}
const fill = () => {
  put('models/gguf/tiny.gguf', file);
  put('models/gguf/mmproj.gguf', second);
};

const verify = (all: readonly Weights[] = [weights], place = paths) =>
  sandbox.run(verifier.run({ weights: all, place, reader: 'engine', claim, proofs }));
const wait = (patience = 1, all: readonly Weights[] = [weights], place = paths) =>
  proofWait.run({ weights: all, place, claim, proofs, patience: seconds(patience) });

/** Every file of the claim, with its mode, times and owner. */
const state = () =>
  readdirSync(claim, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, mtimeMs, ctimeMs, uid, gid, size } = statSync(join(claim, name));
      return [name, mode, mtimeMs, ctimeMs, uid, gid, size];
    });

const again =
  'Then delete this Job and apply it again. No engine starts on these files, and nothing on the claim was changed.';

describe('files that are those of the catalogue', () => {
  test('are verified once; engines start, and the claim is as it was', async () => {
    fill();
    const before = state();
    // Time for a first look, on a machine that has other work.
    expect(await sandbox.run(wait(5))).toEqual({
      code: 17,
      output:
        'proof-wait: waiting: models/gguf/tiny.gguf is not verified yet\n' +
        'proof-wait: error: not there after 5 s: models/gguf/tiny.gguf is not verified yet. The verifier reads it: check its Job and its log.\n',
    });
    const first = await verify();
    expect(first).toEqual({
      code: 0,
      output: expect.stringContaining(`models/gguf/tiny.gguf: verified, sha256:${sha256(file)}`),
    });
    expect(await sandbox.run(wait())).toEqual({ code: 0, output: `proof-wait: everything in ${claim} is verified\n` });
    expect(state()).toEqual(before);
    const next = await verify();
    expect(next.output).toContain('models/gguf/tiny.gguf: is verified');
    expect(next.output).not.toContain('hashing');
  });

  test('may be verified while an engine waits for them', async () => {
    fill();
    const running = sandbox.start(wait(20));
    await running.said('is not verified yet');
    await verify();
    expect(await running.ended).toEqual({
      code: 0,
      output: `proof-wait: waiting: models/gguf/tiny.gguf is not verified yet\nproof-wait: everything in ${claim} is verified\n`,
    });
  });

  test('may be links, as in the cache of a hub', async () => {
    const revision = 'c'.repeat(40);
    const cached: Weights = {
      ...weights,
      model: { ...weights.model, origin: { from: 'huggingface', repo: 'org/tiny-GGUF', revision } },
    };
    const place: ClaimPlace = { layout: 'hub-cache' };
    for (const [path, bytes] of [
      ['gguf/tiny.gguf', file],
      ['gguf/mmproj.gguf', second],
    ] as const) {
      put(`models--org--tiny-GGUF/blobs/${sha256(bytes)}`, bytes);
      const link = join(claim, `models--org--tiny-GGUF/snapshots/${revision}/${path}`);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(`../../../blobs/${sha256(bytes)}`, link);
    }
    expect((await verify([cached], place)).code).toBe(0);
    expect((await sandbox.run(wait(1, [cached], place))).code).toBe(0);
    // The weights server serves no links: it has the blobs.
    expect(filesOnClaim(place, 'weights-server', [cached]).map(({ path }) => path)).toEqual([
      `models--org--tiny-GGUF/blobs/${sha256(file)}`,
      `models--org--tiny-GGUF/blobs/${sha256(second)}`,
    ]);
  });

  test('may be the folder of an Ollama', async () => {
    const tag = registryModel(new Origin(), 'tiny:1b', { model: file, params: second });
    const place: ClaimPlace = { layout: 'ollama-models' };
    put('manifests/registry.ollama.ai/library/tiny/1b', tag.manifest);
    for (const bytes of [file, second]) put(`blobs/sha256-${sha256(bytes)}`, bytes);
    expect((await verify([tag], place)).code).toBe(0);
    expect((await sandbox.run(wait(1, [tag, { ...tag, form: 'gguf' }], place))).code).toBe(0);
  });
});

describe('a file that differs is named, and no engine starts on it', () => {
  const engine = async () => {
    const { code, output } = await sandbox.run(wait());
    return { code, error: /^proof-wait: error: (.*)$/m.exec(output)?.[1] };
  };
  const refused = {
    code: 14,
    error:
      `models/gguf/tiny.gguf on the claim is not the file of the catalogue, which has sha256:${sha256(file)}. ` +
      'Put the right file there, or lock the model again. Then delete its Job and apply it again.',
  };

  test('by its bytes; the others are verified all the same', async () => {
    fill();
    const other = Buffer.from(file);
    other[9] = (other[9] ?? 0) ^ 1;
    put('models/gguf/tiny.gguf', other);
    const { code, output } = await verify();
    expect({ code, output }).toEqual({
      code: 14,
      output: expect.stringContaining(
        `verifier: models/gguf/tiny.gguf: is sha256:${sha256(other)}, and the catalogue names sha256:${sha256(file)}\n`,
      ),
    });
    expect(output).toContain(`models/gguf/mmproj.gguf: verified, sha256:${sha256(second)}`);
    expect(output).toContain(
      `verifier: error: these files are not those of the catalogue: models/gguf/tiny.gguf. Put the right files there, or lock the model again. ${again}\n`,
    );
    expect(await engine()).toEqual(refused);
  });

  test('by its size, before it is read', async () => {
    fill();
    put('models/gguf/tiny.gguf', second);
    const { code, output } = await verify();
    expect(code).toBe(14);
    expect(output).toContain('verifier: models/gguf/tiny.gguf: has 1000 bytes, and the catalogue names 300000\n');
    expect(output).not.toContain('models/gguf/tiny.gguf: hashing');
    expect(await engine()).toEqual(refused);
  });

  test('until the right file is there and is verified', async () => {
    fill();
    put('models/gguf/tiny.gguf', second);
    await verify();
    const here = put('models/gguf/tiny.gguf', file);
    utimesSync(here, 1, 1);
    expect((await engine()).error).toContain(
      'models/gguf/tiny.gguf has changed since it was verified: delete its Job and apply it again.',
    );
    expect((await verify()).code).toBe(0);
    expect((await sandbox.run(wait())).code).toBe(0);
  });

  test('also when it changes after it was verified', async () => {
    fill();
    await verify();
    utimesSync(put('models/gguf/tiny.gguf', Buffer.from(file.map((byte) => byte ^ 1))), 1, 1);
    expect(await engine()).toMatchObject({
      code: 17,
      error: expect.stringContaining('has changed since it was verified'),
    });
    expect((await verify()).code).toBe(14);
    expect(await engine()).toEqual(refused);
  });
});

test('a file that is not there, or that its user may not read, is named', async () => {
  put('models/gguf/tiny.gguf', file);
  const { code, output } = await verify();
  const uid = process.getuid?.() === 0 ? 10001 : process.getuid?.();
  expect(code).toBe(13);
  expect(output).toContain(
    `verifier: models/gguf/mmproj.gguf: there is no such file on the claim, or a folder above it is closed to user ${uid}\n`,
  );
  expect(output).toContain(
    `verifier: error: these files could not be read: models/gguf/mmproj.gguf. Check the layout and the folder of the claim, and the rights of its files. ${again}\n`,
  );
  rmSync(join(claim, 'models'), { recursive: true });
  expect((await sandbox.run(wait())).output).toContain('models/gguf/tiny.gguf is not on the claim');
});

test('a full volume for proofs is reported, and nothing is taken for verified', async () => {
  fill();
  rmSync(proofs, { recursive: true });
  writeFileSync(proofs, '');
  expect((await verify()).code).toBe(16);
});
