/** Compiled code that is kept between runs never changes what runs. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder: string;
let build: string;
let code: string;

const write = (text: string): void => writeFileSync(join(build, 'part.js'), `module.exports = () => '${text}';\n`);

/** What the program of the folder prints. */
const printed = (variables: Readonly<Record<string, string>> = {}): string =>
  execFileSync(process.execPath, [join(build, 'main.js'), 'synth'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...variables },
  }).trim();

const kept = (): readonly string[] => readdirSync(code);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-compiled-'));
  build = join(folder, 'build');
  code = join(folder, 'node_modules', '.cache', 'corral', 'code');
  mkdirSync(build);
  copyFileSync(join(__dirname, '..', '..', 'scripts', 'compiled.cjs'), join(build, 'compiled.js'));
  writeFileSync(
    join(build, 'main.js'),
    "require('./compiled.js').compileLess(process.argv[2]);\nconsole.log(require('./part.js')());\n",
  );
  write('first');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('code is kept, and what changed since runs as it is now, also at the same length', () => {
  expect(printed()).toBe('first');
  expect(kept()).toHaveLength(1);
  expect(printed()).toBe('first');
  write('other');
  expect(printed()).toBe('other');
  write('longer than both');
  expect(printed()).toBe('longer than both');
});

test('a kept file that is broken is written again', () => {
  printed();
  const [name = ''] = kept();
  writeFileSync(join(code, name), 'no JSON\n');
  expect(printed()).toBe('first');
  expect(printed()).toBe('first');
  if (!('enableCompileCache' in require('node:module'))) {
    truncateSync(join(code, name), 200);
    expect(printed()).toBe('first');
  }
});

test('nothing is kept where the variable of Node turns it off', () => {
  expect(printed({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('first');
  expect(kept).toThrow('ENOENT');
});

test('a folder that cannot be written is no error', () => {
  writeFileSync(join(folder, 'node_modules'), 'a file');
  expect(printed()).toBe('first');
});
