/** Every command of the installed program, on each release of Node that it supports, with real input. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { programLines } from '../../scripts/command-lines';
import { writeModelFile } from '../gguf/model-file';
import { installed, project, root } from './support/installed';
import { kubectlIn } from './support/kubectl';
import { nodeOf, releases } from './support/nodes';
import { ended, type Ended } from './support/shell';

const program = join(installed, 'node_modules', 'corral', 'build', 'corral.js');
const commit = 'git add -A && git -c user.name=a -c user.email=a@example.com commit -qm x --allow-empty';

describe.each(releases)('on Node %s', (release) => {
  const node = nodeOf(release);
  const folder = project();
  const ours = project();
  const run = (words: string, place = folder, variables: NodeJS.ProcessEnv = {}): Ended =>
    ended(`'${node}' '${program}' ${words}`, place, variables);

  beforeAll(() => {
    expect(run('init .').status).toBe(0);
    ended(`git init -q . && ${commit}`, folder);
  });

  test('synth, plan and diff', () => {
    expect(run('synth')).toMatchObject({ status: 0, error: '' });
    expect(run('plan')).toMatchObject({
      status: 0,
      error: '',
      out: expect.stringMatching(/^local: all required pods/),
    });
    expect(run('diff HEAD . --exit-code')).toMatchObject({ status: 0, error: '' });
  });

  test('gitops', () => {
    cpSync(join(root, 'overlays'), join(ours, 'overlays'), { recursive: true });
    writeFileSync(join(ours, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
    ended(`git init -q gitops && cd gitops && ${commit}`, ours);
    expect(run('gitops --repo gitops --env staging', ours)).toMatchObject({ status: 0, error: '' });
    expect(run('gitops --repo gitops --env staging --check', ours)).toEqual({
      status: 0,
      out: 'staging: up to date\n',
      error: '',
    });
  });

  test('lock, by the path of a file', () => {
    const facts = {
      architecture: 'llama',
      blockCount: 2,
      contextLength: 4096,
      embeddingLength: 256,
      feedForwardLength: 512,
      headCount: 4,
      headCountKv: 2,
      keyLength: 64,
      valueLength: 64,
      vocabularySize: 320,
      ropeDimensionCount: 64,
    } as const;
    writeModelFile(join(folder, 'Tiny.Q4_K_M.gguf'), facts, 'Q4_K_M', { tied: false });
    expect(run('lock ./Tiny.Q4_K_M.gguf --repo example/tiny')).toMatchObject({ status: 0 });
    const lock = JSON.parse(readFileSync(join(folder, 'overlays', 'models.lock.json'), 'utf8')) as object;
    expect(lock).toMatchObject({ 'tiny/Q4_K_M': { architecture: facts, origin: { repo: 'example/tiny' } } });
  });

  test('discover and preflight, through kubectl', () => {
    const variables = kubectlIn(folder);
    expect(run('discover --name found', folder, variables)).toMatchObject({
      status: 0,
      error:
        'Save it as overlays/found.ts and add it to overlays/index.ts, then: corral preflight --env found --context one\n',
      out: expect.stringContaining("nodes: ['node-1']"),
    });
    expect(run('preflight --env local', folder, variables)).toMatchObject({
      status: 1,
      error: '',
      out: expect.stringMatching(/^local: /),
    });
  });

  test.each(Object.keys(programLines))('%s --help', (name) => {
    expect(run(`${name} --help`)).toMatchObject({
      status: 0,
      error: '',
      out: expect.stringContaining(`corral ${name}`),
    });
  });
});
