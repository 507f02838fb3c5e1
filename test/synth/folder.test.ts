/** The folder writer: whole or untouched, fixed by the next run, and never a file removed that it did not write. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { FaultError } from '../../lib';
import type { Index } from '../../lib/internal';
import { requireFree, writeFolder } from '../../scripts/synth/folder';

const rendered = (...names: readonly string[]): ReadonlyMap<string, string> =>
  new Map([
    ...names.map((name) => [name, `# ${name}\n`] as const),
    ['kustomization.yaml', 'kind: Kustomization\n'],
    [
      'index.json',
      JSON.stringify({
        environment: 'x',
        complete: true,
        files: names.map((path) => ({ path, chart: path, wave: 0, objects: [] })),
      } satisfies Index),
    ],
  ]);

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

describe('writeFolder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'corral-folder-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const faultOf = (act: () => void): string => {
    try {
      act();
    } catch (error) {
      if (error instanceof FaultError) return error.message;
      throw error;
    }
    return 'nothing was refused';
  };

  test('writes every file into a folder that need not exist', () => {
    const inner = join(folder, 'dist', 'x');
    writeFolder(inner, rendered('a.yaml'));
    expect(contents(inner)).toEqual(Object.fromEntries(rendered('a.yaml')));
  });

  test('removes what the last index names and the new files lack, and nothing else', () => {
    writeFolder(folder, rendered('a.yaml', 'b.yaml'));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFolder(folder, rendered('b.yaml', 'c.yaml'));
    expect(contents(folder)).toEqual({ ...Object.fromEntries(rendered('b.yaml', 'c.yaml')), 'notes.txt': 'mine' });
  });

  test('leaves a file alone whose text is already right', () => {
    writeFolder(folder, rendered('a.yaml'));
    const before = contents(folder);
    writeFolder(folder, rendered('a.yaml'));
    expect(contents(folder)).toEqual(before);
  });

  test('refuses a folder whose files it would overwrite without having written them', () => {
    writeFileSync(join(folder, 'a.yaml'), 'mine');
    expect(faultOf(() => writeFolder(folder, rendered('a.yaml')))).toBe(
      `${folder}: it holds files that Corral did not write: a.yaml.\n  fix: move them away, or choose another folder with --out\n  [FolderNotOurs]`,
    );
    expect(contents(folder)).toEqual({ 'a.yaml': 'mine' });
  });

  test.each([['../victim.yaml'], ['/etc/passwd'], ['a/b.yaml'], ['.git'], [undefined]])(
    'refuses an index that names %s, and removes nothing',
    (path) => {
      const inner = join(folder, 'dist');
      writeFolder(inner, rendered('a.yaml'));
      writeFileSync(join(folder, 'victim.yaml'), 'mine');
      writeFileSync(
        join(inner, 'index.json'),
        JSON.stringify({ environment: 'x', complete: true, files: [{ path, chart: 'a', wave: 0, objects: [] }] }),
      );
      expect(faultOf(() => writeFolder(inner, rendered('b.yaml')))).toBe(
        `${inner}/index.json: the file is not an index that Corral wrote.\n  fix: remove ${inner}/index.json, or choose another folder with --out\n  [FolderNotOurs]`,
      );
      expect([readdirSync(folder).sort(), readdirSync(inner).sort()]).toEqual([
        ['dist', 'victim.yaml'],
        ['a.yaml', 'index.json', 'kustomization.yaml'],
      ]);
    },
  );

  test('refuses the folder of one environment, and folders in it, as a place for several', () => {
    writeFolder(join(folder, 'staging'), rendered('a.yaml'));
    const [taken, within] = [join(folder, 'staging'), join(folder, 'staging', 'deep', 'er')];
    for (const out of [taken, within]) {
      expect(faultOf(() => requireFree(out))).toBe(
        `${out}: ${taken} holds the manifests of environment 'x'.\n  fix: choose another folder with --out\n  [FolderTaken]`,
      );
    }
    expect(faultOf(() => requireFree(folder))).toBe('nothing was refused');
    writeFileSync(join(folder, 'index.json'), '{"packages":[]}');
    expect(faultOf(() => requireFree(folder))).toBe('nothing was refused');
  });

  test('refuses an index that another program wrote, or a broken one', () => {
    writeFileSync(join(folder, 'index.json'), '{"packages":[]}');
    const path = join(folder, 'index.json');
    expect(faultOf(() => writeFolder(folder, rendered('a.yaml')))).toBe(
      `${path}: the file is not an index that Corral wrote.\n  fix: remove ${path}, or choose another folder with --out\n  [FolderNotOurs]`,
    );
    expect(existsSync(join(folder, 'a.yaml'))).toBe(false);
  });

  test.each<[string, unknown]>([
    ['a file elsewhere', { files: [{ path: '../victim', chart: 'a', wave: 0, objects: [] }] }],
    [
      'a file elsewhere that is called like one of ours',
      { files: [{ path: '../victim.yaml', chart: 'a', wave: 0, objects: [] }] },
    ],
    ['an absolute path', { files: [{ path: '/etc/victim.yaml', chart: 'a', wave: 0, objects: [] }] }],
    ['a file that no chart has', { files: [{ path: 'notes.txt', chart: 'a', wave: 0, objects: [] }] }],
    ['nothing', { files: [null] }],
    ['a number', { files: [{ path: 1, chart: 'a', wave: 0, objects: [] }] }],
    ['no list', { files: 'x' }],
    ['no environment', { environment: null }],
  ])('an index that names %s is not one of ours, and nothing is removed', (_, change) => {
    const inner = join(folder, 'inner');
    writeFolder(inner, rendered('a.yaml'));
    for (const name of ['victim', 'victim.yaml']) writeFileSync(join(folder, name), 'mine');
    writeFileSync(join(inner, 'notes.txt'), 'mine');
    const path = join(inner, 'index.json');
    writeFileSync(path, JSON.stringify({ environment: 'x', complete: true, files: [], ...(change as object) }));
    expect(faultOf(() => writeFolder(inner, rendered('b.yaml')))).toBe(
      `${path}: the file is not an index that Corral wrote.\n  fix: remove ${path}, or choose another folder with --out\n  [FolderNotOurs]`,
    );
    expect(readdirSync(folder)).toEqual(['inner', 'victim', 'victim.yaml']);
    expect(readdirSync(inner)).toEqual(['a.yaml', 'index.json', 'kustomization.yaml', 'notes.txt']);
  });

  test('a link in the place of a file is replaced, and what it leads to stays as it is', () => {
    const inner = join(folder, 'inner');
    writeFolder(inner, rendered('a.yaml'));
    writeFileSync(join(folder, 'victim'), 'mine');
    rmSync(join(inner, 'a.yaml'));
    for (const name of ['a.yaml', 'a.yaml.partial', 'index.json.partial']) symlinkSync('../victim', join(inner, name));
    writeFolder(inner, rendered('a.yaml'));
    expect(contents(inner)).toEqual(Object.fromEntries(rendered('a.yaml')));
    expect(lstatSync(join(inner, 'a.yaml')).isFile()).toBe(true);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('mine');
  });

  test('names old and new files while it writes, so that a run that was cut off is fixed by the next', () => {
    writeFolder(folder, rendered('old.yaml'));
    const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as Index;
    // What is there when a run is killed after its first files.
    writeFileSync(
      join(folder, 'index.json'),
      JSON.stringify({
        ...index,
        complete: false,
        files: [...index.files, { path: 'new.yaml', chart: 'new', wave: 0, objects: [] }],
      }),
    );
    writeFileSync(join(folder, 'new.yaml'), 'half');
    writeFileSync(join(folder, 'other.yaml.partial'), 'hal');
    writeFolder(folder, rendered('third.yaml'));
    expect(contents(folder)).toEqual(Object.fromEntries(rendered('third.yaml')));
  });

  test('killed at any moment, the next run leaves exactly its own files', async () => {
    const worker = join(__dirname, 'write-for-ever.worker.ts');
    await Promise.all(
      [5, 17, 40].map(async (milliseconds) => {
        const inner = join(folder, `${milliseconds}`);
        const child = spawn(process.execPath, ['--import', 'tsx', worker, inner], {
          stdio: ['ignore', 'pipe', 'ignore'],
        });
        await once(child.stdout, 'data');
        await setTimeout(milliseconds);
        child.kill('SIGKILL');
        await once(child, 'exit');
        writeFolder(inner, rendered('last.yaml'));
        expect(contents(inner)).toEqual(Object.fromEntries(rendered('last.yaml')));
      }),
    );
  }, 30_000);
});
