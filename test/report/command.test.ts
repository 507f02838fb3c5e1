/** `corral report`: what it writes, and what it refuses without having written anything. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { files, synthesise } from '../../lib';
import { local } from '../../overlays/local';
import { dev } from '../../overlays/dev';
import { commands } from '../../scripts/commands';
import { writeFolder } from '../../scripts/synth/folder';
import { readPage } from './support/page';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(...argv: readonly string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const status = commands.report.run(argv, {
    console: { out: (text) => out.push(text), error: (text) => error.push(text) },
    source: folder,
    environments: [local, dev],
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

describe('writes', () => {
  test('a page for each environment, and an index that links to them', () => {
    const pages = join(folder, 'a', 'b');
    const { status, out } = run('--out', pages);
    expect(status).toBe(0);
    expect(out).toMatch(/local\.html {2}\d+ KiB\n.*dev\.html {2}\d+ KiB\n.*index\.html {2}\d+ KiB$/);
    expect(readdirSync(pages).sort()).toEqual(['dev.html', 'index.html', 'local.html']);
    const links = readPage(readFileSync(join(pages, 'index.html'), 'utf8')).tags.flatMap(
      ({ attributes }) => attributes['href'] ?? [],
    );
    expect(links).toEqual(['local.html', 'dev.html']);
    expect(readFileSync(join(pages, 'index.html'), 'utf8')).not.toContain('at least');
  });

  test('the same again over its own pages, and leaves other files alone', () => {
    writeFileSync(join(folder, 'notes.html'), 'mine');
    expect(run('--out', folder, '--env', 'local').status).toBe(0);
    const before = readFileSync(join(folder, 'local.html'), 'utf8');
    expect(run('--out', folder, '--env', 'local').status).toBe(0);
    expect(readFileSync(join(folder, 'local.html'), 'utf8')).toBe(before);
    expect(readFileSync(join(folder, 'notes.html'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'local.html', 'notes.html']);
  });

  test('an environment that is called index beside the index', () => {
    const status = commands.report.run(['--out', folder], {
      console: { out: () => undefined, error: () => undefined },
      source: folder,
      environments: [{ ...local, name: 'index' }],
    });
    expect(status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'index_.html']);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toContain('href="index_.html"');
  });
});

describe('refuses, and writes nothing', () => {
  test('an environment that no overlay has', () => {
    const { status, error } = run('--out', join(folder, 'pages'), '--env', 'lcoal');
    expect([status, error]).toEqual([
      3,
      "--env: no overlay is called 'lcoal'.\n  did you mean: local\n  allowed: local · dev\n  [UnknownEnvironment]",
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a revision that is none', () => {
    const { status, error } = run('--out', join(folder, 'pages'), '--against', 'v9');
    expect([status, error]).toEqual([
      3,
      'v9: there is no environment, folder or git revision of this name.\n  allowed: local · dev · . · a folder · a git revision · cluster:CONTEXT\n  [UnknownSide]',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a folder that is a file', () => {
    writeFileSync(join(folder, 'pages'), '');
    const { status, error } = run('--out', join(folder, 'pages'));
    expect(status).toBe(3);
    expect(error).toMatch(/\[CannotWrite\]$/);
    expect(error.match(/\[\w+\]/g)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['pages']);
  });

  test('a folder that cannot be written', () => {
    const { status, error } = run('--out', '/proc/corral/pages');
    expect(status).toBe(3);
    expect(error).toMatch(/\[CannotWrite\]$/);
  });

  test('files that it did not write', () => {
    writeFileSync(join(folder, 'local.html'), 'mine');
    symlinkSync('/etc/hostname', join(folder, 'index.html'));
    const { status, error } = run('--out', folder);
    expect([status, error]).toEqual([
      2,
      `${folder}: it holds files that Corral did not write: index.html, local.html.\n  fix: move them away, or choose another folder with --out\n  [FolderNotOurs]\n\n1 fault; nothing was written.`,
    ]);
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'local.html']);
    expect(readFileSync(join(folder, 'local.html'), 'utf8')).toBe('mine');
  });

  test('the folder of manifests of an environment, and one below it', () => {
    writeFolder(join(folder, 'local'), files(synthesise(local)));
    mkdirSync(join(folder, 'local', 'pages'));
    for (const out of [join(folder, 'local'), join(folder, 'local', 'pages')]) {
      const { status, error } = run('--out', out);
      expect([status, error]).toEqual([
        2,
        `${out}: ${join(folder, 'local')} holds the manifests of environment 'local'.\n  fix: choose another folder with --out\n  [FolderTaken]\n\n1 fault; nothing was written.`,
      ]);
    }
    expect(run('--out', folder).status).toBe(0);
  });
});
