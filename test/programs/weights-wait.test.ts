/** Waiting for weights that are read in place: until the loader has named them, and not for ever. Real busybox. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from '@jest/globals';
import { seconds } from '../../lib/core/duration';
import { ggufPath, type Weights } from '../../lib/programs/weights-layout';
import { weightsWait } from '../../lib/programs/weights-wait';
import { Sandbox } from './support/container';
import { content, hubModel } from './support/models';
import { Origin } from './support/origin';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

const weights: Weights = hubModel(new Origin(), 'qwen/Q4_K_M', { 'qwen-00001-of-00002.gguf': content('a', 40), 'qwen-00002-of-00002.gguf': content('b', 40) });
const names = weights.model.files.map(({ path }) => ggufPath(weights.key, path));

function name(root: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), 'weights');
}

const wait = (root: string, patience: number) => weightsWait.run({ weights: [weights], root, patience: seconds(patience) });

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
    await setTimeout(300);
    name(root, second);
    expect(await running.ended).toEqual({ code: 0, output: `weights-wait: waiting for the loader to bring ${second}\nweights-wait: everything is in ${root}\n` });
  });

  test('gives up when its patience is over, and says who should have brought it', async () => {
    const root = sandbox.volume('never');
    expect(await sandbox.run(wait(root, 1))).toEqual({
      code: 17,
      output: `weights-wait: waiting for the loader to bring ${names[0]}\n`
        + `weights-wait: error: ${names[0]} is not there after 1 s. The loader puts it there: look at its Job and its log.\n`,
    });
  });
});
