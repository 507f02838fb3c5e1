/** Runs the benchmarks one after the other, each in a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Exit } from '../command';

const root = join(__dirname, '..', '..');

const parts: readonly (readonly string[])[] = [
  ['--import', 'tsx', 'scripts/bench/command.ts'],
  ['--import', 'tsx', 'scripts/bench/many-models.ts'],
  ['--expose-gc', '--import', 'tsx', 'scripts/bench/synth-pass.ts'],
  ['node_modules/jest/bin/jest.js', '--config', 'test/jest/bench.cjs'],
];

/** Runs each of them; the first that is outside of its bound ends the run. */
export const run = (): Exit =>
  parts.every((args) => spawnSync(process.execPath, [...args], { cwd: root, stdio: 'inherit' }).status === 0) ? 0 : 1;
