/** The program that sets kernel settings of a node, in a real busybox, on files and on settings of a real kernel. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { nodeTuning } from '../../lib/programs/node-tuning';
import { Sandbox } from './support/container';
import { busybox } from './support/debian';

const sandbox = new Sandbox();
afterAll(() => sandbox.remove());

const numa = { key: 'kernel.numa_balancing', value: '0', mayLack: true };
const inotify = { key: 'fs.inotify.max_user_instances', value: '8192', mayLack: false };

/** Files as those below /proc/sys. */
function kernel(name: string, files: Readonly<Record<string, string>>): string {
  const root = sandbox.volume(name);
  for (const [path, value] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), `${value}\n`);
    chmodSync(join(root, path), 0o666);
  }
  return root;
}
const set = (root: string, settings = [numa, inotify]) => sandbox.run(nodeTuning.run({ settings, root }));

describe('node-tuning', () => {
  test('sets each value once, and a second run changes nothing', async () => {
    const root = kernel('both', { 'kernel/numa_balancing': '1', 'fs/inotify/max_user_instances': '128' });
    expect(await set(root)).toEqual({
      code: 0,
      output:
        'node-tuning: kernel.numa_balancing was 1 and is 0\n' +
        'node-tuning: fs.inotify.max_user_instances was 128 and is 8192\n',
    });
    expect(readFileSync(join(root, 'kernel/numa_balancing'), 'utf8')).toBe('0\n');
    expect((await set(root)).output).toBe(
      'node-tuning: kernel.numa_balancing is 0 already\n' +
        'node-tuning: fs.inotify.max_user_instances is 8192 already\n',
    );
  });

  test('a kernel may lack what is turned off, and no other setting', async () => {
    expect(await set(kernel('lacks', {}))).toEqual({
      code: 13,
      output:
        'node-tuning: this kernel has no kernel.numa_balancing: nothing to set\n' +
        'node-tuning: error: this kernel has no fs.inotify.max_user_instances. Take it out of the tuning of this pool.\n',
    });
  });

  test('a value that cannot be written ends with the reason', async () => {
    const root = kernel('closed', { 'kernel/numa_balancing': '1' });
    // A folder in the place of the file cannot be written even by root.
    rmSync(join(root, 'kernel/numa_balancing'));
    mkdirSync(join(root, 'kernel/numa_balancing'));
    const { code, output } = await set(root, [numa]);
    expect(code).toBe(16);
    expect(output).toContain('node-tuning: error: cannot set kernel.numa_balancing to 0');
  });

  test('a list that cannot be read is wrong input', async () => {
    const run = nodeTuning.run({ settings: [numa], root: '/proc/sys' });
    const missing = { ...run, env: { ...run.env, SETTINGS_LIST: '/nowhere' } };
    expect(await sandbox.run(missing)).toEqual({ code: 10, output: 'node-tuning: error: cannot read /nowhere\n' });
  });

  test('the container that stays ends as soon as it is stopped', async () => {
    const program = join(sandbox.volume('hold'), nodeTuning.file);
    writeFileSync(program, nodeTuning.text);
    chmodSync(program, 0o755);
    const held = spawn(busybox(), ['sh', program, 'hold'], { stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => held.once('exit', resolve));
    // What it waits for is a process of its own, and comes after it has said what a signal does.
    const children = () => readFileSync(`/proc/${held.pid}/task/${held.pid}/children`, 'utf8');
    while (children() === '') await new Promise((resolve) => setTimeout(resolve, 20));
    expect(held.exitCode).toBeNull();
    held.kill('SIGTERM');
    expect(await ended).toBe(143);
  });
});

/** A network namespace has settings of its own, so the kernel of this machine keeps its values. */
const isRoot = process.getuid?.() === 0;
(isRoot ? test : test.skip)('a real kernel takes the value, in a network namespace', () => {
  const folder = sandbox.volume('real');
  const { files } = nodeTuning.run({ settings: [{ key: 'net.core.somaxconn', value: '4321', mayLack: false }] });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const list = join(folder, Object.keys(files).find((name) => name.endsWith('.list')) ?? '');
  const before = readFileSync('/proc/sys/net/core/somaxconn', 'utf8');
  const { status, stdout, stderr } = spawnSync('unshare', ['--net', busybox(), 'sh', join(folder, nodeTuning.file)], {
    encoding: 'utf8',
    env: { ...process.env, SYSCTL_ROOT: '/proc/sys', SETTINGS_LIST: list },
  });
  expect({ status, stdout, stderr }).toEqual({
    status: 0,
    stdout: `node-tuning: net.core.somaxconn was ${before.trim()} and is 4321\n`,
    stderr: '',
  });
  expect(readFileSync('/proc/sys/net/core/somaxconn', 'utf8')).toBe(before);
});
