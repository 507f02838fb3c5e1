/** Two runs at once, and runs that are killed: real processes on a real git. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deliver } from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';
import { checkout, everything, git, pathsBelow, refusalOf, remove, sources } from './support/repository';

const states = ['engine:1', 'engine:2'].map((image) => synthesis(charts(model('chat', image), model('legal'))));
const [two = synthesis([])] = states;

let repo: string;
let source: string;
beforeEach(() => {
  repo = checkout();
  source = sources();
});
afterEach(() => [repo, source].forEach(remove));

interface Worker {
  readonly child: ChildProcess;
  /** Fault codes of each of its runs. */
  readonly codes: Set<string>;
}

async function startWorker(...commit: readonly string[]): Promise<Worker> {
  const worker = join(__dirname, 'deliver-for-ever.worker.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', worker, repo, ...commit], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const codes = new Set<string>();
  child.stdout.on('data', (text: Buffer) =>
    text
      .toString()
      .trim()
      .split(/\s+/)
      .forEach((code) => codes.add(code)),
  );
  await once(child.stdout, 'data');
  return { child, codes };
}

async function kill({ child }: Worker): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** git ends when the process that started it has ended, a moment later. */
async function unlocked(): Promise<void> {
  const locks = (): readonly string[] => pathsBelow(join(repo, '.git')).filter((path) => path.endsWith('.lock'));
  for (let tries = 0; tries < 100 && locks().length > 0; tries += 1) await setTimeout(20);
  expect(locks()).toEqual([]);
}

const statesThere = async (): Promise<number> => {
  const all = await Promise.all(states.map((each) => deliver([each], { repo, check: true })));
  return all.filter(({ delivered: [first] }) => first?.files.length === 0 && first.faults.length === 0).length;
};

test('two at once, killed at any moment: the next run completes it', async () => {
  for (const life of [43, 97, 211]) {
    const workers = await Promise.all([startWorker(), startWorker()]);
    await setTimeout(life);
    await Promise.all(workers.map(kill));
    await unlocked();
    for (const { codes } of workers)
      expect([...codes].filter((code) => !['written', 'AnotherRun'].includes(code))).toEqual([]);
    await deliver([two], { repo });
    expect(await statesThere()).toBe(1);
  }
}, 120_000);

test('two at once that commit: each run is a whole commit, or one clear fault', async () => {
  const workers = await Promise.all([startWorker(source), startWorker(source)]);
  await setTimeout(3_000);
  await Promise.all(workers.map(kill));
  await unlocked();
  const codes = new Set(workers.flatMap((worker) => [...worker.codes]));
  expect(codes).toContain('written');
  expect(
    [...codes].filter(
      (code) => !['written', 'AnotherRun', 'ChangedMeanwhile', 'LocalChanges', 'WorkingTreeBehind'].includes(code),
    ),
  ).toEqual([]);
  // A run that is killed before it moves the branch leaves a commit that nothing names.
  expect(git(repo, 'fsck', '--strict', '--no-dangling')).toBe('');
  const history = git(repo, 'log', '--format=%s').split('\n');
  expect(history.length).toBeGreaterThan(1);
  expect(new Set(history)).toEqual(new Set(['small: 15 added', 'small: 1 changed']));
  git(repo, 'reset', '--quiet', '--hard');
  git(repo, 'clean', '--quiet', '-fd');
  expect(await statesThere()).toBe(1);
}, 120_000);

test('another run that holds the lock is named, with its file', async () => {
  const lock = join(repo, '.git/CORRAL_WRITER.lock');
  writeFileSync(lock, '');
  expect(await refusalOf(() => deliver([two], { repo }))).toBe(
    `--repo: another run, or another git command, writes to this repository: ${lock} exists.\n  fix: wait until it ends, then run again; if nothing is running, remove this file\n  [AnotherRun]`,
  );
  expect((await deliver([two], { repo, check: true })).delivered[0]?.faults).toEqual([]);
});

test('a commit of others in the meantime: the branch is theirs, and nothing is written', async () => {
  await deliver([two], { repo, commit: source });
  // A signing program that commits: it runs after the run has read the branch, and before the run moves it.
  const program = join(source, '.git/sign');
  writeFileSync(
    program,
    `#!/bin/sh\ngit -c commit.gpgsign=false commit --quiet --allow-empty -m theirs\nprintf '\\n[GNUPG:] SIG_CREATED ' >&2\necho signature\n`,
    { mode: 0o755 },
  );
  git(repo, 'config', 'commit.gpgsign', 'true');
  git(repo, 'config', 'gpg.program', program);
  const before = everything(join(repo, 'small'));
  expect(await refusalOf(() => deliver(states.slice(1), { repo, commit: source }))).toBe(
    '--commit: another commit was made on this branch during this run; nothing was written.\n  fix: run again\n  [ChangedMeanwhile]',
  );
  expect(git(repo, 'log', '-1', '--format=%s')).toBe('theirs');
  expect(everything(join(repo, 'small'))).toEqual(before);
  expect(git(repo, 'status', '--porcelain')).toBe('');
});
