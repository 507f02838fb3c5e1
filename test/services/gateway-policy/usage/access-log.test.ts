import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { AccessLog, type Position } from '../../../../services/gateway-policy/src/usage/access-log';

let folder: string;
let lines: string[];
let reopened: number;
const open: AccessLog[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-access-'));
  lines = [];
  reopened = 0;
});
afterEach(async () => {
  for (const log of open.splice(0)) await log.close();
  rmSync(folder, { recursive: true });
});

const path = () => join(folder, 'access.log');
const write = (text: string) => appendFileSync(path(), text);

/** As Envoy: it opens the file again when it is asked to. */
const reopen = async () => {
  reopened += 1;
  appendFileSync(path(), '');
  return true;
};

const reader = (from?: Position, longest?: number, reopenLogs = reopen) => {
  const log = new AccessLog(folder, (line) => lines.push(line), reopenLogs, from, longest);
  open.push(log);
  return log;
};

test('lines are read as they are written; half a line waits for its end', async () => {
  const log = reader();
  await log.look();
  write('one\ntw');
  await log.look();
  expect(lines).toEqual(['one']);
  write('o\n');
  await log.look();
  write('three é\n');
  await log.look();
  expect(lines).toEqual(['one', 'two', 'three é']);
});

test('many lines at once, longer than what is read at once', async () => {
  const log = reader();
  const all = Array.from({ length: 20_000 }, (_, index) => `line ${index} ${'x'.repeat(index % 80)}`);
  write(`${all.join('\n')}\n`);
  await log.look();
  expect(lines).toEqual(all);
});

test('a line without end does not fill the memory', async () => {
  const log = reader();
  write('x'.repeat(600 * 1024));
  await log.look();
  write('x\nnext\n');
  await log.look();
  expect(lines).toEqual(['next']);
});

test('a new process goes on where the last has saved, and reads half a line whole', async () => {
  const first = reader();
  write('one\ntwo\nthr');
  await first.look();
  lines = [];
  const second = reader(first.position);
  write('ee\n');
  await second.look();
  expect(lines).toEqual(['three']);
});

test('a long file is renamed, Envoy opens a new one, and no line of either is lost', async () => {
  const log = reader(undefined, 100);
  write(`${'x'.repeat(120)}\n`);
  const inode = statSync(path()).ino;
  await log.look(1000);
  expect(reopened).toBe(1);
  expect(statSync(path()).ino).not.toBe(inode);
  // Envoy's other worker still writes to the old file.
  appendFileSync(join(folder, 'access.log.1'), 'late\n');
  write('new\n');
  await log.look(1100);
  expect(lines.slice(1)).toEqual(['late']);
  await log.look(4000);
  expect(lines.slice(1)).toEqual(['late', 'new']);
  expect(existsSync(join(folder, 'access.log.1'))).toBe(false);
});

test('Envoy is asked again until it opens a new file', async () => {
  let answers = false;
  const log = reader(undefined, 10, async () => answers && reopen());
  write('a long line\n');
  await log.look(1000);
  appendFileSync(join(folder, 'access.log.1'), 'two\n');
  await log.look(1100);
  answers = true;
  await log.look(1200);
  write('three\n');
  await log.look(1300);
  await log.look(3400);
  expect(lines).toEqual(['a long line', 'two', 'three']);
});

test('a process that was killed after it had renamed the file: the next one finishes the old file first', async () => {
  writeFileSync(join(folder, 'access.log.1'), 'one\ntwo\n');
  const inode = statSync(join(folder, 'access.log.1')).ino;
  const log = reader({ inode, offset: 4 });
  await log.look(1000);
  expect(lines).toEqual(['two']);
  expect(reopened).toBe(1);
  write('three\n');
  await log.look(1100);
  await log.look(3200);
  expect(lines).toEqual(['two', 'three']);
});

test('without a file yet, nothing is read', async () => {
  const log = reader();
  await log.look();
  expect(lines).toEqual([]);
});
