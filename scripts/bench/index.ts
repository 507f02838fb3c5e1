/** Runs the benchmarks one after the other, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runCommand, type Console, type Exit } from '../command';
import { line } from './options';

const root = join(__dirname, '..', '..');

const parts: readonly (readonly string[])[] = [
  ['--expose-gc', '--import', 'tsx', 'scripts/bench/synth-pass.ts'],
  ['node_modules/jest/bin/jest.js', '--config', 'test/jest/bench.cjs'],
];

/** Runs `npm run bench`. */
export const runBench = (argv: readonly string[], console: Console): Exit =>
  runCommand(line, argv, console, () =>
    parts.every((args) => spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' }).status === 0) ? 0 : 1,
  );
