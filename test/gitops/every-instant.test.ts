/**
 * A run that ends at each of its writes, as a kill or a full disk ends it: `git status` shows the part, the next run
 * completes it.
 */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type * as fs from 'node:fs';
import type * as gitops from '../../deploy/gitops';
import { charts, model, synthesis } from './support/small';
import { checkout, contents, git, remove, sources } from './support/repository';

/** Writes that still succeed; the one after it, and all that follow, do not. */
let left = Number.POSITIVE_INFINITY;

class Killed extends Error {}

jest.mock('node:fs', () => {
  const real = jest.requireActual<typeof fs>('node:fs');
  const writes = ['writeFileSync', 'renameSync', 'rmSync', 'rmdirSync', 'mkdirSync'] as const;
  const failing =
    (name: (typeof writes)[number]) =>
    (...args: readonly unknown[]): unknown => {
      // The index of a commit is not in the repository.
      if (String(args[0]).includes('corral-index-'))
        return (real[name] as (...all: readonly unknown[]) => unknown)(...args);
      if (left <= 0) throw new Killed(name);
      left -= 1;
      return (real[name] as (...all: readonly unknown[]) => unknown)(...args);
    };
  return { ...real, ...Object.fromEntries(writes.map((name) => [name, failing(name)])) };
});

// After the mock, which imports would come before.
const { deliver } = jest.requireActual<typeof gitops>('../../deploy/gitops');

const before = synthesis(charts(model('chat'), model('legal'), model('old')));
const after = synthesis(charts(model('chat', 'engine:2'), model('legal'), model('new')));
const third = synthesis(charts(model('chat', 'engine:3'), model('legal'), model('third')));

/** What the small environment loses, which is more than a fifth of it. */
const allowDelete = ['old', 'new'].flatMap((name) => [
  `Deployment/llm-serving/${name}`,
  `ServiceAccount/llm-serving/${name}`,
  `ConfigMap/llm-serving/${name}-programs-0a1b2c3d`,
]);

let repo: string;
let source: string;
beforeEach(() => {
  repo = checkout();
  source = sources();
});
afterEach(() => {
  left = Number.POSITIVE_INFINITY;
  [repo, source].forEach(remove);
});

const run = (wanted: typeof before, options: Partial<gitops.GitopsOptions> = {}): Promise<gitops.Outcome> =>
  deliver([wanted], { repo, allowDelete, ...options });

/** Whether a run of so many writes gets to its end. */
async function endsAfter(count: number, options: Partial<gitops.GitopsOptions> = {}): Promise<boolean> {
  left = count;
  try {
    await run(after, options);
    return true;
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return false;
  } finally {
    left = Number.POSITIVE_INFINITY;
  }
}

/** The files of a state in a checkout of its own. */
async function filesOf(wanted: typeof before): Promise<Readonly<Record<string, string>>> {
  const folder = checkout();
  await deliver([wanted], { repo: folder });
  const files = contents(folder);
  remove(folder);
  return files;
}

test('the next run completes it, of the same sources and of others', async () => {
  const states = await Promise.all([before, after, third].map(filesOf));
  const parts = new Set<string>();
  await run(before);
  git(repo, 'add', '.');
  git(repo, 'commit', '--quiet', '-m', 'before');
  for (let count = 0, ended = false; !ended; count += 1) {
    ended = await endsAfter(count);
    const found = JSON.stringify(contents(repo));
    if (found !== JSON.stringify(states[0])) expect(git(repo, 'status', '--porcelain')).not.toBe('');
    parts.add(found);
    for (const [place, wanted] of [[count % 2 === 0 ? 1 : 2, count % 2 === 0 ? after : third]] as const) {
      await run(wanted);
      expect(contents(repo)).toEqual(states[place]);
    }
    git(repo, 'reset', '--quiet', '--hard');
    git(repo, 'clean', '--quiet', '-fd');
  }
  expect(parts.size).toBeGreaterThan(10);
}, 120_000);

test('with a commit: the branch has all of it or nothing, and the working tree follows when git is asked', async () => {
  await run(before, { commit: source });
  const first = git(repo, 'rev-parse', 'HEAD');
  const outcomes = new Set<string>();
  for (let count = 0, ended = false; !ended; count += 3) {
    ended = await endsAfter(count, { commit: source });
    outcomes.add(git(repo, 'rev-parse', 'HEAD') === first ? 'nothing' : 'all');
    git(repo, 'restore', '--source=HEAD', '--staged', '--worktree', '--', 'small', 'clusters/small/corral');
    git(repo, 'clean', '--quiet', '-fd');
    expect(git(repo, 'status', '--porcelain')).toBe('');
    expect(
      (await run(git(repo, 'rev-parse', 'HEAD') === first ? before : after, { check: true })).delivered[0]?.files,
    ).toEqual([]);
    git(repo, 'reset', '--quiet', '--hard', first);
  }
  expect(outcomes).toEqual(new Set(['all']));
}, 120_000);
