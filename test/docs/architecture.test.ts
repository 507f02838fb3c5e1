/** ARCHITECTURE.md describes the folders that exist, and what it reports of one value is what happens. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { production } from '../../overlays/production';
import { explain } from '../../scripts/plan/explain';
import folders from '../../scripts/reference/folders.json';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
const foldersOf = (path: string): readonly string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe('the table of folders', () => {
  test('has every folder of lib, and no other', () => {
    const there = foldersOf('lib').flatMap((name) =>
      name === 'kubernetes' ? foldersOf('lib/kubernetes').map((part) => `kubernetes/${part}`) : [name],
    );
    expect(folders.lib.map(({ folder }) => folder).sort()).toEqual([...there].sort());
  });

  test('names only imports of folders that stand above', () => {
    const wrong = folders.lib.flatMap(({ folder, imports }, i) => {
      const above = folders.lib.slice(0, i).map((each) => each.folder);
      return imports.filter((each) => !above.includes(each)).map((each) => `${folder} imports ${each}`);
    });
    expect(wrong).toEqual([]);
  });

  test('has every folder of the top level that is not hidden', () => {
    const ignored = [...readFileSync(join(root, '.gitignore'), 'utf8').matchAll(/^\/?([\w-]+)\/$/gm)].map(
      ([, name]) => name,
    );
    const there = foldersOf('.').filter((name) => !name.startsWith('.') && !ignored.includes(name));
    expect(folders.top.map(({ folder }) => folder).sort()).toEqual([...there].sort());
  });
});

test('every path of the page exists', () => {
  const paths = [...page.matchAll(/`((?:lib|overlays|scripts|deploy|test|docs)\/[\w./-]*)`/g)].map(([, path]) => path);
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter((path = '') => !existsSync(join(root, path)))).toEqual([]);
});

test('the numbers of the value are those of the plan and of the manifest', () => {
  const { plan, charts } = synthesise(production);
  const server = plan.servers.find(({ workload }) => workload.name === 'llama-3-70b');
  if (server === undefined) throw new Error('no llama-3-70b');
  expect(page).toContain('8192 cells in each of 4 streams');
  expect(page).toContain('10 240 MiB of KV cache');
  expect(explain({ plan, workload: server })).toMatch(/10 240 {2}KV cache: 80 layers of 8192 cells in 4 streams/);
  const drawn = charts.find(({ name }) => name === 'model-llama-3-70b');
  expect(page).toContain('`--ctx-size 32768 --parallel 4`');
  expect(JSON.stringify(drawn?.manifests)).toContain('"--ctx-size","32768","--parallel","4"');
  expect(page).toContain(`${drawn?.wave}0-${drawn?.name}.yaml`);
});
