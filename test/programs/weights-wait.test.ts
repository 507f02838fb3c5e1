/** Waiting for weights that are read in place: until the loader has named them, and not for ever. Real busybox. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { seconds } from '../../lib/core/duration';
import { blobPath, ggufPath, manifestPath, type Weights } from '../../lib/programs/weights-layout';
import { weightsWait } from '../../lib/programs/weights-wait';
import { Sandbox } from './support/container';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { Origin } from './support/origin';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

const weights: Weights = hubModel(new Origin(), 'qwen/Q4_K_M', {
  'qwen-00001-of-00002.gguf': content('a', 40),
  'qwen-00002-of-00002.gguf': content('b', 40),
});
const names = weights.model.files.map(({ path }) => ggufPath(weights.key, path));

/** A name as the loader leaves it: a link to its blob. */
function name(root: string, path: string, sha256 = weights.model.files[names.indexOf(path)]?.sha256 ?? ''): void {
  const blob = join(root, blobPath(sha256));
  for (const folder of [dirname(blob), dirname(join(root, path))]) mkdirSync(folder, { recursive: true });
  writeFileSync(blob, 'weights');
  rmSync(join(root, path), { force: true });
  symlinkSync(relative(dirname(join(root, path)), blob), join(root, path));
}

const wait = (root: string, patience: number) =>
  weightsWait.run({ weights: [weights], root, patience: seconds(patience) });

describe('weights-wait', () => {
  test('ends at once when every name is there', async () => {
    const root = sandbox.volume('whole');
    for (const path of names) name(root, path);
    expect(await sandbox.run(wait(root, 10))).toEqual({ code: 0, output: `weights-wait: everything is in ${root}\n` });
  });

  test('waits for the last shard, and says once for what', async () => {
    const [first = '', second = ''] = names;
    const root = sandbox.volume('late');
    name(root, first);
    const running = sandbox.start(wait(root, 20));
    await running.said('waiting for the loader');
    name(root, second);
    expect(await running.ended).toEqual({
      code: 0,
      output: `weights-wait: waiting for the loader to download ${second}\nweights-wait: everything is in ${root}\n`,
    });
  });

  test('gives up when its patience is over, and says who should have brought it', async () => {
    const root = sandbox.volume('never');
    expect(await sandbox.run(wait(root, 5))).toEqual({
      code: 17,
      output:
        `weights-wait: waiting for the loader to download ${names[0]}\n` +
        `weights-wait: error: not there after 5 s: ${names[0]}. The loader downloads it: check its Job and its log; ` +
        'if its Job ended before the Job of another revision, delete the Job and apply it again.\n',
    });
  });

  test('does not take the weights of another revision for its own', async () => {
    const root = sandbox.volume('changed');
    const [first = '', second = ''] = names;
    name(root, first, 'f'.repeat(64));
    name(root, second);
    const running = sandbox.start(wait(root, 20));
    await running.said('waiting for the loader');
    name(root, first);
    expect(await running.ended).toEqual({
      code: 0,
      output:
        `weights-wait: waiting for the loader to download ${first} with sha256:${weights.model.files[0]?.sha256}, which is a link to other weights now\n` +
        `weights-wait: everything is in ${root}\n`,
    });
  });

  test('knows the manifest of an Ollama model by its digest', async () => {
    const origin = new Origin();
    const [old, next] = [
      registryModel(origin, 'tiny:1b', { model: content('old', 40) }),
      registryModel(origin, 'tiny:1b', { model: content('next', 40) }),
    ];
    const root = sandbox.volume('tag');
    const path = join(root, manifestPath('tiny:1b'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, next.manifest);
    const run = (model: Weights) => sandbox.run(weightsWait.run({ weights: [model], root, patience: seconds(0) }));
    expect(await run(next)).toMatchObject({ code: 0 });
    expect(await run(old)).toEqual({
      code: 17,
      output: expect.stringContaining(
        `tiny/1b with sha256:${sha256(old.manifest)}, which is a link to other weights now`,
      ),
    });
  });

  test('ends when it is told to, although the first process of a container has no default for SIGTERM', async () => {
    const running = sandbox.start(wait(sandbox.volume('ending'), 20));
    await new Promise((resolve) => {
      running.process.stdout?.once('data', resolve);
    });
    running.process.kill('SIGTERM');
    expect((await running.ended).code).toBe(143);
  });
});
