/**
 * `npm run report -- --against REVISION` as a process, in a Git repository of its own: a revision whose overlays differ,
 * one whose program plans less than that of today, and one that does not render.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { plainEnvironment } from '../../scripts/toolchain/leash';
import { readPage, sectionText } from '../report/support/page';

const minutes = 60_000;
const root = join(__dirname, '../..');
let folder: string;

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** A commit with some texts replaced, and a tag on it; the files are then as they are here again. */
function revision(name: string, changes: readonly (readonly [file: string, from: string, to: string])[]): void {
  const before = changes.map(([file]) => [file, readFileSync(join(folder, file), 'utf8')] as const);
  for (const [file, from, to] of changes) edit(file, from, to);
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '-m', name);
  git('tag', name);
  for (const [file, text] of before) writeFileSync(join(folder, file), text);
}

/** What the program of an earlier time planned: no cost, and it knew no databases and no caches. */
const plannedLess = `{ name: environment.name, plan: JSON.parse(JSON.stringify(plan, (key, value) => ['cost', 'databases', 'caches'].includes(key) ? undefined : value)), charts }`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-against-'));
  for (const part of ['lib', 'overlays', 'scripts', 'deploy', 'services', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  // One environment: each revision renders all that it has.
  writeFileSync(
    join(folder, 'overlays/index.ts'),
    "import { production } from './production';\nexport const environments = [production];\n",
  );
  writeFileSync(join(folder, '.gitignore'), 'node_modules\nbuild\npages\n');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  git('init', '--quiet');
  revision('planned-less', [['lib/synthesise.ts', '{ name: environment.name, plan, charts }', plannedLess]]);
  revision('broken', [['overlays/production.ts', 'capacity: gib(1024)', 'capacity: gib(1)']]);
  revision('smaller-store', [['overlays/production.ts', 'capacity: gib(1024)', 'capacity: gib(900)']]);
}, 2 * minutes);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function against(name: string): { readonly status: number | null; readonly out: string; readonly error: string } {
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['run', '--silent', 'report', '--', '--env', 'production', '--against', name, '--out', `pages/${name}`],
    { cwd: folder, encoding: 'utf8', env: plainEnvironment({}) },
  );
  return { status, out: stdout, error: stderr };
}

const page = (name: string): string => readFileSync(join(folder, 'pages', name, 'production.html'), 'utf8');

describe('a revision whose overlays differ', () => {
  test(
    'is shown before and after in the sections that change, and in no other',
    () => {
      expect(against('smaller-store')).toMatchObject({ status: 0, error: '' });
      const html = page('smaller-store');
      expect(sectionText(html, 'change')).toMatch(/Compared with smaller-store\..*PersistentVolume/);
      expect(sectionText(html, 'hosts')).toMatch(
        /The store: what changes .* before .* 900\.0 GiB .* after .* 1024\.0 GiB/,
      );
      for (const id of ['models', 'rollouts', 'drains', 'reachability', 'data', 'cost'])
        expect([id, sectionText(html, id)]).toEqual([id, expect.stringContaining('Nothing changes here.')]);
      // Its alert has another threshold, and is neither gone nor new.
      expect(sectionText(html, 'monitoring')).toMatch(/StoreNearlyFull: store before .* StoreNearlyFull: store after/);
      expect(sectionText(html, 'monitoring')).not.toMatch(/ (gone|new) (ticket|page)/);
      expect(html).not.toContain('are not known');
      // Nothing of the checkout stays.
      expect(git('status', '--porcelain').trim()).toBe('M overlays/production.ts');
      expect(existsSync(join(folder, '.git/worktrees'))).toBe(false);
    },
    10 * minutes,
  );
});

describe('a revision whose program plans less', () => {
  test(
    'is compared in what it plans; what it lacks is named, and is not called new',
    () => {
      expect(against('planned-less')).toMatchObject({ status: 0, error: '' });
      const html = page('planned-less');
      const { errors, tags } = readPage(html);
      expect(errors).toEqual([]);
      expect(tags[0]?.text).not.toMatch(/NaN|undefined/);
      expect(sectionText(html, 'cost')).toContain('Numbers of planned-less are not known. Its plan has another form');
      expect(sectionText(html, 'hosts')).toContain(
        'Numbers of planned-less are not known in these tables: Volumes that pods keep.',
      );
      for (const id of ['models', 'rollouts', 'drains', 'gateway', 'reachability', 'files', 'monitoring'])
        expect([id, sectionText(html, id)]).toEqual([id, expect.stringContaining('Nothing changes here.')]);
    },
    10 * minutes,
  );
});

describe('a revision that does not render', () => {
  test(
    'is refused in its own words, and nothing is written',
    () => {
      const { status, out, error } = against('broken');
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(error).toMatch(
        /^broken: its own synth does not render it: \d+ faults?\.\n {2}fix: compare a revision that renders[^\n]*\n {2}\[RevisionRefused\]\nbroken:production/,
      );
      expect(error).toMatch(/nothing was written\.\s*$/);
      expect(existsSync(join(folder, 'pages', 'broken'))).toBe(false);
    },
    10 * minutes,
  );
});
