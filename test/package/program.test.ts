/** The program `corral` in a repository of one's own: what `init` writes, and every command on it. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { installed, project, root, textsBelow } from './support/installed';
import { ended, type Ended } from './support/shell';

const program = join(installed, 'node_modules', '.bin', 'corral');
const written = [
  '.github/workflows/review.yml',
  '.gitignore',
  'Pulumi.yaml',
  'README.md',
  'cdk8s.yaml',
  'main.ts',
  'overlays/base.ts',
  'overlays/index.ts',
  'overlays/local.ts',
  'overlays/models.lock.json',
  'overlays/models.ts',
  'package.json',
  'pulumi.ts',
  'test/local.test.ts',
  'tsconfig.json',
];

describe('a repository that init writes', () => {
  const folder = project();
  const corral = (words: string, variables?: NodeJS.ProcessEnv): Ended =>
    ended(`${program} ${words}`, folder, variables);
  let first: Ended;
  beforeAll(() => {
    first = corral('init');
    ended('git init -q . && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm first', folder);
  });

  test('has all files, each listed', () => {
    expect(first).toEqual({
      status: 0,
      out: `${written.map((path) => `written  ${path}`).join('\n')}\n\nnext: npm install && corral synth\n`,
      error: '',
    });
    for (const path of written) expect(existsSync(join(folder, path))).toBe(true);
  });

  test('is left as it is by a second init', () => {
    const before = textsBelow(folder);
    const { out } = corral('init .');
    expect(out).toBe(
      `${written.map((path) => `left     ${path}: it exists`).join('\n')}\n\nnext: npm install && corral synth\n`,
    );
    expect(textsBelow(folder)).toEqual(before);
  });

  test('names commands as the user started this one: through npx, or as a script', () => {
    const last = (started: string): string | undefined =>
      corral('init .', { npm_lifecycle_event: started }).out.split('\n').at(-2);
    expect(last('npx')).toBe('next: npm install && npx corral synth');
    expect(last('init')).toBe('next: npm install && npm run synth');
  });

  test('keeps a file that was there', () => {
    const place = project();
    writeFileSync(join(place, 'main.ts'), '// mine\n');
    expect(ended(`${program} init`, place).out).toContain('left     main.ts: it exists\n');
    expect(readFileSync(join(place, 'main.ts'), 'utf8')).toBe('// mine\n');
  });

  test('compiles, strictly', () => {
    expect(ended('npm run --silent check', folder)).toEqual({ status: 0, out: '', error: '' });
  });

  test('passes its own test, which fails where the rendering changes', () => {
    expect(ended('npm test', folder).status).toBe(0);
    expect(ended('npm test', folder).status).toBe(0);
    const snapshot = join(folder, 'test', 'local.snapshot.yaml');
    writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('kind: Namespace', 'kind: Other'));
    expect(ended('npm test', folder).status).not.toBe(0);
    rmSync(snapshot);
  });

  test('renders by synth, by npm, by main.ts and by cdk8s the same', () => {
    expect(corral('synth').status).toBe(0);
    const rendered = textsBelow(join(folder, 'dist'));
    expect(Object.keys(rendered)).toContain('local/kustomization.yaml');
    for (const line of [
      'npm run synth -- --out other',
      'npx tsx main.ts --out other',
      'npx cdk8s synth --output other',
    ]) {
      rmSync(join(folder, 'other'), { recursive: true, force: true });
      expect({ line, ...ended(line, folder) }).toMatchObject({ line, status: 0 });
      expect(textsBelow(join(folder, 'other'))).toEqual(rendered);
    }
    rmSync(join(folder, 'other'), { recursive: true });
  });

  test('plans', () => {
    expect(corral('plan')).toMatchObject({ status: 0, out: expect.stringMatching(/^local: all required pods fit/) });
  });

  test('makes a key for the client of its README, whose request names a model that is there', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const [, words = ''] = /KEY=\$\(npx corral (.+)\)/.exec(readme) ?? [];
    expect(words).toBe('key new --client default');
    const { status, out } = corral(`${words} --print`);
    expect(status).toBe(0);
    expect(out.trim()).toMatch(/^corral_[0-9A-Za-z]{8,12}_[0-9A-Za-z]{43}$/);
    const [, model = ''] = /"model": "(\w+)"/.exec(readme) ?? [];
    expect(readFileSync(join(folder, 'overlays', 'local.ts'), 'utf8')).toContain(`    ${model}: {`);
  });

  test('compares with a revision that its own overlays render', () => {
    const base = join(folder, 'overlays', 'base.ts');
    const before = readFileSync(base, 'utf8');
    writeFileSync(base, before.replace('parallel: 1', 'parallel: 2'));
    const { status, out, error } = corral('diff HEAD . --exit-code');
    writeFileSync(base, before);
    expect({ status, error }).toEqual({ status: 1, error: '' });
    expect(out).toMatch(/^HEAD:local → local: objects 2 changed/);
    expect(corral('diff HEAD . --exit-code').status).toBe(0);
  });

  test.each(['preflight --env local --context nowhere', 'discover --context nowhere'])(
    'asks for a cluster: %s',
    (words) => {
      expect(corral(words, { HOME: folder, KUBECONFIG: '' })).toEqual({
        status: 3,
        out: '',
        error: expect.stringMatching(/^kubeconfig: there is none: .*\n {2}fix: .*\n {2}\[KubeconfigNotRead\]\n$/),
      });
    },
  );

  test('locks a model into its own lock', () => {
    expect(corral('lock ./missing.gguf --repo owner/model')).toMatchObject({
      status: 3,
      error: expect.stringContaining('[FileNotFound]'),
    });
  });

  test('names other overlays, in the words of the program', () => {
    writeFileSync(join(folder, 'overlays', 'none.ts'), 'export const environments = [];\n');
    expect(corral('synth --overlays overlays/none.ts')).toEqual({
      status: 3,
      out: '',
      error: expect.stringMatching(/^overlays\/none\.ts: its list of environments is empty\./),
    });
    rmSync(join(folder, 'overlays', 'none.ts'));
    expect(corral('synth --what').error).toBe(
      "corral synth: there is no option '--what'.\n  allowed: --env · --out · --json · --overlays\n  help: corral synth --help\n  [Usage]\n",
    );
    expect(corral('plan --help').out).toContain('\nUsage: corral plan [--env NAME]…');
    expect(ended('npm run --silent plan -- --help', folder).out).toContain('\nUsage: npm run plan -- [--env NAME]…');
    expect(corral('--version').out).toBe(
      `${(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version}\n`,
    );
  });

  test('needs tsx where Node strips no types', () => {
    const alone = mkdtempSync(join(tmpdir(), 'corral-without-tsx-'));
    for (const name of ['corral', 'cdk8s', 'cdk8s-plus-28', 'constructs'])
      cpSync(join(installed, 'node_modules', name), join(alone, 'node_modules', name), { recursive: true });
    const corralJs = join(alone, 'node_modules', 'corral', 'build', 'corral.js');
    expect(ended(`${process.execPath} ${corralJs} init`, alone).status).toBe(0);
    const { status, error } = ended(`${process.execPath} ${corralJs} synth`, alone);
    rmSync(alone, { recursive: true });
    if ('typescript' in process.features) {
      expect({ status, error }).toEqual({ status: 0, error: '' });
    } else {
      expect({ status, error }).toEqual({
        status: 3,
        error: `overlays/index.ts: Node ${process.versions.node} cannot load it: it is TypeScript.\n  fix: npm install --save-dev tsx · use Node 22.18 or newer, with "type": "module" in package.json\n  [TypeScriptUnreadable]\n`,
      });
    }
  });
});

test('the overlays of this repository render there what they render here', () => {
  const folder = project();
  cpSync(join(root, 'overlays'), join(folder, 'overlays'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
  expect(ended(`${program} synth`, folder).status).toBe(0);
  expect(ended(`npm run --silent synth -- --out ${join(folder, 'here')}`, root).status).toBe(0);
  expect(textsBelow(join(folder, 'dist'))).toEqual(textsBelow(join(folder, 'here')));
  expect(Object.keys(textsBelow(join(folder, 'dist'))).length).toBeGreaterThan(50);
});

test('environments are delivered into a GitOps repository', () => {
  const folder = project();
  cpSync(join(root, 'overlays'), join(folder, 'overlays'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
  ended(
    'git init -q gitops && git -C gitops -c user.name=a -c user.email=a@example.com commit -qm x --allow-empty',
    folder,
  );
  expect(ended(`${program} gitops --repo gitops --env staging --check`, folder).status).toBe(1);
  expect(ended(`${program} gitops --repo gitops --env staging`, folder)).toMatchObject({ status: 0, error: '' });
  expect(ended(`${program} gitops --repo gitops --env staging --check`, folder)).toMatchObject({
    status: 0,
    out: 'staging: up to date\n',
  });
  const lock = textsBelow(join(folder, 'gitops'));
  expect(Object.entries(lock).find(([path]) => path.endsWith('manifest.lock.json'))?.[1]).toMatch(/"cdk8s": ?"2\./);
});
