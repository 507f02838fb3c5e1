/**
 * The workflows of GitHub, as far as they can be tried without it: what a linter says, what they may do, and their
 * shell steps on local repositories.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { environments } from '../../overlays';
import { toolPath } from '../../scripts/toolchain/tools';
import { shellcheck } from '../programs/support/debian';
import { sectionText } from '../report/support/page';
import { git, makeSources } from './support/sources';
import { actionsOf, readWorkflow, runStep, workflowsFolder, type Place, type Workflow } from './support/workflow';

const minutes = 60_000;
const names = readdirSync(workflowsFolder);
const render = readWorkflow('render.yml');

let actionlint: string;
let gojq: string;
beforeAll(async () => {
  actionlint = await toolPath('actionlint');
  gojq = await toolPath('gojq');
}, 10 * minutes);

describe.each(names)('%s', (name) => {
  test('has nothing that a linter would fix', () => {
    const { status, stdout } = spawnSync(
      actionlint,
      ['-no-color', '-shellcheck', shellcheck(), join(workflowsFolder, name)],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });

  test('runs actions by their commits, and may only read unless a job says otherwise', () => {
    const workflow = readWorkflow(name);
    expect(actionsOf(workflow).filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });
});

test('only the job that runs no code of a pull request may write, and only comments', () => {
  const permitted = Object.entries(render.jobs).filter(([, { permissions }]) => permissions !== undefined);
  expect(permitted.map(([name, { permissions, steps }]) => [name, permissions, steps.map(({ uses }) => uses)])).toEqual(
    [['comment', { 'pull-requests': 'write' }, [undefined]]],
  );
});

describe('the steps of render.yml', () => {
  let workspace: string;
  let source: string;
  let platform: string;
  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), 'corral-workflow-'));
    source = makeSources(workspace);
    platform = join(workspace, 'platform.git');
    git(workspace, 'init', '--quiet', '--bare', '--initial-branch=main', platform);
    const seed = join(workspace, 'seed');
    git(workspace, 'clone', '--quiet', platform, seed);
    git(seed, 'commit', '--quiet', '--allow-empty', '--message=platform');
    git(seed, 'push', '--quiet', 'origin', 'HEAD:main');
    git(workspace, 'clone', '--quiet', '--depth=1', `file://${platform}`, 'gitops');
  }, 2 * minutes);
  afterAll(() => rmSync(workspace, { recursive: true, force: true }));

  const place = (env: Readonly<Record<string, string>> = {}): Place => ({ workspace, env });
  const deliver = (refType: string): string => {
    const rendered = runStep(render, 'deliver', 'render', place({ GITHUB_REF_TYPE: refType }));
    if (rendered.status !== 0) throw new Error(rendered.output);
    const pushed = runStep(render, 'deliver', 'push', place());
    if (pushed.status !== 0) throw new Error(pushed.output);
    return rendered.output;
  };
  /** Folders of the repository's main branch. */
  const delivered = (): readonly string[] =>
    git(platform, 'ls-tree', '--name-only', '-r', 'main')
      .split('\n')
      .map((path) => path.split('/')[0] ?? '')
      .filter((folder, i, all) => all.indexOf(folder) === i)
      .sort();

  test(
    'a pull request is told what it changes, from its merge and the commit before',
    () => {
      const { status, output, outputs, summary } = runStep(render, 'diff', 'report', { workspace: source, env: {} });
      expect({ status, output }).toEqual({ status: 0, output: '' });
      expect(outputs['report']).toContain('### HEAD^1:staging → staging: objects ');
      expect(outputs['report']).toContain('### HEAD^1:production → production: no object differs');
      expect(summary.trim()).toBe(outputs['report']);
    },
    2 * minutes,
  );

  test(
    'the pages of a pull request show what it changes, are attached, and the comment links to them',
    () => {
      const temp = mkdtempSync(join(tmpdir(), 'corral-pages-'));
      try {
        const { status } = runStep(render, 'diff', 'pages', { workspace: source, env: { RUNNER_TEMP: temp } });
        expect(status).toBe(0);
        expect(readdirSync(join(temp, 'pages')).sort()).toEqual(
          ['index.html', ...environments.map(({ name: of }) => `${of}.html`)].sort(),
        );
        const page = (of: string): string => readFileSync(join(temp, 'pages', `${of}.html`), 'utf8');
        expect(sectionText(page('staging'), 'hosts')).toMatch(/The store: what changes .* 200\.0 GiB .* 220\.0 GiB/);
        expect(sectionText(page('production'), 'change')).toContain('No object differs.');
      } finally {
        rmSync(temp, { recursive: true });
      }
      const { steps, outputs } = render.jobs['diff'] ?? {};
      const upload = steps?.find(({ id }) => id === 'upload');
      expect(upload?.uses).toMatch(/^actions\/upload-artifact@/);
      expect(upload?.with).toMatchObject({ path: '${{ runner.temp }}/pages', 'if-no-files-found': 'error' });
      expect(outputs?.['pages']).toBe('${{ steps.upload.outputs.artifact-url }}');
    },
    3 * minutes,
  );

  test('a repository that init writes has the same job and comment', () => {
    const own = parse(
      readFileSync(join(__dirname, '../../templates/.github/workflows/review.yml'), 'utf8'),
    ) as Workflow;
    const jobOf = ({ jobs }: Workflow, name: string) => jobs[name]?.steps.filter(({ id }) => id !== undefined);
    for (const name of ['diff', 'comment']) expect(jobOf(own, name)).toEqual(jobOf(render, name));
  });

  test('one comment for each pull request, beside those of others', () => {
    const bin = join(workspace, 'bin');
    const comments = join(workspace, 'comments.json');
    mkdirSync(bin);
    symlinkSync(join(__dirname, 'support/gh.cjs'), join(bin, 'gh'));
    const other = { id: 1, user: { login: 'github-actions[bot]' }, body: 'coverage: 93 %' };
    const quoting = { id: 2, user: { login: 'somebody' }, body: '<!-- npm run diff -->\nlook at this' };
    writeFileSync(comments, JSON.stringify([other, quoting]));
    const say = (report: string): unknown => {
      const ended = runStep(render, 'comment', 'comment', {
        workspace,
        env: {
          PATH: [bin, process.env['PATH']].join(delimiter),
          COMMENTS: comments,
          GOJQ: gojq,
          GITHUB_REPOSITORY: 'somebody/platform',
        },
        expressions: {
          'github.token': 'token',
          'github.event.pull_request.number': '7',
          'needs.diff.outputs.report': report,
          'needs.diff.outputs.pages': 'https://github.com/somebody/platform/actions/runs/1/artifacts/2',
        },
      });
      expect(ended).toMatchObject({ status: 0, output: '' });
      return JSON.parse(readFileSync(comments, 'utf8'));
    };
    const ours = (report: string) => ({
      id: 102,
      user: { login: 'github-actions[bot]' },
      body: `<!-- npm run diff -->\n${report}\n\n[The page of each environment, with what changes](https://github.com/somebody/platform/actions/runs/1/artifacts/2)\n`,
    });
    expect(say('### a → b: `$(touch x)`')).toEqual([other, quoting, ours('### a → b: `$(touch x)`')]);
    expect(say('### a → c')).toEqual([other, quoting, ours('### a → c')]);
  });

  test(
    'a merge brings staging, a tag production, and somebody else may push meanwhile',
    () => {
      deliver('branch');
      expect(delivered()).toEqual(['clusters', 'staging']);
      const message = git(platform, 'log', '-1', '--format=%B', 'main');
      expect(message).toContain(`\nArgocd-reference-commit-sha: ${git(source, 'rev-parse', 'HEAD')}\n`);

      expect(deliver('branch')).toContain('nothing to commit');

      const colleague = join(workspace, 'colleague');
      git(workspace, 'clone', '--quiet', platform, colleague);
      writeFileSync(join(colleague, 'README.md'), 'ours\n');
      git(colleague, 'add', 'README.md');
      git(colleague, 'commit', '--quiet', '--message=a readme');
      git(colleague, 'push', '--quiet');
      deliver('tag');
      expect(delivered()).toEqual(['README.md', 'clusters', 'production', 'production-aws', 'staging']);
      expect(
        execFileSync('git', ['-C', platform, 'log', '--format=%an', 'main'], { encoding: 'utf8' })
          .split('\n')
          .slice(0, 3),
      ).toEqual(['corral', 'somebody', 'corral']);
    },
    3 * minutes,
  );
});
